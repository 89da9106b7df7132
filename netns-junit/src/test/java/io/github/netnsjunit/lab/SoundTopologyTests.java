package io.github.netnsjunit.lab;

import static io.github.netnsjunit.lab.TopologyTests.link;
import static io.github.netnsjunit.lab.TopologyTests.ring;
import static io.github.netnsjunit.lab.TopologyTests.sound;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the check of a topology lets pass, near to what it refuses. */
class SoundTopologyTests {

    @Test
    void twoAddressesOfASmallNetwork() {
        valid(link(sound(), "10.1.0.0/31", "10.1.0.1/31"));
        valid(link(sound(), "fd00::/127", "fd00::1/127"));
    }

    @Test
    void anAddressAlone() {
        valid(link(sound(), "10.1.0.0/32", "10.1.0.1/32"));
        valid(link(sound(), "fd00::/128", "fd00::1/128"));
    }

    @Test
    void aSecondAddressOfOneSubnetOnOneInterface() {
        valid(sound().vethPair(End.of("a", "x", "10.1.0.1/24", "10.1.0.3/24"), End.of("b", "y", "10.1.0.2/24")));
    }

    @Test
    void anAddressAloneWithinAnInterfacesNetwork() {
        valid(link(sound(), "10.1.0.1/24", "10.1.0.2/24")
                .vethPair(
                        End.of("a", "v", "10.2.0.1/24", "10.2.0.9/32"), End.of("b", "w", "fd00::1/64", "fd00::2/128")));
    }

    @Test
    void addressesThatWereReservedOnce() {
        valid(link(sound(), "240.0.0.1/24", "240.0.0.2/24"));
    }

    @Test
    void aGatewayOfANetworkOfTwo() {
        valid(link(sound(), "10.1.0.0/31", "10.1.0.1/31")
                .defaultRoute("b", "10.1.0.0")
                .defaultRoute("a", "10.1.0.1"));
    }

    @Test
    void aRouteToAConnectedNetworkWithAnotherMetric() {
        valid(link(sound(), "fd00::1/64", "fd00::2/64")
                .route(StaticRoute.of("a", "10.0.0.0/24", "10.0.0.9").metric(5))
                .route("a", "fd00::/64", "fd00::9"));
    }

    @Test
    void aRouteToTheNetworkOfAnInterfaceThatIsDown() {
        valid(sound().vethPair(End.of("a", "x", "10.1.0.1/24").down(), End.of("b", "y"))
                .route("a", "10.1.0.0/24", "10.0.0.2"));
    }

    @Test
    void oneSysctlTwiceAlikeAndOnceElsewhere() {
        valid(sound().sysctl("a", "net.ipv4.ip_forward", "1")
                .sysctl("a", "net/ipv4/ip_forward", "1")
                .sysctl("b", "net.ipv4.ip_forward", "0"));
    }

    @Test
    void oneAddressInNamespacesThatAreNotConnected() {
        valid(sound().namespace("c")
                .namespace("d")
                .vethPair(End.of("c", "eth_a", "10.0.0.1/24"), End.of("d", "eth_b", "10.0.0.2/24")));
    }

    @Test
    void oneLinkLocalAddressOnEveryLinkOfARouter() {
        valid(Topology.builder()
                .namespace("r")
                .namespace("a")
                .namespace("b")
                .vethPair(End.of("r", "r1", "fe80::1/64"), End.of("a", "y", "fe80::2/64"))
                .vethPair(End.of("r", "r2", "fe80::1/64"), End.of("b", "y", "fe80::2/64")));
    }

    @Test
    void aGatewayThatAnotherRoutePutsOnALink() {
        valid(Topology.builder()
                .namespace("a")
                .namespace("b")
                .vethPair(End.of("a", "x", "10.0.0.1/32"), End.of("b", "y", "10.9.9.9/32"))
                .route(new StaticRoute("a", "10.9.9.9", null, "x", 0))
                .defaultRoute("a", "10.9.9.9"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"br0", "br1", "br2", "br0 br1", "br0 br1 br2"})
    void aRingOfBridgesOneOfWhichSpeaksStpInWhateverOrder(String stp) {
        valid(ring(sound(), stp, 0, 1, 2));
        valid(ring(sound(), stp, 1, 2, 0));
        valid(ring(sound(), stp, 2, 1, 0));
    }

    @Test
    void aSecondCableThatIsDown() {
        valid(Topology.builder()
                .namespace("a")
                .bridge("a", "br0")
                .bridge("a", "br1")
                .vethPair(End.of("a", "l0").master("br0"), End.of("a", "r0").master("br1"))
                .vethPair(
                        End.of("a", "l1").master("br0").down(),
                        End.of("a", "r1").master("br1")));
    }

    @Test
    void twoDefaultRoutesOfDifferentMetricsAndFamilies() {
        valid(link(sound(), "fd00::1/64", "fd00::2/64")
                .defaultRoute("b", "10.0.0.1")
                .route(StaticRoute.defaultVia("b", "10.0.0.1").metric(10))
                .defaultRoute("b", "fd00::1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1a", "0x", "0xg", "1.2.3.4.5", "1-2", "a.1", "10.x"})
    void aNameThatOnlyLooksLikeANumber(String name) {
        valid(sound().namespace(name));
    }

    @Test
    void nothingAtAll() {
        valid(Topology.builder());
    }

    private void valid(Topology.Builder topology) {
        assertThatCode(topology::build).doesNotThrowAnyException();
    }
}
