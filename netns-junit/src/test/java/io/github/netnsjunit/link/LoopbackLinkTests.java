package io.github.netnsjunit.link;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.netnsjunit.jupiter.Loopback;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.lab.Addition;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.route.StaticRoute;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.Topology;
import io.github.netnsjunit.topology.TopologyException;
import java.net.InetAddress;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernel")
class LoopbackLinkTests {

    @Test
    @NetNamespace("left")
    @NetNamespace("right")
    @VethPair(
            left =
                    @VethEnd(
                            namespace = "left",
                            name = "eth0",
                            address = {"10.0.0.1/24", "fd00::1/64"}),
            right =
                    @VethEnd(
                            namespace = "right",
                            name = "eth0",
                            address = {"10.0.0.2/24", "fd00::2/64"}))
    @Loopback(
            namespace = "right",
            address = {"192.0.2.1/32", "2001:db8::1/128", "198.51.100.1/24"})
    void hasAddressesBesidesThoseOfTheKernel(Lab lab) {
        NetworkNamespace left = lab.namespace("left");
        NetworkNamespace right = lab.namespace("right");
        assertThat(right).canPing("127.0.0.1").canPing("::1").canPing("192.0.2.1");
        assertThat(right).canPing("198.51.100.77"); // a shorter prefix makes the whole network its own
        left.addDefaultRoute("10.0.0.2");
        left.addDefaultRoute("fd00::2");
        assertThat(left).canPing("192.0.2.1").canPing("2001:db8::1");
    }

    @Test
    void hasThemEvenIfItIsLeftDown() {
        try (Lab lab = Lab.create(Topology.of(
                Namespace.of("a").withoutLoopback(),
                Namespace.of("b"),
                LoopbackLink.of("a", "192.0.2.1/32"),
                VethLink.between(End.of("a", "x", "10.0.0.1/24"), End.of("b", "y", "10.0.0.2/24")),
                StaticRoute.defaultVia("b", "10.0.0.1")))) {
            assertThat(lab.namespace("b")).canPing("192.0.2.1");
        }
    }

    @Test
    @NetNamespace("a")
    void comesAndGoesInALiveLab(Lab lab, NetworkNamespace a) {
        try (Addition added = lab.add(LoopbackLink.of("a", "192.0.2.1/32", "2001:db8::1/128"))) {
            assertThat(added.parts()).hasSize(1);
            assertThat(a).hasInterface("lo").hasAddress("192.0.2.1/32").hasAddress("2001:db8::1/128");
            assertThat(a).canPing("192.0.2.1");
        }
        assertThat(a.interfaceNamed("lo").addresses())
                .extracting(Object::toString)
                .containsExactly("127.0.0.1/8", "::1/128");
        assertThat(a).hasOnlyInterfaces("lo");
    }

    @Test
    void aNameStandsForAnAddressThatOthersReachBeforeOneOfLo() throws Exception {
        try (Lab lab = Lab.create(Topology.of(
                Namespace.of("a"),
                Namespace.of("b"),
                LoopbackLink.of("a", "192.0.2.1/32"),
                VethLink.between(End.of("a", "x", "10.0.0.1/24"), End.of("b", "y", "10.0.0.2/24"))))) {
            assertThat(lab.namespace("a").call(() -> InetAddress.getAllByName("a")[0].getHostAddress()))
                    .isEqualTo("10.0.0.1");
        }
    }

    @Test
    void aNameStandsForTheAddressOfABridgeBeforeOneOfLo() throws Exception {
        try (Lab lab = Lab.create(Topology.of(
                Namespace.of("h"), BridgeLink.of("h", "br0", "10.0.0.1/24"), LoopbackLink.of("h", "192.0.2.1/32")))) {
            assertThat(lab.namespace("h").call(() -> InetAddress.getLocalHost().getHostAddress()))
                    .isEqualTo("10.0.0.1");
        }
    }

    @Test
    void mayHaveOneAddressWithTwoPrefixLengths() {
        Topology network = Topology.of(Namespace.of("a"), LoopbackLink.of("a", "10.9.0.1/24", "10.9.0.1/16"));
        try (Lab lab = Lab.create(network)) {
            assertThat(lab.namespace("a"))
                    .hasInterface("lo")
                    .hasAddress("10.9.0.1/24")
                    .hasAddress("10.9.0.1/16");
            assertThat(lab.namespace("a")).canPing("10.9.77.1");
        }
    }

    @Test
    void isDrawnAndReadsAsItsAddresses() {
        Topology topology = Topology.of(Namespace.of("a"), LoopbackLink.of("a", "192.0.2.1/32"));
        assertThat(topology.toText()).contains("lo", "192.0.2.1/32");
        assertThat(topology).hasToString("Topology[namespace a, loopback a:lo]");
    }

    @Test
    void tellsItsMistakes() {
        assertMistake(
                "there is already an interface [lo] in namespace [a]",
                VethLink.between(End.of("a", "lo"), End.of("a", "y")));
        assertMistake("the address [127.0.0.1/8] of a:lo is one that the kernel gives to lo itself", "127.0.0.1/8");
        assertMistake("the address [::1/128] of a:lo is one that the kernel gives to lo itself", "::1/128");
        assertMistake("the address of a:lo: [192.0.2.1] has no prefix length", "192.0.2.1");
        assertMistake("[fd00::1/128 tentative]: lo has no neighbours", "fd00::1/128 tentative");
        assertThatThrownBy(() -> Topology.of(
                        Namespace.of("a"), LoopbackLink.of("a", "192.0.2.1/32"), LoopbackLink.of("a", "192.0.2.2/32")))
                .hasMessageContaining("the addresses of lo in namespace [a] are declared already");
        assertThatThrownBy(() -> Topology.of(Namespace.host("h"), LoopbackLink.of("h", "192.0.2.1/32")))
                .hasMessageContaining("an address of the host's lo would outlive the test");
    }

    private static void assertMistake(String message, String address) {
        assertMistake(message, LoopbackLink.of("a", address));
    }

    private static void assertMistake(String message, Part part) {
        assertThatThrownBy(() -> Topology.of(Namespace.of("a"), part))
                .isInstanceOf(TopologyException.class)
                .hasMessageContaining(message);
    }
}
