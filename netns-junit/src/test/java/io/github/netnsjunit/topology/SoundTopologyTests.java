package io.github.netnsjunit.topology;

import static io.github.netnsjunit.topology.TopologyTests.link;
import static io.github.netnsjunit.topology.TopologyTests.ring;
import static io.github.netnsjunit.topology.TopologyTests.with;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.netnsjunit.link.BridgeLink;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.policy.SysctlSetting;
import io.github.netnsjunit.route.StaticRoute;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the check of a topology accepts, though it is close to what it refuses. */
class SoundTopologyTests {

    @Test
    void twoAddressesOfASmallNetwork() {
        valid(() -> with(List.of(link("10.1.0.0/31", "10.1.0.1/31"))));
        valid(() -> with(List.of(link("fd00::/127", "fd00::1/127"))));
    }

    @Test
    void anAddressWithTheLongestPrefix() {
        valid(() -> with(List.of(link("10.1.0.0/32", "10.1.0.1/32"))));
        valid(() -> with(List.of(link("fd00::/128", "fd00::1/128"))));
    }

    @Test
    void aSecondAddressOfOneSubnetOnOneInterface() {
        valid(() -> with(List.of(
                VethLink.between(End.of("a", "x", "10.1.0.1/24", "10.1.0.3/24"), End.of("b", "y", "10.1.0.2/24")))));
    }

    @Test
    void anAddressWithTheLongestPrefixWithinTheNetworkOfAnInterface() {
        valid(() -> with(List.of(
                link("10.1.0.1/24", "10.1.0.2/24"),
                VethLink.between(
                        End.of("a", "v", "10.2.0.1/24", "10.2.0.9/32"),
                        End.of("b", "w", "fd00::1/64", "fd00::2/128")))));
    }

    @Test
    void aBridgeWhoseOwnMtuIsNotThatOfItsPorts() {
        valid(() -> with(List.of(
                BridgeLink.of("a", "br0", "fd00::1/64").mtu(1500),
                VethLink.between(End.of("a", "p").master("br0").mtu(1279), End.of("b", "q")))));
    }

    @Test
    void aLinkWithoutASubnetThatBorrowsTheAddressOfAnother() {
        valid(() -> with(List.of(link("10.0.0.1/32", "10.9.0.1/32"))));
    }

    @Test
    void addressesThatUsedToBeReserved() {
        valid(() -> with(List.of(link("240.0.0.1/24", "240.0.0.2/24"))));
    }

    @Test
    void aGatewayOfANetworkOfTwo() {
        valid(() -> with(List.of(
                link("10.1.0.0/31", "10.1.0.1/31"),
                StaticRoute.defaultVia("b", "10.1.0.0"),
                StaticRoute.defaultVia("a", "10.1.0.1"))));
    }

    @Test
    void aRouteToAConnectedNetworkWithAnotherMetric() {
        valid(() -> with(List.of(
                link("fd00::1/64", "fd00::2/64"),
                StaticRoute.of("a", "10.0.0.0/24", "10.0.0.9").metric(5),
                StaticRoute.of("a", "fd00::/64", "fd00::9"))));
    }

    @Test
    void aRouteToTheNetworkOfAnInterfaceThatIsDown() {
        valid(() -> with(List.of(
                VethLink.between(End.of("a", "x", "10.1.0.1/24").down(), End.of("b", "y")),
                StaticRoute.of("a", "10.1.0.0/24", "10.0.0.2"))));
    }

    @Test
    void oneSysctlTwiceWithTheSameValueAndOnceInAnotherNamespace() {
        valid(() -> with(List.of(
                SysctlSetting.of("a", "net.ipv4.ip_forward", "1"),
                SysctlSetting.of("a", "net/ipv4/ip_forward", "1"),
                SysctlSetting.of("b", "net.ipv4.ip_forward", "0"))));
    }

    @Test
    void oneAddressInNamespacesThatAreNotConnected() {
        valid(() -> with(List.of(
                Namespace.of("c"),
                Namespace.of("d"),
                VethLink.between(End.of("c", "eth_a", "10.0.0.1/24"), End.of("d", "eth_b", "10.0.0.2/24")))));
    }

    @Test
    void oneLinkLocalAddressOnEveryLinkOfARouter() {
        valid(() -> Topology.of(
                Namespace.of("r"),
                Namespace.of("a"),
                Namespace.of("b"),
                VethLink.between(End.of("r", "r1", "fe80::1/64"), End.of("a", "y", "fe80::2/64")),
                VethLink.between(End.of("r", "r2", "fe80::1/64"), End.of("b", "y", "fe80::2/64"))));
    }

    @Test
    void aGatewayThatAnotherRoutePutsOnALink() {
        valid(() -> Topology.of(
                Namespace.of("a"),
                Namespace.of("b"),
                VethLink.between(End.of("a", "x", "10.0.0.1/32"), End.of("b", "y", "10.9.9.9/32")),
                StaticRoute.through("a", "10.9.9.9", "x"),
                StaticRoute.defaultVia("a", "10.9.9.9")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"br0", "br1", "br2", "br0 br1", "br0 br1 br2"})
    void aRingOfBridgesInAnyOrderIfOneSpeaksStp(String stp) {
        valid(() -> with(ring(stp, 0, 1, 2)));
        valid(() -> with(ring(stp, 1, 2, 0)));
        valid(() -> with(ring(stp, 2, 1, 0)));
    }

    @Test
    void aSecondCableThatIsDown() {
        valid(() -> Topology.of(
                Namespace.of("a"),
                BridgeLink.of("a", "br0"),
                BridgeLink.of("a", "br1"),
                VethLink.between(
                        End.of("a", "l0").master("br0"), End.of("a", "r0").master("br1")),
                VethLink.between(
                        End.of("a", "l1").master("br0").down(),
                        End.of("a", "r1").master("br1"))));
    }

    @Test
    void twoDefaultRoutesOfDifferentMetricsAndFamilies() {
        valid(() -> with(List.of(
                link("fd00::1/64", "fd00::2/64"),
                StaticRoute.defaultVia("b", "10.0.0.1"),
                StaticRoute.defaultVia("b", "10.0.0.1").metric(10),
                StaticRoute.defaultVia("b", "fd00::1"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1a", "0x", "0xg", "1.2.3.4.5", "1-2", "a.1", "10.x"})
    void aNameThatOnlyLooksLikeANumber(String name) {
        valid(() -> with(List.of(Namespace.of(name))));
    }

    @Test
    void nothingAtAll() {
        valid(() -> Topology.of());
    }

    private void valid(ThrowingCallable topology) {
        assertThatCode(topology).doesNotThrowAnyException();
    }
}
