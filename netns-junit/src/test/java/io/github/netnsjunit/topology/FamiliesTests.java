package io.github.netnsjunit.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.link.DummyLink;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.Lan;
import io.github.netnsjunit.link.LoopbackLink;
import io.github.netnsjunit.link.Router;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.policy.SysctlSetting;
import io.github.netnsjunit.route.StaticRoute;
import java.util.List;
import org.junit.jupiter.api.Test;

class FamiliesTests {

    private static final Topology CABLE = Topology.of(
            Namespace.of("root_ns"),
            Namespace.of("blue_ns"),
            VethLink.between(End.of("root_ns", "veth0", "10.0.0.1/24"), End.of("blue_ns", "veth1", "10.0.0.2/24")),
            StaticRoute.defaultVia("blue_ns", "10.0.0.1"));

    private static List<String> addresses(Topology topology, String namespace) {
        return topology.outline().links(namespace).stream()
                .flatMap(link -> link.addresses().stream())
                .map(Object::toString)
                .toList();
    }

    private static List<String> routes(Topology topology) {
        return topology.outline().routes().stream()
                .map(route -> route.to() + " via " + route.hops().get(0).via())
                .toList();
    }

    @Test
    void ipv4GetsAnIPv6Counterpart() {
        Topology ipv6 = CABLE.in(IpFamilies.IPV6);

        assertThat(addresses(ipv6, "root_ns")).containsExactly("fd04::a00:1/120");
        assertThat(addresses(ipv6, "blue_ns")).containsExactly("fd04::a00:2/120");
        assertThat(ipv6.outline().routes()).singleElement().satisfies(route -> {
            assertThat(route.to().address().getAddress()).hasSize(16).containsOnly(0);
            assertThat(route.hops().get(0).via()).isEqualTo(IpAddress.parse("fd04::a00:1"));
        });
    }

    @Test
    void dualHasWhatIsDeclaredAndTheCounterpart() {
        Topology dual = CABLE.in(IpFamilies.DUAL);

        assertThat(addresses(dual, "root_ns")).containsExactly("10.0.0.1/24", "fd04::a00:1/120");
        assertThat(routes(dual)).hasSize(2);
    }

    @Test
    void addressesOfLoHaveCounterpartsToo() {
        Topology declared = CABLE.with(LoopbackLink.of("blue_ns", "10.50.0.1/32"));

        assertThat(addresses(declared.in(IpFamilies.IPV6), "blue_ns"))
                .contains("fd04::a32:1/128")
                .noneMatch(each -> each.startsWith("10."));
    }

    @Test
    void overIPv4NobodyAdvertises() {
        Topology declared = Topology.of(
                Lan.of("office", "fd00:1::/64", "alice").slaac("alice"),
                Lan.of("home", "fd00:2::/64", "carol"),
                Router.of("gate", "office", "home").advertise());

        assertThat(addresses(declared.in(IpFamilies.IPV4), "alice"))
                .singleElement()
                .asString()
                .startsWith("100.64.");
    }

    @Test
    void theDeclaredFamilyIsTheDeclaredTopology() {
        assertThat(CABLE.in(IpFamilies.IPV4)).isEqualTo(CABLE);
    }

    @Test
    void ipv6GetsAnIPv4Counterpart() {
        Topology declared = Topology.of(
                Lan.of("office", "fd00:1::/64", "alice", "bob"),
                Lan.of("home", "fd00:2::/64", "carol").routers("gate"),
                Namespace.of("dave"),
                DummyLink.of("dave", "d0", "fd00:3::1234:5678/64", "fe80::1/64", "fd00:4::7/128"),
                StaticRoute.of("dave", "fd00:1::/64", null, "d0"),
                Router.of("gate", "office"));

        Topology ipv4 = declared.in(IpFamilies.IPV4);

        assertThat(addresses(ipv4, "alice")).containsExactly("100.64.8.1/22");
        assertThat(addresses(ipv4, "bob")).containsExactly("100.64.8.2/22");
        assertThat(addresses(ipv4, "carol")).containsExactly("100.64.12.1/22");
        assertThat(addresses(ipv4, "gate")).containsExactlyInAnyOrder("100.64.11.254/22", "100.64.15.254/22");
        assertThat(addresses(ipv4, "dave")).containsExactly("100.64.1.0/22", "100.64.4.0/32");
        assertThat(routes(ipv4)).anyMatch(route -> route.startsWith("100.64.8.0/22 via null"));
    }

