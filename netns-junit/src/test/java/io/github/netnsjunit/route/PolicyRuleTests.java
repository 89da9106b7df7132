package io.github.netnsjunit.route;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.netnsjunit.holds.IpCommand;
import io.github.netnsjunit.jupiter.DefaultRoute;
import io.github.netnsjunit.jupiter.EnabledIfKernelHas;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.Route;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.lab.Addition;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.listing.RouteEntry;
import io.github.netnsjunit.lab.listing.RuleEntry;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.link.VrfLink;
import io.github.netnsjunit.route.PolicyRule.Action;
import io.github.netnsjunit.topology.KernelFeature;
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

/** Policy rules, and the tables that they lead to. */
@Tag("kernel")
class PolicyRuleTests {

    private static final Topology TWO_HOSTS = Topology.of(
            Namespace.of("a"),
            Namespace.of("b"),
            VethLink.between(
                    End.of("a", "eth0", "10.0.0.1/24", "fd00::1/64"),
                    End.of("b", "eth0", "10.0.0.2/24", "fd00::2/64")));

    static Stream<Arguments> rules() {
        return Stream.of(
                arguments(PolicyRule.lookup("a", 100).from("10.1.0.0/16"), "10000: from 10.1.0.0/16 lookup 100"),
                arguments(
                        PolicyRule.lookup("a", 4294967295L).to("10.2.0.1").priority(7),
                        "7: from all to 10.2.0.1 lookup 4294967295"),
                arguments(
                        PolicyRule.lookup("a", 300).from("fd01::/64").iif("eth0"),
                        "10000: from fd01::/64 iif eth0 lookup 300"),
                arguments(
                        PolicyRule.lookup("a", 100).to("10.2.0.0/16").mark(7).oif("eth0"),
                        "10000: from all to 10.2.0.0/16 fwmark 0x7 oif eth0 lookup 100"),
                arguments(
                        PolicyRule.lookup("a", 100).to("10.2.0.0/16").mark(7, 0xff),
                        "10000: from all to 10.2.0.0/16 fwmark 0x7/0xff lookup 100"),
                arguments(
                        PolicyRule.lookup("a", 100)
                                .from("10.1.0.0/16")
                                .protocol(RuleProtocol.TCP)
                                .sourcePorts("1000-2000")
                                .ports("443"),
                        "10000: from 10.1.0.0/16 ipproto tcp sport 1000-2000 dport 443 lookup 100"),
                arguments(
                        PolicyRule.of("a", Action.UNREACHABLE)
                                .from("10.1.0.0/16")
                                .iif("lo"),
                        "10000: from 10.1.0.0/16 iif lo unreachable"),
                arguments(PolicyRule.of("a", Action.PROHIBIT).to("fd02::/16"), "10000: from all to fd02::/16 prohibit"),
                arguments(
                        PolicyRule.of("a", Action.BLACKHOLE).to("10.3.0.0/16"),
                        "10000: from all to 10.3.0.0/16 blackhole"));
    }

    /** What ip lists is compared with what the library lists and what was declared. */
    @ParameterizedTest(name = "{1}")
    @MethodSource("rules")
    void comesAndGoesInALiveLab(PolicyRule rule, String text) {
        try (Lab lab = Lab.create(TWO_HOSTS)) {
            NetworkNamespace a = lab.namespace("a");
            List<RuleEntry> before = a.rules();
            try (Addition added = lab.add(rule)) {
                assertThat(added.parts()).containsExactly(rule);
                assertThat(a.rules()).hasSize(before.size() + 1).containsAll(before);
                assertThat(a.rules())
                        .extracting(RuleEntry::toString)
                        .contains(text.replace("10.2.0.1 ", "10.2.0.1/32 "));
                String family = text.contains("fd0") ? "-6 " : "-4 ";
                assertThat(IpCommand.in(a, family + "rule list").replace("\t", " "))
                        .contains(text);
            }
            assertThat(a.rules()).isEqualTo(before);
        }
    }

    @Test
    void aRuleOfUsersIsListedAsIpPrintsIt() {
        try (Lab lab = Lab.create(TWO_HOSTS)) {
            NetworkNamespace a = lab.namespace("a");
            IpCommand.in(a, "rule add uidrange 0-0 ipproto tcp lookup 100 priority 5");
            String text = "from all uidrange 0-0 ipproto tcp lookup 100";
            assertThat(a.rules()).extracting(RuleEntry::toString).contains("5: " + text);
            assertThat(IpCommand.in(a, "rule list")).contains(text);
        }
    }

