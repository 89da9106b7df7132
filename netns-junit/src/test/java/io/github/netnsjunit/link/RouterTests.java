package io.github.netnsjunit.link;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.netnsjunit.lab.Addition;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.listing.RouteEntry;
import io.github.netnsjunit.policy.SysctlSetting;
import io.github.netnsjunit.probe.Unreachable;
import io.github.netnsjunit.route.StaticRoute;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.RouteFacts;
import io.github.netnsjunit.topology.Topology;
import io.github.netnsjunit.topology.TopologyException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("kernel")
class RouterTests {

    private static final String[] SIX = {"fd00:1::/64", "fd00:2::/64", "fd00:3::/64"};

    /** Two LANs, each with a host, in IPv4 and IPv6. */
    private static Topology officeAndInternet(Part... more) {
        return Topology.of(
                        Lan.of("office", "10.1.0.0/24", "alice", "bob").subnet(SIX[0]),
                        Lan.of("internet", "203.0.113.0/24", "server").subnet(SIX[1]))
                .with(more);
    }

    @Test
    @io.github.netnsjunit.jupiter.Lan(name = "left", subnet = "10.1.0.0/24", hosts = "alice", routers = "r1")
    @io.github.netnsjunit.jupiter.Lan(
            name = "one",
            subnet = "10.2.0.0/24",
            routers = {"r1", "r2"})
    @io.github.netnsjunit.jupiter.Lan(
            name = "two",
            subnet = "10.3.0.0/24",
            routers = {"r2", "r3"})
    @io.github.netnsjunit.jupiter.Lan(name = "right", subnet = "10.4.0.0/24", hosts = "bob", routers = "r3")
    void fourLinesAreThreeRoutersInARow(Lab lab) {
        assertThat(lab.namespace("alice")).canPing("bob").hasDefaultRouteVia("10.1.0.254");
        assertThat(lab.namespace("bob")).canPing("10.1.0.1").canPing("10.2.0.253");
        assertThat(lab.namespace("r1")).canPing("10.4.0.1");
        assertThat(lab.namespace("r2")).hasRoute("10.1.0.0/24", "10.2.0.254");
        assertThat(lab.namespace("alice")).cannotConnectTo("192.0.2.1", 80).because(Unreachable.NO_ROUTE);
    }

    @Test
    void joinsLansOfBothFamilies() {
        try (Lab lab = Lab.create(officeAndInternet(Router.of("home", "office", "internet")))) {
            NetworkNamespace alice = lab.namespace("alice");
            assertThat(alice).canPing("203.0.113.1").canPing("fd00:2::1");
            assertThat(alice).hasDefaultRouteVia("10.1.0.254").hasDefaultRouteVia("fd00:1::ffff:ffff:ffff:ffff");
            assertThat(lab.namespace("server")).canPing("10.1.0.2").canPing("fd00:1::2");
            assertThat(lab.namespace("home")).hasInterface("internet").hasAddress("203.0.113.254/24");
        }
    }

    @Test
    void ofLansWithTheSameSubnetTheNearerOneIsRoutedTo() {
        Topology sites = Topology.of(
                Lan.of("one", "192.168.0.0/24", "a").routers("r1"),
                Lan.of("two", "192.168.0.0/24", "b").routers("r2"),
                Lan.of("middle", "10.0.0.0/24").routers("r1", "r2", "core"));
        assertThat(routes(sites, "core")).containsExactly("route core: 192.168.0.0/24 via 10.0.0.254 dev middle");
    }

