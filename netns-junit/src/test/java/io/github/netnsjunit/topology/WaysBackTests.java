package io.github.netnsjunit.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.jupiter.TestKit;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.link.BridgeLink;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.Lan;
import io.github.netnsjunit.link.Router;
import io.github.netnsjunit.link.TunnelKind;
import io.github.netnsjunit.link.TunnelLink;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.link.VrfLink;
import io.github.netnsjunit.policy.SysctlSetting;
import io.github.netnsjunit.route.StaticRoute;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineExecutionResults;

/** A topology tells of hosts whose packets arrive, while the answers do not. */
class WaysBackTests {

    private static final String NO_WAY_BACK = "[alice] reaches [server] at [203.0.113.1], but no answer comes back:"
            + " [server] has no route to [10.1.0.1]";

    /** The router forwards, and alice has a route. The server's is missing. */
    private static Topology withoutTheServersRoute() {
        return Topology.of(
                Namespace.of("alice"),
                Namespace.of("router"),
                Namespace.of("server"),
                VethLink.between(End.of("alice", "eth0", "10.1.0.1/24"), End.of("router", "left", "10.1.0.254/24")),
                VethLink.between(
                        End.of("server", "eth0", "203.0.113.1/24"), End.of("router", "right", "203.0.113.254/24")),
                SysctlSetting.of("router", "net.ipv4.ip_forward", "1"),
                StaticRoute.defaultVia("alice", "10.1.0.254"));
    }

    @Test
    void aMissingWayBackIsAWarning() {
        assertThat(withoutTheServersRoute().warnings()).containsExactly(NO_WAY_BACK);
    }

    @Test
    void aNetworkWithAllRoutesHasNoWarnings() {
        assertThat(withoutTheServersRoute()
                        .with(StaticRoute.of("server", "10.1.0.0/24", "203.0.113.254"))
                        .warnings())
                .isEmpty();
        assertThat(withoutTheServersRoute()
                        .without(StaticRoute.defaultVia("alice", "10.1.0.254"))
                        .warnings())
                .as("where no packet arrives, there is nothing to answer")
                .isEmpty();
        assertThat(withoutTheServersRoute()
                        .without(SysctlSetting.of("router", "net.ipv4.ip_forward", "1"))
                        .warnings())
                .isEmpty();
    }

    @Test
    void aGatewayThatNobodyHasIsTold() {
        assertThat(withoutTheServersRoute()
                        .with(
                                StaticRoute.defaultVia("server", "203.0.113.254"),
                                StaticRoute.of("router", "10.1.0.1/32", "203.0.113.9"))
                        .warnings())
                .containsExactly("[alice] reaches [server] at [203.0.113.1], but no answer comes back:"
                        + " nobody has the address [203.0.113.9] on the link [right] of [router]");
    }

    @Test
    void whatARouterHidesHasNoWayBack() {
        Topology hidden = Topology.of(
                Lan.of("office", "10.1.0.0/24", "alice", "bob"),
                Lan.of("isp", "198.51.100.0/24"),
                Lan.of("internet", "203.0.113.0/24", "server", "mirror"),
                Router.of("home", "office", "isp").hidden("office"),
                Router.of("core", "isp", "internet"));
        assertThat(hidden.warnings())
                .containsExactly("[alice] reaches [server] at [203.0.113.1], but no answer comes back:"
                        + " [core] has no route to [10.1.0.1]");
        assertThat(Topology.of(
                                Lan.of("office", "10.1.0.0/24", "alice")
                                        .subnet("fd00:1::/64")
                                        .routers("home"),
                                Lan.of("internet", "203.0.113.0/24", "server")
                                        .subnet("fd00:2::/64")
                                        .routers("home"))
                        .warnings())
                .isEmpty();
    }

