package io.github.netnsjunit.route;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.netnsjunit.jupiter.Hop;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.Route;
import io.github.netnsjunit.jupiter.TestKit;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.lab.Addition;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.listing.RouteEntry;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.policy.SysctlSetting;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.OneMistake;
import io.github.netnsjunit.topology.Topology;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Routes with several next hops. */
@Tag("kernel")
class MultipathRouteTests {

    /** A host with two cables to a gateway each. */
    private static final Topology TWO_WAYS = Topology.of(
            Namespace.of("host"),
            Namespace.of("gw1"),
            Namespace.of("gw2"),
            VethLink.between(
                    End.of("host", "up1", "10.0.1.2/24", "fd01::2/64"),
                    End.of("gw1", "eth0", "10.0.1.1/24", "fd01::1/64")),
            VethLink.between(
                    End.of("host", "up2", "10.0.2.2/24", "fd02::2/64"),
                    End.of("gw2", "eth0", "10.0.2.1/24", "fd02::1/64")));

    private static StaticRoute to(String network, NextHop... hops) {
        return StaticRoute.multipath("host", network, hops);
    }

    static Stream<Arguments> routes() {
        return Stream.of(
                arguments(
                        to("default", NextHop.via("10.0.1.1").weight(3), NextHop.via("10.0.2.1")),
                        List.of("default via 10.0.1.1 dev up1 weight 3", "default via 10.0.2.1 dev up2")),
                arguments(
                        to(
                                "default",
                                NextHop.via("fd01::1").weight(256),
                                NextHop.via("fd02::1").weight(2)),
                        List.of(
                                "default via fd01::1 dev up1 metric 1024 weight 256",
                                "default via fd02::1 dev up2 metric 1024 weight 2")),
                arguments(
                        to("10.9.0.0/16", NextHop.via("10.0.1.1"), NextHop.via("fd02::1")),
                        List.of("10.9.0.0/16 via 10.0.1.1 dev up1", "10.9.0.0/16 via inet6 fd02::1 dev up2")),
                arguments(
                        to(
                                "10.9.0.0/16",
                                NextHop.through("up1"),
                                NextHop.through("up2").weight(2)),
                        List.of("10.9.0.0/16 dev up1", "10.9.0.0/16 dev up2 weight 2")),
                arguments(
                        to("10.9.0.0/16", NextHop.of("192.0.2.1", "up1").onlink(), NextHop.via("10.0.2.1")),
                        List.of("10.9.0.0/16 via 192.0.2.1 dev up1 onlink", "10.9.0.0/16 via 10.0.2.1 dev up2")),
                arguments(
                        to("fd09::/64", NextHop.of("fd77::1", "up1").onlink(), NextHop.via("fd02::1"))
                                .table(300)
                                .metric(5),
                        List.of(
                                "fd09::/64 via fd77::1 dev up1 table 300 metric 5 onlink",
                                "fd09::/64 via fd02::1 dev up2 table 300 metric 5")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("routes")
    void comesAndGoesInALiveLab(StaticRoute route, List<String> entries) {
        try (Lab lab = Lab.create(TWO_WAYS)) {
            NetworkNamespace host = lab.namespace("host");
            List<RouteEntry> before = host.routes();
            try (Addition added = lab.add(route)) {
                assertThat(added.parts()).containsExactly(route);
                assertThat(host.routes()).hasSize(before.size() + entries.size());
                assertThat(host.routes()).extracting(RouteEntry::toString).containsAll(entries);
            }
            assertThat(host.routes()).isEqualTo(before);
        }
    }

    @Test
    void isTakenBackThoughASimpleRouteLiesBesideIt() {
        StaticRoute several = to("10.9.0.0/16", NextHop.via("10.0.1.1"), NextHop.via("10.0.2.1"));
        StaticRoute one = StaticRoute.of("host", "10.9.0.0/16", "10.0.1.1").metric(7);
        try (Lab lab = Lab.create(TWO_WAYS)) {
            try (Addition first = lab.add(one);
                    Addition second = lab.add(several)) {
                assertThat(first.parts()).hasSize(1);
                second.close();
                assertThat(lab.namespace("host").routes())
                        .filteredOn(route -> route.to().toString().equals("10.9.0.0/16"))
                        .singleElement()
                        .hasToString("10.9.0.0/16 via 10.0.1.1 dev up1 metric 7");
            }
        }
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                arguments(
                        to("default", NextHop.via("10.0.1.1").weight(257), NextHop.via("10.0.2.1")),
                        "the weight [257] is not between 1 and 256"),
                arguments(
                        to("default", NextHop.via("10.0.1.1"), NextHop.via("10.0.1.1")),
                        "a next hop stands there twice; give it a weight"),
                arguments(
                        to("default", NextHop.via("10.0.1.1"), NextHop.via("10.0.3.1")),
                        "the gateway [10.0.3.1] is on no link of namespace [host]"),
                arguments(
                        to(
                                "default",
                                NextHop.via("10.0.1.1"),
                                NextHop.of("192.0.2.1", null).onlink()),
                        "[onlink] says that the gateway [via] is on the link of the interface [dev]; name both"),
                arguments(
                        to("10.9.0.0/16", NextHop.via("10.0.1.1"), NextHop.through("up7")),
                        "the interface [dev]: there is no interface [up7] in namespace [host]"),
                arguments(
                        to("fd09::/64", NextHop.via("fd01::1"), NextHop.through("up2")),
                        "of several next hops of an IPv6 route each needs a gateway [via]"),
                arguments(
                        to("fd09::/64", NextHop.via("fd01::1"), NextHop.via("10.0.2.1")),
                        "the gateway [10.0.2.1] is not of the same family as the destination [fd09::/64] [to]"),
                arguments(
                        to("default", NextHop.via("10.0.1.1"), NextHop.via("bogus")),
                        "the gateway [via]: [bogus] is neither an IPv4 nor an IPv6 address"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("mistakes")
    void namesWhatIsWrong(StaticRoute route, String words) {
        OneMistake.assertTold(words, TWO_WAYS, route);
    }

    @Test
    void aRouteWithoutNextHopsIsRefused() {
        assertThatThrownBy(() -> to("10.9.0.0/16")).hasMessageContaining("needs at least one next hop");
    }

    /** Which of the two ways a packet takes is not known, so nothing is said. */
    @Test
    void noMissingWayBackIsToldOfAForkedWay() {
        Topology forked = TWO_WAYS.with(
                SysctlSetting.of("host", "net.ipv4.ip_forward", "1"),
                Namespace.of("client"),
                VethLink.between(End.of("client", "eth0", "10.0.3.1/24"), End.of("host", "down", "10.0.3.2/24")),
                Namespace.of("server"),
                VethLink.between(End.of("gw1", "eth1", "10.0.4.1/24"), End.of("server", "eth0", "10.0.4.2/24")),
                SysctlSetting.of("gw1", "net.ipv4.ip_forward", "1"),
                StaticRoute.defaultVia("client", "10.0.3.2"),
                StaticRoute.defaultVia("gw1", "10.0.1.2"),
                StaticRoute.defaultVia("gw2", "10.0.2.2"),
                StaticRoute.defaultVia("server", "10.0.4.1"),
                to("default", NextHop.via("10.0.2.1"), NextHop.via("10.0.1.1")));
        assertThat(forked.warnings()).isEmpty();
    }

    @Test
    void saysWhatItIs() {
        StaticRoute route = to("default", NextHop.via("10.0.1.1").weight(3), NextHop.via("10.0.2.1"))
                .table(5);
        assertThat(route).hasToString("route host: default nexthop via 10.0.1.1 weight 3 nexthop via 10.0.2.1 table 5");
        assertThat(TWO_WAYS.with(route).toText())
                .contains("default nexthop via 10.0.1.1 weight 3", "nexthop via 10.0.2.1 table 5");
    }

    @Nested
    @NetNamespace("host")
    @NetNamespace("gateways")
    @VethPair(
            left = @VethEnd(namespace = "host", name = "eth0", address = "10.0.1.9/24"),
            right =
                    @VethEnd(
                            namespace = "gateways",
                            name = "eth0",
                            address = {"10.0.1.1/24", "10.0.1.2/32"}))
    class ByAnnotation {

        @Test
        @Route(
                namespace = "host",
                to = "default",
                hops = {@Hop(via = "10.0.1.1", weight = 3), @Hop(via = "10.0.1.2", dev = "eth0", onlink = true)})
        void declaresNextHops(@NetNamespace("host") NetworkNamespace host) {
            assertThat(host.routes())
                    .extracting(RouteEntry::toString)
                    .contains("default via 10.0.1.1 dev eth0 weight 3", "default via 10.0.1.2 dev eth0 onlink");
            assertThat(host).hasDefaultRouteVia("10.0.1.1").hasDefaultRouteVia("10.0.1.2");
        }
    }

    @NetNamespace("host")
    @Route(
            namespace = "host",
            to = "default",
            via = "10.0.0.1",
            hops = {@Hop(via = "10.0.1.1"), @Hop(via = "10.0.1.2")})
    static class TwiceSaidTestCases {
        @Test
        void isNotReached() {
            throw new AssertionError("the network is wrong");
        }
    }

    @Test
    void viaAndHopsExcludeEachOther() {
        assertThat(TestKit.failure(TestKit.run(TwiceSaidTestCases.class)))
                .hasMessageContaining("with [hops], leave out [via], [dev] and [onlink]")
                .hasMessageContaining("@Route");
    }
}