    @Test
    void takesTheShortestWay() {
        Topology ring = Topology.of(
                Lan.of("a", "10.1.0.0/24", "host").routers("ra", "rz"),
                Lan.of("b", "10.2.0.0/24").routers("ra", "rb"),
                Lan.of("c", "10.3.0.0/24").routers("rb", "rc"),
                Lan.of("d", "10.4.0.0/24").routers("rc", "rz"));
        assertThat(routes(ring, "ra"))
                .containsExactlyInAnyOrder(
                        "route ra: 10.3.0.0/24 via 10.2.0.253 dev b", "route ra: 10.4.0.0/24 via 10.1.0.253 dev a");
        assertThat(routes(ring, "host")).containsExactly("route host: default via 10.1.0.254 dev a");
    }

    @Test
    void aHostOnTwoLansReachesWhatIsBehindEither() {
        Topology topology = Topology.of(
                Lan.of("a", "10.1.0.0/24", "host").routers("ra"),
                Lan.of("b", "10.2.0.0/24", "host").routers("rb"),
                Lan.of("far-a", "10.3.0.0/24", "x").routers("ra"),
                Lan.of("far-b", "10.4.0.0/24", "y").routers("rb"));
        assertThat(routes(topology, "host"))
                .containsExactlyInAnyOrder(
                        "route host: default via 10.1.0.254 dev a", "route host: 10.4.0.0/24 via 10.2.0.254 dev b");
        try (Lab lab = Lab.create(topology)) {
            assertThat(lab.namespace("host")).canPing("10.3.0.1").canPing("10.4.0.1");
        }
    }

    private static List<String> routes(Topology topology, String namespace) {
        return topology.parts().stream()
                .filter(StaticRoute.class::isInstance)
                .map(Part::toString)
                .filter(text -> text.startsWith("route " + namespace + ":"))
                .toList();
    }

    @Test
    void othersDoNotLearnOfWhatARouterHides() {
        Topology topology = officeAndInternet(
                Lan.of("beyond", "198.51.100.0/24", "far").routers("isp"),
                Router.of("home", "office", "internet").hidden("office"),
                Router.of("isp", "internet"));
        assertThat(routes(topology, "isp")).isEmpty();
        assertThat(routes(topology, "home"))
                .containsExactly("route home: 198.51.100.0/24 via 203.0.113.253 dev internet");
        try (Lab lab = Lab.create(topology)) {
            assertThat(lab.namespace("home")).canPing("198.51.100.1");
            assertThat(lab.namespace("alice")).cannotPing("198.51.100.1");
        }
    }

    @Test
    void whatIsDeclaredWins() {
        Topology topology = officeAndInternet(
                Router.of("home", "office", "internet"),
                StaticRoute.defaultVia("alice", "10.1.0.2").metric(100),
                StaticRoute.of("server", "10.1.0.0/24", "203.0.113.254"),
                SysctlSetting.of("home", "net.ipv6.conf.all.forwarding", "0"));
        assertThat(routes(topology, "alice"))
                .containsExactlyInAnyOrder(
                        "route alice: default via 10.1.0.2 metric 100",
                        "route alice: default via fd00:1::ffff:ffff:ffff:ffff dev office");
        try (Lab lab = Lab.create(topology)) {
            assertThat(lab.namespace("server")).canPing("10.1.0.2").cannotPing("fd00:1::2");
        }
    }

    @Test
    void withoutRoutesItOnlyForwards() {
        Topology topology =
                officeAndInternet(Router.of("home", "office", "internet").withoutRoutes());
        assertThat(topology.outline().routes()).flatExtracting(RouteFacts::hops).noneMatch(hop -> hop.via() != null);
        try (Lab lab = Lab.create(topology)) {
            assertThat(lab.namespace("alice")).cannotPing("203.0.113.1").because(Unreachable.NO_ROUTE);
            try (Addition there = lab.add(StaticRoute.defaultVia("alice", "10.1.0.254"));
                    Addition back = lab.add(StaticRoute.defaultVia("server", "203.0.113.254"))) {
                assertThat(there.parts()).hasSameSizeAs(back.parts());
                assertThat(lab.namespace("alice")).canPing("203.0.113.1");
            }
        }
    }