    @io.github.netnsjunit.jupiter.Lan(name = "office", subnet = "10.1.0.0/24", hosts = "alice")
    @io.github.netnsjunit.jupiter.Lan(name = "isp", subnet = "198.51.100.0/24")
    @io.github.netnsjunit.jupiter.Lan(name = "internet", subnet = "203.0.113.0/24", hosts = "server")
    @io.github.netnsjunit.jupiter.Router(
            name = "home",
            lans = {"office", "isp"},
            hidden = "office")
    @io.github.netnsjunit.jupiter.Router(
            name = "core",
            lans = {"isp", "internet"})
    static class HiddenTestCases {
        @Test
        void passes(Lab lab) {
            assertThat(lab.isOpen()).isTrue();
        }
    }

    @Test
    void theReportOfATestTellsIt() {
        EngineExecutionResults results = TestKit.run(HiddenTestCases.class);
        results.testEvents().assertStatistics(stats -> stats.succeeded(1));
        assertThat(TestKit.reports(results, "netns.junit.network"))
                .singleElement()
                .asString()
                .contains("[core] has no route to [10.1.0.1]");
    }

    @Test
    void twoVrfsWithTheSameAddressesHaveNoWarnings() {
        List<Part> parts = new ArrayList<>(
                List.of(Namespace.of("router"), SysctlSetting.of("router", "net.ipv4.ip_forward", "1")));
        for (String vrf : List.of("red", "blue")) {
            parts.addAll(List.of(
                    Namespace.of(vrf + "-alice"),
                    Namespace.of(vrf + "-server"),
                    VrfLink.of("router", vrf, vrf.equals("red") ? 10 : 20),
                    VethLink.between(
                            End.of(vrf + "-alice", "eth0", "10.1.0.1/24"),
                            End.of("router", vrf + "-left", "10.1.0.254/24").master(vrf)),
                    VethLink.between(
                            End.of(vrf + "-server", "eth0", "10.2.0.1/24"),
                            End.of("router", vrf + "-right", "10.2.0.254/24").master(vrf)),
                    StaticRoute.defaultVia(vrf + "-alice", "10.1.0.254"),
                    StaticRoute.defaultVia(vrf + "-server", "10.2.0.254")));
        }
        assertThat(Topology.of(parts).warnings()).isEmpty();
    }

    @Test
    void aPacketThatARouterSendsOnHasNoLinkLocalSender() {
        Topology network = Topology.of(
                Namespace.of("alice"),
                Namespace.of("router"),
                Namespace.of("server"),
                VethLink.between(
                        End.of("alice", "eth0", "fe80::1/64", "fd00:1::1/64"),
                        End.of("router", "left", "fd00:1::fe/64")),
                VethLink.between(
                        End.of("server", "eth0", "fd00:2::1/64"),
                        End.of("router", "right", "fd00:2::fe/64").mac("02:00:00:00:00:01")),
                SysctlSetting.of("router", "net.ipv6.conf.all.forwarding", "1"),
                StaticRoute.defaultVia("alice", "fd00:1::fe"));
        assertThat(network.with(StaticRoute.defaultVia("server", "fd00:2::fe")).warnings())
                .isEmpty();
        assertThat(network.with(StaticRoute.of("server", "default", "fe80::ff:fe00:1", "eth0"))
                        .warnings())
                .as("the kernel makes this address of the router from the MAC address")
                .isEmpty();
        assertThat(network.warnings())
                .containsExactly("[alice] reaches [server] at [fd00:2::1], but no answer comes back:"
                        + " [server] has no route to [fd00:1::1]");
    }

    /** Two sites. What goes to the right takes the cable between their routers, and the answers take a tunnel. */
    private static Topology withATunnel(Part... more) {
        return Topology.of(
                        Namespace.of("alice"),
                        Namespace.of("west"),
                        Namespace.of("east"),
                        Namespace.of("server"),
                        VethLink.between(
                                End.of("alice", "eth0", "10.1.0.1/24"), End.of("west", "lan", "10.1.0.254/24")),
                        VethLink.between(End.of("west", "wan", "192.0.2.1/24"), End.of("east", "wan", "192.0.2.2/24")),
                        VethLink.between(
                                End.of("server", "eth0", "10.2.0.1/24"), End.of("east", "lan", "10.2.0.254/24")),
                        SysctlSetting.of("west", "net.ipv4.ip_forward", "1"),
                        SysctlSetting.of("east", "net.ipv4.ip_forward", "1"),
                        TunnelLink.of(TunnelKind.GRE, "east", "tun0", "192.0.2.2", "192.0.2.1"),
                        StaticRoute.defaultVia("alice", "10.1.0.254"),
                        StaticRoute.defaultVia("server", "10.2.0.254"),
                        StaticRoute.of("west", "10.2.0.0/24", "192.0.2.2"),
                        StaticRoute.through("east", "10.1.0.0/24", "tun0"))
                .with(more);
    }

