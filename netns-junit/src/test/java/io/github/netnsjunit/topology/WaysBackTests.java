package io.github.netnsjunit.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.jupiter.TestKit;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.Lan;
import io.github.netnsjunit.link.Router;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.policy.SysctlSetting;
import io.github.netnsjunit.route.StaticRoute;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.reporting.ReportEntry;

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
        assertThat(TestKit.run(HiddenTestCases.class)
                        .testEvents()
                        .assertStatistics(stats -> stats.succeeded(1))
                        .reportingEntryPublished()
                        .map(event -> event.getRequiredPayload(ReportEntry.class)
                                .getKeyValuePairs()
                                .get("netns.junit.network")))
                .singleElement()
                .asString()
                .contains("[core] has no route to [10.1.0.1]");
    }
}