    @Test
    void setsWhatARouterNeeds() {
        Topology topology = officeAndInternet(Router.of("home", "office", "internet")
                .reversePathFilter(ReversePathFilter.STRICT)
                .ttl(200));
        try (Lab lab = Lab.create(topology)) {
            NetworkNamespace home = lab.namespace("home");
            assertThat(home.sysctl("net.ipv4.conf.office.rp_filter")).isEqualTo("1");
            assertThat(home.sysctl("net.ipv4.conf.all.send_redirects")).isEqualTo("0");
            assertThat(home.sysctl("net.ipv4.conf.office.send_redirects")).isEqualTo("0");
            assertThat(home.sysctl("net.ipv4.ip_default_ttl")).isEqualTo("200");
            assertThat(home.sysctl("net.ipv6.conf.office.hop_limit")).isEqualTo("200");
            assertThat(home.sysctl("net.ipv4.icmp_ratemask")).isEqualTo("0");
            assertThat(home.sysctl("net.ipv6.icmp.ratelimit")).isEqualTo("0");
        }
    }

    @Test
    void routesFollowWhatIsAddedAndTakenAway() {
        try (Lab lab = Lab.create(officeAndInternet())) {
            NetworkNamespace alice = lab.namespace("alice");
            try (Addition home = lab.add(Router.of("home", "office", "internet"))) {
                assertThat(home.parts()).hasSize(1);
                assertThat(alice).canPing("203.0.113.1").canPing("fd00:2::1");
                try (Addition other = lab.add(StaticRoute.defaultVia("alice", "10.1.0.2"))) {
                    assertThat(other.parts()).hasSize(1);
                    assertThat(alice).hasDefaultRouteVia("10.1.0.2").cannotPing("203.0.113.1");
                }
                assertThat(alice).hasDefaultRouteVia("10.1.0.254").canPing("203.0.113.1");
            }
            assertThat(alice).hasNoDefaultRoute();
            assertThat(lab.namespace("office")).doesNotHaveInterface("home");
        }
    }

    @Test
    void aRouteThatWasMadeWithTheLabGivesWayAndComesBack() {
        try (Lab lab = Lab.create(officeAndInternet(Router.of("home", "office", "internet")))) {
            NetworkNamespace alice = lab.namespace("alice");
            try (Addition other = lab.add(StaticRoute.defaultVia("alice", "10.1.0.2"))) {
                assertThat(other.parts()).hasSize(1);
                assertThat(alice).hasDefaultRouteVia("10.1.0.2");
            }
            assertThat(alice).hasDefaultRouteVia("10.1.0.254").canPing("203.0.113.1");
            try (Addition off = lab.add(SysctlSetting.of("home", "net.ipv4.ip_forward", "0"))) {
                assertThat(off.parts()).hasSize(1);
                assertThat(alice).cannotPing("203.0.113.1");
            }
            assertThat(alice).canPing("203.0.113.1");
        }
    }

    @Test
    void aRouterKeepsItsAddressesWhenAnotherOneGoes() {
        try (Lab lab = Lab.create(officeAndInternet(Lan.of("beyond", "198.51.100.0/24", "far")))) {
            Addition first = lab.add(Router.of("first", "internet", "office"));
            try (Addition second = lab.add(Router.of("second", "internet", "beyond"))) {
                assertThat(second.parts()).hasSize(1);
                assertThat(lab.namespace("second")).hasInterface("internet").hasAddress("203.0.113.253/24");
                assertThat(lab.namespace("alice")).canPing("198.51.100.1");
                try (Addition over = lab.add(
                        MacvlanLink.of("second", "over", "internet", "192.0.2.1/24"),
                        SysctlSetting.of("second", "net.ipv4.conf.internet.log_martians", "1"))) {
                    assertThat(over.parts()).hasSize(2);
                    first.close();
                    assertThat(lab.namespace("second")).hasInterface("internet").hasAddress("203.0.113.253/24");
                    assertThat(lab.namespace("second")).hasInterface("over");
                    assertThat(lab.namespace("second").sysctl("net.ipv4.conf.internet.log_martians"))
                            .isEqualTo("1");
                }
                assertThat(lab.namespace("far")).canPing("203.0.113.1");
                try (Addition third = lab.add(Router.of("third", "internet"))) {
                    assertThat(third.parts()).hasSize(1);
                    assertThat(lab.namespace("third")).hasInterface("internet").hasAddress("203.0.113.254/24");
                }
            }
        }
    }

