package io.github.netnsjunit.topology.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.netnsjunit.link.BondLink;
import io.github.netnsjunit.link.BridgeLink;
import io.github.netnsjunit.link.DummyLink;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.GeneveLink;
import io.github.netnsjunit.link.IfbLink;
import io.github.netnsjunit.link.IpvlanLink;
import io.github.netnsjunit.link.Lan;
import io.github.netnsjunit.link.LinkOptions;
import io.github.netnsjunit.link.LoopbackLink;
import io.github.netnsjunit.link.MacvlanLink;
import io.github.netnsjunit.link.MacvtapLink;
import io.github.netnsjunit.link.Router;
import io.github.netnsjunit.link.TapLink;
import io.github.netnsjunit.link.TunnelKind;
import io.github.netnsjunit.link.TunnelLink;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.link.VlanLink;
import io.github.netnsjunit.link.VrfLink;
import io.github.netnsjunit.link.VxlanLink;
import io.github.netnsjunit.link.WireGuardLink;
import io.github.netnsjunit.policy.Firewall;
import io.github.netnsjunit.policy.FirewallPreset;
import io.github.netnsjunit.policy.Masquerade;
import io.github.netnsjunit.policy.Nat;
import io.github.netnsjunit.policy.NatKind;
import io.github.netnsjunit.policy.NftRuleset;
import io.github.netnsjunit.policy.PortForward;
import io.github.netnsjunit.policy.PrefixNat;
import io.github.netnsjunit.policy.SysctlSetting;
import io.github.netnsjunit.route.PolicyRule;
import io.github.netnsjunit.route.StaticNeighbour;
import io.github.netnsjunit.route.StaticRoute;
import io.github.netnsjunit.service.DnsRecord;
import io.github.netnsjunit.service.DnsServer;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.Topology;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each kind of part is seen in all drawings, by what it says to the outline. */
class KindsOfPartsTests {

    private static final Topology NETWORK = Topology.of(
            Lan.of("home", "192.168.1.0/24", "alice", "bob"),
            Lan.of("internet", "203.0.113.0/24", "server", "ns"),
            Router.of("box", "home", "internet"),
            Nat.of("box", "internet", NatKind.PORT_RESTRICTED_CONE),
            Namespace.host("machine"),
            VethLink.between(End.of("machine", "veth_ns", "10.203.0.1/24"), End.of("ns", "eth0", "10.203.0.2/24")));

