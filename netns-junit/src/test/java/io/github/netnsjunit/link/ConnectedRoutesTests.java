package io.github.netnsjunit.link;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static io.github.netnsjunit.kernel.netlink.Addresses.ip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.Route;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.kernel.address.AddAddress;
import io.github.netnsjunit.kernel.netlink.Bytes;
import io.github.netnsjunit.lab.Addition;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.listing.RouteEntry;
import io.github.netnsjunit.route.StaticRoute;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Addresses to whose networks the kernel sets no routes. */
@Tag("kernel")
class ConnectedRoutesTests {

    private static final VethLink CABLE = VethLink.between(
            End.of("a", "eth0", "10.0.0.1/24", "fd00::1/64").withoutConnectedRoutes(),
            End.of("b", "eth0", "10.0.0.2/24", "fd00::2/64"));

    private static final Topology HOSTS = Topology.of(Namespace.of("a"), Namespace.of("b"));

    @Test
    void writesTheBytesThatIpSends() {
        // ip addr add 10.20.0.1/32 dev veth_a noprefixroute, and the same with a broadcast address
        assertThat(Bytes.of(new AddAddress(3, ip("10.20.0.1"), 32, false, false)))
                .isEqualTo("30000000140005060000000000000000022000000300000008000200"
                        + "0a140001080001000a1400010800080000020000");
        assertThat(Bytes.of(new AddAddress(3, ip("fd20::1"), 64, false, false)))
                .isEqualTo("480000001400050600000000000000000a4002000300000014000200"
                        + "fd20000000000000000000000000000114000100fd2000000000000000000000000000010800080002020000");
    }

    @Test
    void aNeighbourIsReachedByADeclaredRouteAlone() {
        try (Lab lab = Lab.create(HOSTS)) {
            NetworkNamespace a = lab.namespace("a");
            try (Addition cable = lab.add(CABLE)) {
                assertThat(cable.parts()).hasSize(1);
                assertThat(a).hasInterface("eth0").hasAddress("10.0.0.1/24").hasAddress("fd00::1/64");
                assertThat(a.routes())
                        .extracting(RouteEntry::toString)
                        .containsExactly("fe80::/64 dev eth0 metric 256");
                assertThat(a).hasNoRouteTo("10.0.0.2").hasNoRouteTo("fd00::2");
                try (Addition routes = lab.add(
                        StaticRoute.through("a", "10.0.0.0/24", "eth0"), StaticRoute.through("a", "fd00::2", "eth0"))) {
                    assertThat(routes.parts()).hasSize(2);
                    assertThat(a).canPing("10.0.0.2").canPing("fd00::2");
                }
                assertThat(a).hasNoRouteTo("10.0.0.2");
            }
            assertThat(a).hasOnlyInterfaces("lo");
        }
    }

    @Test
    void aGatewayNeedsARouteToItsLink() {
        Topology cable = HOSTS.with(CABLE);
        assertThatThrownBy(() -> cable.with(StaticRoute.defaultVia("a", "10.0.0.2")))
                .hasMessageContaining("the gateway [10.0.0.2] is on no link of namespace [a]");
        try (Lab lab = Lab.create(
                cable.with(StaticRoute.through("a", "10.0.0.2", "eth0"), StaticRoute.defaultVia("a", "10.0.0.2")))) {
            assertThat(lab.namespace("a")).hasDefaultRouteVia("10.0.0.2").canPing("10.0.0.2");
        }
    }

    @Test
    void oneSubnetMayBeOnTwoInterfacesIfOnlyOneHasTheRoute() {
        VethLink second = VethLink.between(
                End.of("a", "eth1", "10.0.0.3/24").withoutConnectedRoutes(), End.of("b", "eth1", "10.0.1.4/24"));
        VethLink first = VethLink.between(End.of("a", "eth0", "10.0.0.1/24"), End.of("b", "eth0", "10.0.0.2/24"));
        assertThat(HOSTS.with(first, second).parts()).hasSize(4);
    }

    @Nested
    @NetNamespace("a")
    @NetNamespace("b")
    @VethPair(
            left = @VethEnd(namespace = "a", name = "eth0", address = "10.0.0.1/24", connectedRoutes = false),
            right = @VethEnd(namespace = "b", name = "eth0", address = "10.0.0.2/24"))
    class ByAnnotation {

        @Test
        void noRouteIsThere(@NetNamespace("a") NetworkNamespace a) {
            assertThat(a).hasNoRouteTo("10.0.0.2");
        }

        @Test
        @Route(namespace = "a", to = "10.0.0.0/24", dev = "eth0")
        void aDeclaredOneIs(@NetNamespace("a") NetworkNamespace a) {
            assertThat(a).canPing("10.0.0.2");
        }
    }
}