    @Test
    void whatLiesOverAnInterfaceThatIsMadeAnewIsMadeAnewToo() {
        try (Lab lab = Lab.create(Topology.of(Namespace.of("office"), Namespace.of("alice")))) {
            Addition silent = lab.add(BridgeLink.of("office", "office").withoutMulticastSnooping());
            try (Addition office = lab.add(
                    Lan.of("office", "10.1.0.0/24", "alice", "bob"),
                    MacvlanLink.of("office", "over", "office", "192.0.2.1/24"),
                    SysctlSetting.of("office", "net.ipv4.conf.office.log_martians", "1"))) {
                assertThat(office.parts()).hasSize(3);
                silent.close(); // the LAN's own switch takes its place
                assertThat(lab.namespace("alice")).canPing("bob");
                assertThat(lab.namespace("office")).hasInterface("over").hasAddress("192.0.2.1/24");
                assertThat(lab.namespace("office").sysctl("net.ipv4.conf.office.log_martians"))
                        .isEqualTo("1");
            }
            assertThat(lab.namespace("office")).hasOnlyInterfaces("lo");
        }
    }

    @Test
    void aRouteThroughAnotherInterfaceIsNotTakenForADerivedOne() {
        try (Lab lab = Lab.create(officeAndInternet(Router.of("home", "office", "internet")))) {
            NetworkNamespace alice = lab.namespace("alice");
            alice.removeRoute("default");
            alice.addVethPair("v0", "v1");
            alice.linkUp("v0");
            alice.linkUp("v1");
            alice.addRoute(
                    StaticRoute.of("alice", "default", "10.1.0.254", "v0").onlink());
            Addition other = lab.add(StaticRoute.defaultVia("alice", "10.1.0.2").metric(5)); // in place of the derived
            assertThat(other.parts()).hasSize(1);
            assertThat(alice.routes()).extracting(RouteEntry::dev).contains("v0");
        }
    }

    @Test
    void aNamespaceThatLivesIsNotMadeAnew() {
        try (Lab lab = Lab.create(officeAndInternet())) {
            assertThatThrownBy(() -> lab.add(BridgeLink.of("office", "office").withStp()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "the lab has the interface [office] of namespace [office] already, and would have to make it"
                                    + " anew: declare it like this from the start");
            assertThat(lab.namespace("alice")).canPing("bob");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void namesTheAttributeThatIsWrong(String mistake, Router router) {
        assertThatThrownBy(() -> officeAndInternet(router))
                .isInstanceOf(TopologyException.class)
                .hasMessageStartingWith("The topology has a mistake:")
                .hasMessageContaining(mistake);
    }

    static Stream<Arguments> namesTheAttributeThatIsWrong() {
        return Stream.of(
                arguments(
                        "there is no LAN [garden] (lans); declared: [office, internet]",
                        Router.of("home", "office", "garden")),
                arguments("[office] is twice among its [lans]", Router.of("home", "office", "office")),
                arguments("it is on no LAN: name some with [lans]", Router.of("home")),
                arguments(
                        "it is not on the LAN [internet], which it is to hide [hidden]; it is on [office]",
                        Router.of("home", "office").hidden("internet")),
                arguments(
                        "the time to live [256] (ttl) is not between 1 and 255",
                        Router.of("home", "office").ttl(256)));
    }
}
