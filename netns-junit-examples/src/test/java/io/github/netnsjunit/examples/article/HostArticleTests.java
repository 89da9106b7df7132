package io.github.netnsjunit.examples.article;

import io.github.netnsjunit.address.IpNetwork;
import io.github.netnsjunit.jupiter.EnabledIfKernelHas;
import io.github.netnsjunit.jupiter.HostNamespace;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.RouteEntry;
import io.github.netnsjunit.topology.KernelFeature;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.DisabledIf;

/**
 * The article in the machine's real root namespace. What it adds there are ends of veth pairs whose other ends are in the test's
 * own namespaces, so that all of it vanishes with those.
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
            return false; // which is the other condition's to tell
        }
        try (NetworkNamespace machine =
                NetworkNamespace.ofProcess(ProcessHandle.current().pid())) {
            return machine.routes().stream()
                    .map(RouteEntry::to)
                    .filter(to -> !to.isDefault())
                    .anyMatch(to -> ARTICLES_NETWORKS.stream().anyMatch(to::overlaps));
        }
    }

    /** Not the machine's namespace: a pair with both ends there would stay if this process were killed right then. */
    @Override
    String birthplace() {
        return "blue_ns";
    }
}
