package io.github.netnsjunit.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.netnsjunit.address.IpNetwork;
import io.github.netnsjunit.holds.IpCommand;
import io.github.netnsjunit.lab.listing.RouteEntry;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.route.StaticRoute;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Kinds of routes that a lab does not make itself, but that programs inside it may make. */
@Timeout(30)
@Tag("kernel")
class RoutesTests extends LiveLab {

    @Override
    protected Topology topology() {
        return Topology.of(
                Namespace.of("root_ns"),
                Namespace.of("blue_ns"),
                VethLink.between(
                        End.of("root_ns", "eth0", "10.0.0.1/24", "fd00::1/64"),
                        End.of("blue_ns", "eth0", "10.0.0.9/24", "fd00::9/64")));
    }

    private void ip(String arguments) {
        IpCommand.in(blue, arguments);
    }

    @Test
    void aRouteWithSeveralNextHopsHasAnEntryForEach() {
        ip("route add default nexthop via 10.0.0.2 nexthop via 10.0.0.3");
        ip("-6 route add fd09::/64 nexthop via fd00::2 dev eth0 nexthop via fd00::3 dev eth0");
        assertThat(blue.routes())
                .extracting(RouteEntry::toString)
                .contains(
                        "default via 10.0.0.2 dev eth0",
                        "default via 10.0.0.3 dev eth0",
                        "fd09::/64 via fd00::2 dev eth0 metric 1024",
                        "fd09::/64 via fd00::3 dev eth0 metric 1024");
        blue.removeRoute("default");
        assertThat(blue.routes()).noneMatch(route -> route.to().isDefault());
    }

    @Test
    void theDefaultRouteOfTheNamedFamilyIsRemoved() {
        blue.addDefaultRoute("10.0.0.1");
        assertThatThrownBy(() -> blue.removeRoute("::/0")).hasMessageContaining("no route to [::/0]");
        blue.addDefaultRoute("fd00::1");
        blue.removeRoute("default");
        blue.removeRoute("default");
        assertThat(blue.routes()).noneMatch(route -> route.to().isDefault());
    }

    @Test
    void anIpv4RouteMayHaveAnIpv6Gateway() {
        ip("route add 10.50.0.0/16 via inet6 fd00::2 dev eth0");
        assertThat(blue.routes()).extracting(RouteEntry::toString).contains("10.50.0.0/16 via inet6 fd00::2 dev eth0");
    }

    @Test
    void aRouteToMappedAddressesIsAnIpv6Route() {
        ip("-6 route add unreachable ::ffff:0:0/96");
        assertThat(blue.routes())
                .anyMatch(route -> route.to().equals(IpNetwork.parse("::ffff:0:0/96"))
                        && route.type() == RouteEntry.Type.UNREACHABLE)
                .extracting(RouteEntry::toString)
                .contains("unreachable ::ffff:0.0.0.0/96 metric 1024");
    }

    @Test
    void aMalformedRouteIsRefusedWithItsText() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> blue.addRoute("10.9.0.1/16", "10.0.0.1"))
                .withMessageContaining("the network is [10.9.0.0/16]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> blue.addDefaultRoute("gateway"))
                .withMessageContaining("[gateway] is neither an IPv4 nor an IPv6 address");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> blue.addRoute(
                        StaticRoute.defaultVia("blue_ns", "10.0.0.1").metric(-1)))
                .withMessageContaining("the metric [-1] is not between 0 and 4294967295");
    }
}