    @Test
    void theOtherEndOfATunnelTakesWhatComesThroughIt() {
        TunnelLink otherEnd = TunnelLink.of(TunnelKind.GRE, "west", "tun0", "192.0.2.1", "192.0.2.2");
        assertThat(withATunnel(otherEnd).warnings()).isEmpty();
        assertThat(withATunnel(otherEnd, StaticRoute.of("west", "10.1.0.1/32", RouteType.BLACKHOLE))
                        .warnings())
                .containsExactly("[alice] reaches [server] at [10.2.0.1], but no answer comes back:"
                        + " [west] has no route to [10.1.0.1]");
    }

    @Test
    void ofATunnelWithoutAKnownOtherEndNothingIsSaid() {
        assertThat(withATunnel().warnings()).isEmpty();
    }

    @Test
    void hostsThatDifferInTheInterfaceOrTypeOfARouteAreLookedAtEach() {
        Topology network = Topology.of(
                Namespace.of("alice"),
                Namespace.of("router"),
                Namespace.of("switch"),
                Namespace.of("bob"),
                Namespace.of("carol"),
                VethLink.between(End.of("alice", "eth0", "10.1.0.1/24"), End.of("router", "left", "10.1.0.254/24")),
                BridgeLink.of("switch", "br0"),
                VethLink.between(
                        End.of("router", "right", "10.5.0.254/24"),
                        End.of("switch", "p0").master("br0")),
                VethLink.between(
                        End.of("bob", "eth0", "10.5.0.1/24"),
                        End.of("switch", "p1").master("br0")),
                VethLink.between(
                        End.of("carol", "eth0", "10.5.0.2/24"),
                        End.of("switch", "p2").master("br0")),
                SysctlSetting.of("router", "net.ipv4.ip_forward", "1"),
                StaticRoute.defaultVia("alice", "10.1.0.254"),
                StaticRoute.through("bob", "10.1.0.0/24", "eth0"),
                StaticRoute.of("carol", "10.1.0.0/24", RouteType.BLACKHOLE));
        assertThat(network.warnings())
                .containsExactly(
                        "[alice] reaches [bob] at [10.5.0.1], but no answer comes back:"
                                + " nobody has the address [10.1.0.1] on the link [eth0] of [bob]",
                        "[alice] reaches [carol] at [10.5.0.2], but no answer comes back:"
                                + " [carol] has no route to [10.1.0.1]");
    }

    @Test
    void aHubWithAHundredSpokesIsLookedThrough() {
        List<Part> parts =
                new ArrayList<>(List.of(Namespace.of("hub"), SysctlSetting.of("hub", "net.ipv4.ip_forward", "1")));
        for (int i = 0; i < 100; i++) {
            parts.addAll(List.of(
                    Namespace.of("spoke" + i),
                    VethLink.between(
                            End.of("spoke" + i, "eth0", "10.0." + i + ".1/24"),
                            End.of("hub", "to" + i, "10.0." + i + ".254/24")),
                    StaticRoute.defaultVia("spoke" + i, "10.0." + i + ".254")));
        }
        Topology hub = Topology.of(parts);
        assertThat(hub.warnings()).isEmpty();
        assertThat(hub.without(StaticRoute.defaultVia("spoke3", "10.0.3.254")).warnings())
                .contains("[spoke0] reaches [spoke3] at [10.0.3.1], but no answer comes back:"
                        + " [spoke3] has no route to [10.0.0.1]")
                .allMatch(warning -> warning.contains("[spoke3] has no route to"));
    }

    @Test
    void warningsAreFoundOnce() {
        Topology topology = withoutTheServersRoute();
        assertThat(topology.warnings()).isSameAs(topology.warnings());
    }
}
