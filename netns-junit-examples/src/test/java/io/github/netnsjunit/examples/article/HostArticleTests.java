package io.github.netnsjunit.examples.article;

import io.github.netnsjunit.jupiter.EnabledIfKernelHas;
import io.github.netnsjunit.jupiter.HostNamespace;
import io.github.netnsjunit.lab.IpNetwork;
import io.github.netnsjunit.lab.KernelFeature;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.Route;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
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
class HostArticleTests {

    private static final List<IpNetwork> ARTICLES_NETWORKS =
            List.of(IpNetwork.parse("10.0.0.0/24"), IpNetwork.parse("192.168.0.192/30"));

    static boolean machineUsesTheArticlesAddresses() {
        if (!KernelFeature.HOST_NAMESPACE.isAvailable()) {
            return false; // which is the other condition's to tell
        }
        try (NetworkNamespace machine =
                NetworkNamespace.ofProcess(ProcessHandle.current().pid())) {
            return machine.routes().stream()
                    .map(Route::to)
                    .filter(to -> !to.isDefault())
                    .anyMatch(to -> ARTICLES_NETWORKS.stream().anyMatch(to::overlaps));
        }
    }

    @Nested
    @Order(1)
    @DisplayName("1. The environment")
    class Section1 extends Section1RootNamespace {}

    @Nested
    @Order(2)
    @DisplayName("2. What is a network namespace?")
    class Section2 extends Section2NetworkNamespace {}

    @Nested
    @Order(3)
    @DisplayName("3. What is a virtual Ethernet pair?")
    class Section3 extends Section3VethPair {}

    @Nested
    @Order(4)
    @DisplayName("4. Communication between root_ns and blue_ns")
    class Section4 extends Section4TwoNamespaces {

        /** Not the machine's namespace: a pair with both ends there would stay if this process were killed right now. */
        @Override
        NetworkNamespace birthplace() {
            return blue();
        }
    }

    @Nested
    @Order(5)
    @DisplayName("5. Communication between blue_ns and the host's address")
    class Section5 extends Section5HostAddress {}

    @Nested
    @Order(6)
    @DisplayName("6. What is a bridge?")
    class Section6 extends Section6Bridge {}
}
