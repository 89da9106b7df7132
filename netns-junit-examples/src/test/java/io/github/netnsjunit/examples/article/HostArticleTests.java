package io.github.netnsjunit.examples.article;

import io.github.netnsjunit.address.IpNetwork;
import io.github.netnsjunit.jupiter.EnabledIfKernelHas;
import io.github.netnsjunit.jupiter.HostNamespace;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.listing.RouteEntry;
import io.github.netnsjunit.topology.KernelFeature;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.DisabledIf;

/**
 * The article with the machine's real root namespace. It adds only ends of veth pairs there. Their other ends are in
 * namespaces of the test, so the kernel removes both when these namespaces end.
 */
@Order(2)
@DisplayName("In the machine's real root namespace")
@HostNamespace("root_ns")
@EnabledIfKernelHas(KernelFeature.HOST_NAMESPACE)
@DisabledIf(
        value = "machineUsesTheArticlesAddresses",
        disabledReason = "this machine has a network of its own that overlaps 10.0.0.0/24 or 192.168.0.192/30")
@Tag("kernel")
class HostArticleTests extends Article {

    private static final List<IpNetwork> ARTICLES_NETWORKS =
            List.of(IpNetwork.parse("10.0.0.0/24"), IpNetwork.parse("192.168.0.192/30"));

    static boolean machineUsesTheArticlesAddresses() {
        if (!KernelFeature.HOST_NAMESPACE.isAvailable()) {
            return false; // then @EnabledIfKernelHas skips the test and gives the reason
        }
        try (NetworkNamespace machine =
                NetworkNamespace.ofProcess(ProcessHandle.current().pid())) {
            return machine.routes().stream()
                    .map(RouteEntry::to)
                    .filter(to -> !to.isDefault())
                    .anyMatch(to -> ARTICLES_NETWORKS.stream().anyMatch(to::overlaps));
        }
    }

    /** Not the machine's namespace: if this process were killed while both ends are there, the pair would stay. */
    @Override
    String namespaceOfNewPair() {
        return "blue_ns";
    }
}