    /** Parts of all kinds, each with what the drawing says of it. */
    static Stream<Arguments> kinds() {
        return Stream.of(
                Arguments.of(Namespace.of("carol"), "carol"),
                Arguments.of(
                        VethLink.between(End.of("alice", "eth1", "10.5.0.1/24"), End.of("bob", "eth1", "10.5.0.2/24")),
                        "eth1 10.5.0.1/24"),
                Arguments.of(BridgeLink.of("bob", "br0", "10.5.0.1/24"), "br0 10.5.0.1/24"),
                Arguments.of(DummyLink.of("bob", "dummy0", "10.5.0.1/32"), "dummy0 (dummy) 10.5.0.1/32"),
                Arguments.of(LoopbackLink.of("bob", "10.5.0.1/32"), "lo (loopback) 10.5.0.1/32"),
                Arguments.of(VlanLink.of("bob", "vlan5", "home", 5), "vlan5 (vlan 5 of home)"),
                Arguments.of(MacvlanLink.of("bob", "mv0", "home"), "mv0 (macvlan of home)"),
                Arguments.of(MacvtapLink.of("bob", "mt0", "home"), "mt0 (macvtap of home)"),
                Arguments.of(IpvlanLink.of("bob", "iv0", "home"), "iv0 (ipvlan of home)"),
                Arguments.of(VrfLink.of("bob", "red", 10), "red (vrf table 10)"),
                Arguments.of(BondLink.of("bob", "bond0"), "bond0 (bond active-backup)"),
                Arguments.of(IfbLink.of("bob", "ifb0"), "ifb0 (ifb)"),
                Arguments.of(LinkOptions.of("bob", "home").queueLength(10), "home txqueuelen 10"),
                Arguments.of(TapLink.of("bob", "tap0"), "tap0 (tun mode tap)"),
                Arguments.of(VxlanLink.of("bob", "vx0", 42, "192.168.1.1"), "vx0 (vxlan 42 to 192.168.1.1)"),
                Arguments.of(GeneveLink.of("bob", "gnv0", 7, "192.168.1.1"), "gnv0 (geneve 7 to 192.168.1.1)"),
                Arguments.of(
                        TunnelLink.of(TunnelKind.GRE, "bob", "gre1", "192.168.1.2", "192.168.1.1"),
                        "gre1 (gre to 192.168.1.1)"),
                Arguments.of(WireGuardLink.of("bob", "wg0", "10.9.0.1/24"), "wg0 (wireguard) 10.9.0.1/24"),
                Arguments.of(Lan.of("office", "10.6.0.0/24", "dave"), "office 10.6.0.1/24"),
                Arguments.of(Router.of("box2", "home", "internet"), "forwards IPv4 and IPv6"),
                Arguments.of(StaticRoute.of("bob", "10.7.0.0/16", "192.168.1.1"), "10.7.0.0/16 via 192.168.1.1"),
                Arguments.of(PolicyRule.lookup("bob", 200).from("10.1.0.0/16"), "from 10.1.0.0/16 lookup 200"),
                Arguments.of(
                        StaticNeighbour.of("bob", "192.168.1.9", "home", "02:00:00:00:00:09"),
                        "192.168.1.9 is at 02:00:00:00:00:09"),
                Arguments.of(
                        Firewall.of("box", FirewallPreset.STATEFUL)
                                .on("internet")
                                .except("tcp 22"),
                        "firewall: stateful on internet except tcp 22"),
                Arguments.of(NftRuleset.of("bob", "table inet mine { }"), "nft: table inet mine"),
                Arguments.of(Nat.of("box", "home", NatKind.SYMMETRIC), "NAT to home: symmetric"),
                Arguments.of(PortForward.of("box", 8080, "alice:80"), "port 8080 to alice:80"),
                Arguments.of(
                        PrefixNat.of("box", "internet", "192.168.1.2", "203.0.113.80"), "192.168.1.2 is 203.0.113.80"),
                Arguments.of(Masquerade.of("machine").through("wan0"), "masquerade through wan0"),
                Arguments.of(DnsServer.of("ns", "www.example.test. 60 IN A 203.0.113.1"), "DNS server"));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyKindIsSeenInAllDrawings(Part part, String words) throws Exception {
        Topology with = NETWORK.with(part);
        assertThat(Svg.of(with).texts()).extracting(Svg.Text::words).anyMatch(line -> line.contains(words));
        assertThat(with.toSvg()).isNotEqualTo(NETWORK.toSvg());
        assertThat(with.toText()).isNotEqualTo(NETWORK.toText());
        assertThat(with.toMermaid()).isNotEqualTo(NETWORK.toMermaid());
    }

    /**
     * Kernel parameters and the records of a name server would be too many. Of a parameter that makes a router, the effect is seen. The parts
     * in {@code link.lan} are those that a LAN or a router is made of.
     */
    @Test
    void noKindIsForgotten() {
        Set<Class<?>> unseen = Set.of(SysctlSetting.class, DnsRecord.class);
        List<String> all = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("io.github.netnsjunit").stream()
                        .filter(each -> each.isAssignableTo(Part.class)
                                && !each.getPackageName().endsWith(".link.lan")
                                && !each.isInterface()
                                && each.getModifiers().contains(JavaModifier.PUBLIC))
                        .map(JavaClass::getName)
                        .toList();
        List<String> known = Stream.concat(unseen.stream(), kinds().<Class<?>>map(each -> each.get()[0].getClass()))
                .filter(each -> Modifier.isPublic(each.getModifiers()))
                .<String>map(Class::getName)
                .toList();
        assertThat(known).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void whatATunnelLeadsToIsSaid() {
        String drawn = NETWORK.with(
                        WireGuardLink.of("alice", "wg0", "10.9.0.1/24").peer("server"),
                        WireGuardLink.of("server", "wg0", "10.9.0.2/24").peer("alice"))
                .toText();
        assertThat(drawn)
                .contains("wg0 (wireguard to server) 10.9.0.1/24")
                .contains("wg0 (wireguard to alice) 10.9.0.2/24");
    }

    @Test
    void aRouterThatAdvertisesSaysWhere() {
        Topology topology = Topology.of(Lan.of("home", "fd00:1::/64", "alice").routers("gate"))
                .with(Router.of("gate").advertise());
        assertThat(topology.toText()).contains("advertises itself on home");
    }

    @Test
    void routesThatLeadTheSameWayShareALine() {
        Topology topology = NETWORK.with(
                StaticRoute.of("bob", "10.1.0.0/16", "192.168.1.1"),
                StaticRoute.of("bob", "10.2.0.0/16", "192.168.1.1"),
                StaticRoute.of("bob", "10.3.0.0/16", "192.168.1.1"));
        assertThat(topology.toMermaid()).contains("10.1.0.0/16, 10.2.0.0/16, 10.3.0.0/16 via 192.168.1.1<br/>");
    }

    @Test
    void whatAllHostsOfALanHaveIsSaidOnce() throws Exception {
        Topology topology = Topology.of(
                Lan.of("lan", "10.1.0.0/24", "a", "b", "c", "d", "e").routers("gate"),
                StaticRoute.of("e", "10.7.0.0/16", "10.1.0.1"));
        String same = "default via 10.1.0.254 dev lan";
        assertThat(topology.toText())
                .containsOnlyOnce(same)
                .contains("│ each host: " + same + " │")
                .contains("├────── e: lan 10.1.0.5/24\n")
                .contains("10.7.0.0/16 via 10.1.0.1");
        assertThat(topology.toMermaid()).containsOnlyOnce(same);
        assertThat(Svg.of(topology).texts())
                .extracting(Svg.Text::words)
                .containsOnlyOnce("each host: " + same)
                .contains("10.7.0.0/16 via 10.1.0.1")
                .doesNotContain(same, "at e");
    }

    @Test
    void portsOfAFilteringSwitchTellTheirVlans() {
        Topology topology = Topology.of(
                Namespace.of("switch"),
                Namespace.of("a"),
                BridgeLink.of("switch", "br0").withVlanFiltering(),
                VethLink.between(
                        End.of("a", "eth0"),
                        End.of("switch", "port1").master("br0").vlan(10)));
        assertThat(topology.toText()).contains("port1 vlan 10 ├──");
    }

    @Test
    void aSwitchTellsWhatItsNamespaceHas() {
        assertThat(NETWORK.with(Firewall.of("home", FirewallPreset.DROP_INBOUND))
                        .toText())
                .contains("firewall: drop inbound");
    }

    @Test
    void aParameterThatMakesARouterIsSeen() {
        Topology topology = Topology.of(Namespace.of("r"), SysctlSetting.of("r", "net.ipv4.ip_forward", "1"));
        assertThat(topology.toText()).contains("forwards IPv4");
        assertThat(topology.toSvg()).contains("class=\"router\"");
    }
}