    @Test
    void aRuleWithoutNetworksIsForBothFamilies() {
        PolicyRule all = PolicyRule.lookup("a", 100).mark(0).priority(5);
        try (Lab lab = Lab.create(TWO_HOSTS.with(all))) {
            assertThat(lab.namespace("a").rules())
                    .filteredOn(rule -> rule.priority() == 5)
                    .hasSize(2)
                    .extracting(RuleEntry::ipv6)
                    .containsExactlyInAnyOrder(false, true);
            assertThat(IpCommand.in(lab.namespace("a"), "rule list")).contains("fwmark 0 lookup 100");
        }
    }

    @Test
    void onlyTheRuleThatWasAddedIsTakenBack() {
        PolicyRule all = PolicyRule.lookup("a", 100).to("10.2.0.0/16");
        PolicyRule some = all.from("10.1.0.0/16").priority(9);
        try (Lab lab = Lab.create(TWO_HOSTS.with(some))) {
            NetworkNamespace a = lab.namespace("a");
            try (Addition added = lab.add(all)) {
                assertThat(added.parts()).containsExactly(all);
                IpCommand.in(a, "rule add to 10.2.0.0/16 lookup 100 priority 10001");
                IpCommand.in(a, "rule del to 10.2.0.0/16 lookup 100 priority 10000"); // by hand: nothing is left to do
            }
            assertThat(a.rules())
                    .extracting(RuleEntry::toString)
                    .contains(
                            "9: from 10.1.0.0/16 to 10.2.0.0/16 lookup 100",
                            "10001: from all to 10.2.0.0/16 lookup 100");
        }
    }

