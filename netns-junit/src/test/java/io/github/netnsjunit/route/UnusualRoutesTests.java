package io.github.netnsjunit.route;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static io.github.netnsjunit.topology.TwoNamespaces.refused;
import static io.github.netnsjunit.topology.TwoNamespaces.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.netnsjunit.jupiter.DefaultRoute;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.Route;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.lab.Addition;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.link.BridgeLink;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.LoopbackLink;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.link.VlanLink;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Routes that are seldom wanted: what works comes up and works, and what cannot work is refused. */
@Tag("kernel")
class UnusualRoutesTests {

    private static final VethLink CABLE = VethLink.between(
            End.of("a", "x", "10.0.0.1/24", "fd00::1/64"), End.of("b", "y", "10.0.0.2/24", "fd00::2/64"));

    @Test
    void aRouteThroughLoDropsWhatIsSentThere() {
        StaticRoute four = StaticRoute.through("a", "192.0.2.0/24", "lo");
        StaticRoute six = StaticRoute.through("a", "2001:db8::/32", "lo");
        try (Lab lab = Lab.create(Topology.of(Namespace.of("a"), four))) {
            NetworkNamespace a = lab.namespace("a");
            assertThat(a.routes()).extracting(Object::toString).anyMatch(r -> r.startsWith("192.0.2.0/24 dev lo"));
            assertThat(a).cannotPing("192.0.2.1");
            try (Addition added = lab.add(six)) {
                assertThat(added.parts()).containsExactly(six);
                assertThat(a.routes()).extracting(Object::toString).anyMatch(r -> r.startsWith("2001:db8::/32 dev lo"));
            }
            assertThat(a.routes()).singleElement().hasToString("192.0.2.0/24 dev lo");
        }
    }

    @Test
    void aRouteThroughLoNeedsItUpAndHasNoGateway() {
        assertThatThrownBy(() -> Topology.of(
                        Namespace.of("a").withoutLoopback(), StaticRoute.through("a", "192.0.2.0/24", "lo")))
                .hasMessageContaining("lo [dev] is left down, and a route needs it up");
        assertThatThrownBy(() -> Topology.of(Namespace.host("h"), StaticRoute.through("h", "192.0.2.0/24", "lo")))
                .hasMessageContaining("a route through the host's lo [dev] would outlive the test");
        refused(
                "no gateway [via] is reached through lo [dev]",
                CABLE,
                StaticRoute.of("a", "10.9.0.0/16", "10.0.0.2", "lo"));
        refused(
                "the gateway [198.51.100.7] is on no link of namespace [a]",
                StaticRoute.through("a", "198.51.100.0/24", "lo"),
                StaticRoute.of("a", "10.9.0.0/16", "198.51.100.7"));
        refused(
                "the gateway [198.51.100.2] is on no link of namespace [a]",
                LoopbackLink.of("a", "198.51.100.1/24"),
                StaticRoute.of("a", "10.9.0.0/16", "198.51.100.2"));
    }

    @Test
    @NetNamespace("a")
    @NetNamespace("b")
    @VethPair(
            left =
                    @VethEnd(
                            namespace = "a",
                            name = "x",
                            address = {"10.0.0.1/24", "fd00::1/64"}),
            right = @VethEnd(namespace = "b", name = "y"))
    @Route(namespace = "a", to = "10.5.0.0/16", via = "10.0.0.2", metric = 4_294_967_295L)
    @DefaultRoute(namespace = "a", via = "fd00::2", metric = 2_147_483_648L)
    void aMetricMayBeAsHighAsTheKernelTakes(@NetNamespace("a") NetworkNamespace a) {
        assertThat(a.routes())
                .extracting(Object::toString)
                .contains(
                        "10.5.0.0/16 via 10.0.0.2 dev x metric 4294967295",
                        "default via fd00::2 dev x metric 2147483648");
    }