    @Test
    void aRouteViaTheLastAddressOfAnIPv6SubnetLeadsToTheSameRouter() {
        Topology declared = Topology.of(
                Lan.of("office", "fd00:1::/64", "alice"),
                Router.of("gate", "office"),
                StaticRoute.of("alice", "fd00:1::/48", "fd00:1::ffff:ffff:ffff:ffff"),
                StaticRoute.of("alice", "fd00:1::99/128", "fd00:1::ffff:ffff:ffff:ffff"));

        assertThatThrownBy(() -> declared.in(IpFamilies.IPV4))
                .isInstanceOf(TopologyException.class)
                .hasMessageContaining(
                        "no counterpart of [fd00:1::/48] can be derived: no interface has this subnet, for IPv4");
        assertThat(routes(declared.without(StaticRoute.of("alice", "fd00:1::/48", "fd00:1::ffff:ffff:ffff:ffff"))
                        .in(IpFamilies.IPV4)))
                .contains("100.64.0.153/32 via /100.64.3.254");
    }

    @Test
    void whatIsDeclaredInBothFamiliesIsEachOthersCounterpart() {
        Topology both = Topology.of(
                Lan.of("office", "10.1.0.0/24", "alice", "bob").subnet("fd00:1::/64"),
                StaticRoute.of("alice", "10.9.0.0/16", "10.1.0.2"));

        Topology ipv6 = both.in(IpFamilies.IPV6);

        assertThat(addresses(ipv6, "alice")).containsExactly("fd00:1::1/64");
        assertThat(ipv6.outline().routes())
                .singleElement()
                .satisfies(route -> assertThat(route.hops().get(0).via()).isEqualTo(IpAddress.parse("fd00:1::2")));
        assertThat(addresses(both.in(IpFamilies.DUAL), "alice")).containsExactly("10.1.0.1/24", "fd00:1::1/64");
    }

    @Test
    void aDeclaredRouteOfTheOtherFamilyWins() {
        Topology dual = CABLE.with(
                        DummyLink.of("root_ns", "d0", "fd00::1/64"),
                        DummyLink.of("blue_ns", "d0", "fd00::2/64"),
                        StaticRoute.defaultVia("blue_ns", "fd00::1"))
                .in(IpFamilies.DUAL);

        assertThat(routes(dual)).contains("default via /fd00:0:0:0:0:0:0:1").hasSize(2);
    }

    @Test
    void forwardingConcernsBothFamilies() {
        Topology ipv6 = CABLE.with(SysctlSetting.of("root_ns", "net.ipv4.ip_forward", "1"))
                .in(IpFamilies.IPV6);

        assertThat(ipv6.outline().forwards("root_ns", true)).isTrue();
    }

    @Test
    void aCounterpartDoesNotOverlapWhatIsDeclared() {
        Topology ipv4 = Topology.of(Lan.of("office", "fd00:1::/64", "alice"), Lan.of("home", "100.64.2.0/24", "bob"))
                .in(IpFamilies.IPV4);

        assertThat(addresses(ipv4, "alice")).containsExactly("100.64.4.1/22");
    }

    @Test
    void aRouteViaARouterOfALanLeadsToTheSameRouter() {
        Topology ipv6 = Topology.of(
                        Lan.of("office", "10.1.0.0/24", "alice"),
                        Router.of("gate", "office"),
                        StaticRoute.of("alice", "10.9.0.0/16", "10.1.0.254"))
                .in(IpFamilies.IPV6);

        assertThat(addresses(ipv6, "gate")).containsExactly("fd04::a01:ff/120");
        assertThat(routes(ipv6)).contains("fd04::a09:0/112 via /fd04:0:0:0:0:0:a01:ff");
    }
}