    static Stream<Arguments> mistakes() {
        PolicyRule rule = PolicyRule.lookup("a", 100);
        return Stream.of(
                arguments(rule.from("10.1.0.1/16"), "the sender [from]: [10.1.0.1/16] has bits beyond its prefix"),
                arguments(rule.to("nowhere"), "the destination [to]: [nowhere] is neither an IPv4 nor an IPv6 address"),
                arguments(
                        rule.from("10.1.0.0/16").to("fd00::/8"),
                        "the sender [10.1.0.0/16] (from) is not of the same family as the destination [fd00::/8] (to)"),
                arguments(rule.iif("eth7"), "the interface [iif]: there is no interface [eth7] in namespace [a]"),
                arguments(rule.oif("eth7"), "the interface [oif]: there is no interface [eth7] in namespace [a]"),
                arguments(rule.mark(-5), "the mark [-5] is not between 0 and 4294967295"),
                arguments(rule.mark(1, -1), "the mask [-1] is not between 0 and 4294967295"),
                arguments(rule.mark(8, 7), "the mark [8] has bits that the mask [7] does not compare"),
                arguments(rule.ports("70000"), "[ports]: [70000] are no ports: write one of 1 to 65535, or a range"),
                arguments(rule.sourcePorts("9-8"), "[sourcePorts]: [9-8] are no ports"),
                arguments(rule.ports("http"), "[ports]: [http] are no ports"),
                arguments(rule.priority(0), "the priority [0] is not between 1 and 4294967295"),
                arguments(PolicyRule.lookup("a", 0), "the table [0] is not between 1 and 4294967295"),
                arguments(
                        new PolicyRule("a", Action.PROHIBIT, 5, PolicyRule.Selectors.ALL, 1),
                        "packets are refused, [PROHIBIT] (action), and not looked up; leave out the table [5]"),
                arguments(PolicyRule.lookup("nobody", 100), "there is no namespace [nobody]"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("mistakes")
    void namesWhatIsWrong(PolicyRule rule, String words) {
        OneMistake.assertTold(words, TWO_HOSTS, rule);
    }

    @Test
    void twoRulesForTheSamePacketsNeedTwoPriorities() {
        PolicyRule rule = PolicyRule.lookup("a", 100).from("10.1.0.0/16");
        PolicyRule other = PolicyRule.lookup("a", 200).from("10.1.0.0/16");
        assertThatThrownBy(() -> TWO_HOSTS.with(rule, other))
                .hasMessageContaining(
                        "there is already a rule [from 10.1.0.0/16] with the priority 10000 in namespace [a]");
        assertThat(TWO_HOSTS.with(rule, rule, other.priority(3)).parts()).hasSize(5);
    }

    @Test
    void aRuleOfTheHostIsRefused() {
        assertThatThrownBy(() -> Topology.of(Namespace.host("h"), PolicyRule.lookup("h", 100)))
                .hasMessageContaining("a rule of the host would outlive the test");
    }

    @Test
    void routesInTwoTablesMayHaveTheSameDestination() {
        StaticRoute main = StaticRoute.defaultVia("a", "10.0.0.2");
        StaticRoute other = StaticRoute.defaultVia("a", "10.0.0.3").table(100);
        try (Lab lab = Lab.create(TWO_HOSTS.with(main))) {
            NetworkNamespace a = lab.namespace("a");
            try (Addition added =
                    lab.add(other, StaticRoute.of("a", "fd09::/64", "fd00::2").table(4000000000L))) {
                assertThat(added.parts()).hasSize(2);
                assertThat(a.routes())
                        .extracting(RouteEntry::toString)
                        .contains(
                                "default via 10.0.0.2 dev eth0",
                                "default via 10.0.0.3 dev eth0 table 100",
                                "fd09::/64 via fd00::2 dev eth0 table 4000000000 metric 1024");
            }
            assertThat(a.routes()).filteredOn(route -> !route.isInMainTable()).isEmpty();
            assertThat(a).hasDefaultRouteVia("10.0.0.2");
        }
        assertThatThrownBy(() -> TWO_HOSTS.with(
                        other, StaticRoute.defaultVia("a", "10.0.0.2").table(100)))
                .hasMessageContaining("there is already a route to [default] with the metric 0 in namespace [a] in the"
                        + " table 100");
    }

    @Test
    void theTablesOfTheKernelAreNotForRoutes() {
        for (long table : new long[] {0, -1, 4294967296L}) {
            assertThatThrownBy(() -> TWO_HOSTS.with(
                            StaticRoute.defaultVia("a", "10.0.0.2").table(table)))
                    .hasMessageContaining("the table [" + table + "] is not between 1 and 4294967295");
        }
        assertThatThrownBy(() ->
                        TWO_HOSTS.with(StaticRoute.defaultVia("a", "10.0.0.2").table(255)))
                .hasMessageContaining("the table [255], the local one, is the kernel's own");
    }

    /** A rule or a table does not stand in for the main table where routes are derived, nor is a missing way back told of it. */
    @Test
    void whatIsDerivedFromTheMainTableStays() {
        Topology lans = Topology.of(
                io.github.netnsjunit.link.Lan.of("office", "10.1.0.0/24", "alice")
                        .routers("home"),
                io.github.netnsjunit.link.Lan.of("internet", "203.0.113.0/24", "server")
                        .routers("home"));
        Topology withTable = lans.with(
                StaticRoute.of("alice", "default", "10.1.0.254", "office").table(100),
                PolicyRule.lookup("alice", 100).from("10.1.0.1"));
        assertThat(withTable.outline().routes())
                .filteredOn(route -> route.namespace().equals("alice"))
                .hasSize(2);
        assertThat(withTable.warnings()).isEmpty();
        Topology byTableAlone = Topology.of(
                Namespace.of("alice"),
                Namespace.of("router"),
                Namespace.of("server"),
                VethLink.between(End.of("alice", "eth0", "10.1.0.1/24"), End.of("router", "left", "10.1.0.254/24")),
                VethLink.between(
                        End.of("server", "eth0", "203.0.113.1/24"), End.of("router", "right", "203.0.113.254/24")),
                io.github.netnsjunit.policy.SysctlSetting.of("router", "net.ipv4.ip_forward", "1"),
                StaticRoute.defaultVia("alice", "10.1.0.254"),
                StaticRoute.defaultVia("server", "203.0.113.254").table(100),
                PolicyRule.lookup("server", 100));
        assertThat(byTableAlone.warnings()).isEmpty();
        try (Lab lab = Lab.create(byTableAlone)) {
            assertThat(lab.namespace("alice")).canPing("203.0.113.1");
        }
    }

    @Test
    void aRouteMayBeAddedToTheTableOfAVrf() {
        Topology router = Topology.of(
                Namespace.of("r"),
                Namespace.of("a"),
                VrfLink.of("r", "red", 10),
                VethLink.between(End.of("r", "eth0", "10.0.0.1/24").master("red"), End.of("a", "eth0", "10.0.0.2/24")));
        assertThatThrownBy(() -> router.with(
                        StaticRoute.of("r", "10.0.0.0/24", "10.0.0.2").table(10)))
                .hasMessageContaining("in the table 10: the kernel sets it for the address [10.0.0.1/24] of eth0");
        if (KernelFeature.VRF.isAvailable()) {
            try (Lab lab = Lab.create(
                    router.with(StaticRoute.of("r", "192.0.2.0/24", "10.0.0.2").table(10)))) {
                assertThat(lab.namespace("r").routes())
                        .extracting(RouteEntry::toString)
                        .contains("192.0.2.0/24 via 10.0.0.2 dev eth0 table 10");
            }
        }
    }

    @Test
    void isDrawn() {
        assertThat(TWO_HOSTS
                        .with(
                                StaticRoute.defaultVia("a", "10.0.0.2").table(100),
                                PolicyRule.lookup("a", 100).from("10.1.0.0/16"))
                        .toText())
                .contains("default via 10.0.0.2 table 100")
                .contains("from 10.1.0.0/16 lookup 100");
    }

    @Test
    void saysWhatItIs() {
        assertThat(PolicyRule.lookup("a", 100).from("10.1.0.0/16").ports("80"))
                .hasToString("rule a: 10000: from 10.1.0.0/16 dport 80 lookup 100");
        assertThat(PolicyRule.lookup("a", 100).features()).containsExactly(KernelFeature.POLICY_RULES);
        assertThat(StaticRoute.defaultVia("a", "10.0.0.2").table(100).features())
                .containsExactly(KernelFeature.POLICY_RULES);
    }

    /** By annotation: two addresses of one host are used by two ways. */
    @Nested
    @EnabledIfKernelHas(KernelFeature.POLICY_RULES)
    @NetNamespace("host")
    @NetNamespace("isp1")
    @NetNamespace("isp2")
    @VethPair(
            left = @VethEnd(namespace = "host", name = "up1", address = "10.0.1.2/24"),
            right = @VethEnd(namespace = "isp1", name = "eth0", address = "10.0.1.1/24"))
    @VethPair(
            left = @VethEnd(namespace = "host", name = "up2", address = "10.0.2.2/24"),
            right = @VethEnd(namespace = "isp2", name = "eth0", address = "10.0.2.1/24"))
    @DefaultRoute(namespace = "host", via = "10.0.1.1")
    @DefaultRoute(namespace = "host", via = "10.0.2.1", table = 200)
    @Route(namespace = "host", to = "192.0.2.0/24", via = "10.0.2.1", table = 300)
    @io.github.netnsjunit.jupiter.PolicyRule(namespace = "host", from = "10.0.2.2", table = 200)
    @io.github.netnsjunit.jupiter.PolicyRule(
            namespace = "host",
            mark = 7,
            mask = 0xF,
            protocol = RuleProtocol.UDP,
            ports = "53",
            table = 300,
            priority = 20)
    @io.github.netnsjunit.jupiter.PolicyRule(
            namespace = "host",
            to = "198.51.100.0/24",
            action = Action.PROHIBIT,
            iif = "lo")
    class ByAnnotation {

        @Test
        void declaresRulesAndTables(Lab lab) {
            NetworkNamespace host = lab.namespace("host");
            assertThat(host.rules())
                    .extracting(RuleEntry::toString)
                    .containsSubsequence(
                            "20: from all fwmark 0x7/0xf ipproto udp dport 53 lookup 300",
                            "10000: from 10.0.2.2/32 lookup 200",
                            "10000: from all to 198.51.100.0/24 iif lo prohibit",
                            "32766: from all lookup main");
            assertThat(host.routes())
                    .extracting(RouteEntry::toString)
                    .contains("default via 10.0.2.1 dev up2 table 200", "192.0.2.0/24 via 10.0.2.1 dev up2 table 300");
            assertThat(host).cannotPing("198.51.100.1").because(io.github.netnsjunit.probe.Unreachable.PROHIBITED);
        }
    }
}