    @Test
    void aHighMetricIsTakenAwayAgain() {
        try (Lab lab = Lab.create(Topology.of(with(CABLE)))) {
            NetworkNamespace a = lab.namespace("a");
            try (Addition added = lab.add(
                    StaticRoute.of("a", "10.5.0.0/16", "10.0.0.2").metric(4_294_967_295L),
                    StaticRoute.of("a", "2001:db8::/32", "fd00::2").metric(4_294_967_295L))) {
                assertThat(added.parts()).hasSize(2);
                assertThat(a.routes())
                        .extracting(Object::toString)
                        .anyMatch(r -> r.startsWith("10.5.0.0/16 via 10.0.0.2"));
            }
            assertThat(a.routes()).noneMatch(route -> route.metric() == -1);
        }
    }

    @Test
    void anIpv4RouteMayHaveAnIpv6Gateway() {
        try (Lab lab = Lab.create(Topology.of(with(
                VethLink.between(End.of("a", "x", "fd00::1/64", "10.1.0.1/32"), End.of("b", "y", "fd00::2/64")),
                LoopbackLink.of("b", "10.2.0.1/32"),
                StaticRoute.of("a", "10.2.0.0/16", "fd00::2"),
                StaticRoute.of("b", "0.0.0.0/0", "fd00::1", "y"))))) {
            NetworkNamespace a = lab.namespace("a");
            assertThat(a).canPing("10.2.0.1");
            assertThat(a.routes())
                    .extracting(Object::toString)
                    .anyMatch(r -> r.startsWith("10.2.0.0/16 via inet6 fd00::2"));
            try (Addition added =
                    lab.add(StaticRoute.of("a", "10.3.0.0/16", "fd00::2").metric(5))) {
                assertThat(added.parts()).hasSize(1);
                assertThat(a.routes())
                        .extracting(Object::toString)
                        .anyMatch(r -> r.startsWith("10.3.0.0/16 via inet6 fd00::2 dev x"));
            }
            assertThat(a.routes()).extracting(Object::toString).noneMatch(r -> r.startsWith("10.3.0.0/16"));
        }
    }

    @Test
    void anIpv6RouteHasNoIpv4GatewayInALiveNetworkEither() {
        try (Lab lab = Lab.create(Topology.of(with(CABLE)))) {
            NetworkNamespace a = lab.namespace("a");
            assertThatThrownBy(() -> a.addRoute("2001:db8::/32", "10.0.0.2"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("the IPv6 route to 2001:db8:: cannot have the IPv4 gateway 10.0.0.2");
            a.addRoute("10.2.0.0/16", "fd00::2");
            assertThat(a.routes()).extracting(Object::toString).contains("10.2.0.0/16 via inet6 fd00::2 dev x");
        }
    }

    @Test
    void anIpv6RouteHasNoIpv4Gateway() {
        refused(
                "the gateway [10.0.0.2] is not of the same family as the destination [2001:db8::/32] [to]: only"
                        + " IPv4 routes may have a gateway of the other family",
                CABLE,
                StaticRoute.of("a", "2001:db8::/32", "10.0.0.2"));
        refused(
                "the gateway [10.0.0.2] is not of the same family as the destination [::/0] [to]",
                CABLE,
                StaticRoute.of("a", "::/0", "10.0.0.2"));
        refused(
                "the gateway [fe80::2] is link-local: say on which interface with [dev]",
                CABLE,
                StaticRoute.of("a", "10.9.0.0/16", "fe80::2"));
    }

    @Test
    @NetNamespace("a")
    @NetNamespace("b")
    @VethPair(
            left =
                    @VethEnd(
                            namespace = "a",
                            name = "x",
                            address = {"10.0.0.1/32", "fd00::1/128"}),
            right =
                    @VethEnd(
                            namespace = "b",
                            name = "y",
                            address = {"10.0.0.2/32", "fd00::2/128"}))
    @DefaultRoute(namespace = "a", via = "10.0.0.2", dev = "x", onlink = true)
    @Route(namespace = "b", to = "10.0.0.0/8", via = "10.0.0.1", dev = "y", onlink = true)
    @DefaultRoute(namespace = "a", via = "fd00::2", dev = "x", onlink = true)
    @DefaultRoute(namespace = "b", via = "fd00::1", dev = "y", onlink = true)
    void aGatewayThatNoSubnetHasIsSaidToBeOnTheLink(@NetNamespace("a") NetworkNamespace a) {
        assertThat(a).canPing("10.0.0.2").canPing("fd00::2");
    }

    @Test
    void aGatewayOnNoLinkIsAMistakeIfNotSaid() {
        refused(
                "the gateway [10.9.9.9] is on no link of namespace [a]; if it is there though no address says so,"
                        + " say [onlink] and name the interface [dev]",
                CABLE,
                StaticRoute.defaultVia("a", "10.9.9.9"));
        refused(
                "[onlink] says that the gateway [via] is on the link of the interface [dev]; name both",
                CABLE,
                StaticRoute.defaultVia("a", "10.9.9.9").onlink());
        refused(
                "the gateway [10.0.0.1] is an address of namespace [a] itself",
                CABLE,
                StaticRoute.defaultVia("a", "10.0.0.1").dev("x").onlink());
    }

    @Test
    void aLinkLocalGatewayMayHaveAnAddressThatTheNamespaceHasOnAnotherLink() {
        try (Lab lab = Lab.create(Topology.of(with(
                CABLE,
                VethLink.between(End.of("a", "other", "fe80::77/64"), End.of("b", "z")),
                StaticRoute.of("a", "fd09::/64", "fe80::77").dev("x").onlink())))) {
            assertThat(lab.namespace("a")).hasRoute("fd09::/64", "fe80::77");
        }
    }

    @Test
    void aGatewayBehindACableWhoseOtherEndIsDownIsTakenAndNotReached() {
        try (Lab lab = Lab.create(Topology.of(with(
                VethLink.between(
                        End.of("a", "x", "10.0.0.1/24"),
                        End.of("b", "y", "10.0.0.2/24").down()),
                StaticRoute.defaultVia("a", "10.0.0.2"))))) {
            assertThat(lab.namespace("a")).hasDefaultRouteVia("10.0.0.2");
            assertThat(lab.namespace("a")).cannotPing("10.0.0.2");
            lab.namespace("b").linkUp("y");
            assertThat(lab.namespace("a")).within(Duration.ofSeconds(10)).canPing("10.0.0.2");
        }
        refused(
                "the gateway [10.0.0.2] is on [x], which is declared down",
                VethLink.between(End.of("a", "x", "10.0.0.1/24").down(), End.of("b", "y", "10.0.0.2/24")),
                StaticRoute.defaultVia("a", "10.0.0.2"));
    }

    @Test
    void noIpv6GoesThroughAnInterfaceWithASmallMtu() {
        VethLink small = VethLink.between(End.of("a", "x", "10.0.0.1/24").mtu(1279), End.of("b", "y"));
        String message = "through [%s] (dev) goes no IPv6: the MTU of a:x is [1279], and IPv6 asks for 1280";
        refused(message.formatted("x"), small, StaticRoute.through("a", "2001:db8::/32", "x"));
        refused(message.formatted("x"), small, StaticRoute.of("a", "10.9.0.0/16", "fe80::1", "x"));
        refused(
                message.formatted("x.5"),
                small,
                VlanLink.of("a", "x.5", "x", 5),
                StaticRoute.through("a", "2001:db8::/32", "x.5"));
        refused(
                "the MTU [1279] of a:x, which a:x.5 has too, is too small: the IPv6 addresses of x.5 ask for at least 1280",
                small,
                VlanLink.of("a", "x.5", "x", 5, "fd00::1/64"));
        refused(
                "through [br0] (dev) goes no IPv6: the MTU of a:p is [1279], and IPv6 asks for 1280",
                BridgeLink.of("a", "br0"),
                VethLink.between(End.of("a", "p").master("br0").mtu(1279), End.of("b", "q")),
                StaticRoute.through("a", "2001:db8::/32", "br0"));
        try (Lab lab = Lab.create(Topology.of(with(
                VethLink.between(End.of("a", "x").mtu(1280), End.of("b", "y")),
                StaticRoute.through("a", "2001:db8::/32", "x"))))) {
            assertThat(lab.namespace("a").routes())
                    .extracting(Object::toString)
                    .anyMatch(r -> r.startsWith("2001:db8::/32 dev x"));
        }
    }
}
