package io.github.netnsjunit.topology;

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
import io.github.netnsjunit.link.WireGuardPeer;
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
import io.github.netnsjunit.route.RuleProtocol;
import io.github.netnsjunit.route.StaticNeighbour;
import io.github.netnsjunit.route.StaticRoute;
import io.github.netnsjunit.service.DnsAnswer;
import io.github.netnsjunit.service.DnsRecord;
import io.github.netnsjunit.service.DnsServer;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** No kind of part forgets that it contains addresses when a topology is turned into one of another family. */
class CounterpartKindsTests {

    private static final Pattern IPV4 = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+");

    /** Two colons and hexadecimal digits: an IPv6 address, no MAC address. */
    private static final Pattern IPV6 = Pattern.compile("\\p{XDigit}{1,4}(:\\p{XDigit}{1,4})*::");

    /** A part of each kind, with all the addresses that it can have, of IPv4. */
    private static final Topology ALL_KINDS = Topology.of(
            Lan.of("office", "10.1.0.0/24", "a", "b"),
            Lan.of("internet", "203.0.113.0/24", "server"),
            Router.of("gate", "office", "internet"),
            Namespace.of("c"),
            VethLink.between(End.of("a", "eth0", "10.0.0.1/24"), End.of("b", "eth0", "10.0.0.2/24")),
            BridgeLink.of("b", "br0", "10.2.0.1/24"),
            DummyLink.of("a", "d0", "10.3.0.1/24"),
            BondLink.of("a", "bond0", "10.4.0.1/24"),
            VlanLink.of("a", "vlan7", "d0", 7, "10.5.0.1/24"),
            MacvlanLink.of("c", "mac0", "d1", "10.6.0.1/24"),
            DummyLink.of("c", "d1", "10.6.1.1/24"),
            MacvtapLink.of("c", "mac1", "d1", "10.7.0.1/24"),
            DummyLink.of("c", "d2", "10.8.0.1/24"),
            IpvlanLink.of("c", "ipv0", "d2", "10.9.0.1/24"),
            IfbLink.of("c", "ifb0"),
            LinkOptions.of("c", "ifb0").queueLength(10),
            Namespace.of("vrf"),
            VrfLink.of("vrf", "red", 7, "10.10.0.1/24"),
            TapLink.of("c", "tap0", "10.11.0.1/24"),
            VxlanLink.of("a", "vx0", 7, "10.0.0.2", "10.12.0.1/24").local("10.0.0.1"),
            GeneveLink.of("a", "gen0", 7, "10.0.0.2", "10.13.0.1/24"),
            TunnelLink.of(TunnelKind.IPIP, "a", "ipip0", "10.0.0.1", "10.0.0.2", "10.14.0.1/24"),
            WireGuardLink.of("a", "wg0", "10.15.0.1/24")
                    .peer(WireGuardPeer.of("b").allowedIps("10.2.0.0/24").endpoint("10.0.0.2")),
            WireGuardLink.of("b", "wg0", "10.15.0.2/24")
                    .peer(WireGuardPeer.of("a").endpoint("10.0.0.1:51820")),
            LoopbackLink.of("a", "10.17.0.1/32"),
            StaticRoute.of("a", "10.2.0.0/24", "10.0.0.2").source("10.0.0.1"),
            PolicyRule.lookup("a", 7).from("10.0.0.0/24").to("10.2.0.0/24"),
            StaticNeighbour.of("a", "10.0.0.9", "eth0", "02:00:00:00:00:09"),
            SysctlSetting.of("a", "net.ipv4.ip_forward", "1"),
            Firewall.of("a", FirewallPreset.DENY_INBOUND)
                    .only("10.0.0.0/24 tcp 80")
                    .except("10.0.0.9 icmp", "443"),
            Firewall.of("gate", FirewallPreset.CAPTIVE_PORTAL).portal("10.1.0.254:8080"),
            Nat.of("gate", "internet", NatKind.FULL_CONE).addresses("203.0.113.60"),
            PortForward.of("gate", 8080, "10.1.0.1:80"),
            PortForward.of("gate", 8081, "b:80"),
            PrefixNat.of("gate", "internet", "10.1.0.0/28", "203.0.113.64/28"),
            NftRuleset.of("c", "table inet t {}"),
            DnsServer.of("server", "www.example.test. 60 IN A 203.0.113.1")
                    .once("a.example.test", DnsAnswer.of("a.example.test. 60 IN A 10.1.0.1")),
            DnsRecord.of("server", "b.example.test. IN A 10.1.0.2"));

    /**
     * The kinds that users declare. Those in {@code link.lan} are what a LAN or a router is made of. A masquerade through the machine has no
     * counterpart, and says so.
     */
    private static Set<Class<?>> kinds() {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("io.github.netnsjunit").stream()
                        .filter(each -> each.isAssignableTo(Part.class)
                                && !each.getPackageName().endsWith(".link.lan")
                                && !each.isInterface()
                                && each.getModifiers().contains(JavaModifier.PUBLIC))
                        .map(JavaClass::reflect)
                        .filter(each -> !each.equals(io.github.netnsjunit.topology.Namespace.class)
                                && !each.equals(Masquerade.class))
                        .collect(Collectors.toSet());
    }

    /** All that a part consists of. */
    private static String text(Object value) {
        if (value instanceof Collection<?> several) {
            return several.stream().map(CounterpartKindsTests::text).toList().toString();
        }
        if (!value.getClass().isRecord() || !value.getClass().getName().startsWith("io.github.netnsjunit")) {
            return value.toString();
        }
        StringBuilder text = new StringBuilder(value.getClass().getSimpleName());
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            try {
                component.getAccessor().setAccessible(true);
                Object part = component.getAccessor().invoke(value);
                text.append(' ').append(component.getName()).append('=').append(part == null ? "" : text(part));
            } catch (ReflectiveOperationException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
        return text.toString();
    }

    private static List<String> texts(Topology topology) {
        return topology.declared().stream().map(CounterpartKindsTests::text).toList();
    }

    @Test
    void thisTestHasAPartOfEachKind() {
        Set<Class<?>> here = ALL_KINDS.declared().stream().map(Object::getClass).collect(Collectors.toSet());

        assertThat(here).containsAll(kinds());
    }

    @Test
    void noKindKeepsAnIpv4AddressInATopologyOfIpv6() {
        Topology ipv6 = ALL_KINDS.in(IpFamilies.IPV6);

        assertThat(ipv6.declared())
                .hasSizeGreaterThanOrEqualTo(ALL_KINDS.declared().size());
        assertThat(texts(ipv6)).noneMatch(text -> IPV4.matcher(text).find());
    }

    @Test
    void noKindKeepsAnIpv6AddressInATopologyOfIpv4() {
        Topology ipv6 = ALL_KINDS.in(IpFamilies.IPV6);

        assertThat(texts(ipv6)).anyMatch(text -> IPV6.matcher(text).find());
        assertThat(texts(ipv6.in(IpFamilies.IPV4)))
                .noneMatch(text -> IPV6.matcher(text).find());
    }

    @Test
    void bothFamiliesHaveAllThatOneHas() {
        Topology dual = ALL_KINDS.in(IpFamilies.DUAL);

        assertThat(dual.in(IpFamilies.IPV4)).isNotNull();
        assertThat(dual.declared())
                .containsAll(List.of(
                        StaticNeighbour.of("a", "10.0.0.9", "eth0", "02:00:00:00:00:09"),
                        StaticNeighbour.of("a", "fd04::a00:9", "eth0", "02:00:00:00:00:09"),
                        PolicyRule.lookup("a", 7).from("10.0.0.0/24").to("10.2.0.0/24"),
                        PolicyRule.lookup("a", 7).from("fd04::a00:0/120").to("fd04::a02:0/120"),
                        PortForward.of("gate", 8080, "10.1.0.1:80"),
                        PortForward.of("gate", 8080, "[fd04::a01:1]:80"),
                        PortForward.of("gate", 8081, "b:80"),
                        PrefixNat.of("gate", "internet", "10.1.0.0/28", "203.0.113.64/28"),
                        PrefixNat.of("gate", "internet", "fd04::a01:0/124", "fd04::cb00:7140/124"),
                        Nat.of("gate", "internet", NatKind.FULL_CONE)
                                .addresses("203.0.113.60", "fd04::cb00:713c")
                                .ipv6(true),
                        Firewall.of("a", FirewallPreset.DENY_INBOUND)
                                .only("10.0.0.0/24 tcp 80", "fd04::a00:0/120 tcp 80")
                                .except("10.0.0.9 icmp", "443", "fd04::a00:9 icmp")));
    }

    @Test
    void whereBothFamiliesAreDeclaredANatOfIpv4StaysOne() {
        Topology both = Topology.of(
                Lan.of("home", "192.168.1.0/24", "alice").subnet("fd00:1::/64"),
                Lan.of("internet", "203.0.113.0/24", "server").subnet("2001:db8::/64"),
                Router.of("box", "home", "internet"),
                Nat.of("box", "internet", NatKind.FULL_CONE),
                PortForward.of("box", 80, "alice"));

        assertThat(both.in(IpFamilies.DUAL)).isEqualTo(both);
        assertThat(both.in(IpFamilies.IPV4).outline().parts(Nat.class)).hasSize(1);
        assertThat(both.in(IpFamilies.IPV6).declared()).noneMatch(Nat.class::isInstance);
        assertThat(both.in(IpFamilies.IPV6).declared()).noneMatch(PortForward.class::isInstance);
    }

    @Test
    void aPortOfEachFamilyMayBeForwardedToAnAddressOfItsOwn() {
        Topology both = Topology.of(
                Lan.of("home", "192.168.1.0/24", "alice", "bob").subnet("fd00:1::/64"),
                Lan.of("internet", "203.0.113.0/24", "server").subnet("2001:db8::/64"),
                Router.of("box", "home", "internet"),
                Nat.of("box", "internet", NatKind.FULL_CONE).ipv6(true),
                PortForward.of("box", 80, "192.168.1.1:80"),
                PortForward.of("box", 80, "[fd00:1::2]:80"));

        assertThat(both.in(IpFamilies.DUAL)).isEqualTo(both);
        assertThat(both.in(IpFamilies.IPV6).declared()).contains(PortForward.of("box", 80, "[fd00:1::2]:80"));
    }

    @Test
    void aTunnelIsOfTheKindThatCarriesTheFamilies() {
        Topology cable = Topology.of(
                Namespace.of("a"),
                Namespace.of("b"),
                VethLink.between(End.of("a", "eth0", "10.0.0.1/24"), End.of("b", "eth0", "10.0.0.2/24")));
        Part sit = TunnelLink.of(TunnelKind.SIT, "a", "t0", "10.0.0.1", "10.0.0.2");
        Part ipip = TunnelLink.of(TunnelKind.IPIP, "a", "t0", "10.0.0.1", "10.0.0.2");
        Part gre = TunnelLink.of(TunnelKind.GRE, "a", "t0", "10.0.0.1", "10.0.0.2");

        assertThat(cable.with(sit).in(IpFamilies.IPV6).declared())
                .contains(TunnelLink.of(TunnelKind.IP6TNL, "a", "t0", "fd04::a00:1", "fd04::a00:2"));
        assertThat(cable.with(ipip).in(IpFamilies.DUAL).declared()).contains(sit);
        assertThat(cable.with(gre).in(IpFamilies.DUAL).declared()).contains(gre);
        assertThat(cable.with(gre).in(IpFamilies.IPV6).declared())
                .contains(TunnelLink.of(TunnelKind.IP6GRE, "a", "t0", "fd04::a00:1", "fd04::a00:2"));
    }

    @Test
    void loopbackAndMulticastAddressesHaveCounterpartsOfTheirKind() {
        Topology ipv6 = Topology.of(
                        Namespace.of("a"),
                        DummyLink.of("a", "d0", "10.0.0.1/24"),
                        VxlanLink.of("a", "vx0", 7, "239.1.2.3").below("d0"),
                        StaticRoute.through("a", "224.0.0.0/4", "d0"),
                        PolicyRule.lookup("a", 7).to("127.0.0.1").protocol(RuleProtocol.ICMP))
                .in(IpFamilies.IPV6);

        assertThat(ipv6.declared())
                .contains(
                        VxlanLink.of("a", "vx0", 7, "ff15::ef01:203").below("d0"),
                        StaticRoute.through("a", "ff00::/8", "d0"),
                        PolicyRule.lookup("a", 7).to("::1").protocol(RuleProtocol.ICMPV6));
    }

    @Test
    void whatIsAboutLinkLocalAddressesAloneIsNotThereOverIpv4() {
        Topology ipv4 = Topology.of(
                        Namespace.of("a"),
                        DummyLink.of("a", "d0", "fd00:1::1/64"),
                        StaticNeighbour.of("a", "fe80::9", "d0", "02:00:00:00:00:09"),
                        Firewall.of("a", FirewallPreset.DENY_INBOUND).only("fe80::/64"))
                .in(IpFamilies.IPV4);

        assertThat(ipv4.declared()).containsExactly(Namespace.of("a"), DummyLink.of("a", "d0", "100.64.0.1/22"));
    }

    @Test
    void aNameWithAddressesOfBothFamiliesGetsNoOthers() {
        List<String> records = Topology.of(
                        Lan.of("office", "10.1.0.0/24", "server"),
                        DnsServer.of(
                                "server", "both.test. IN A 10.1.0.1", "BOTH.test AAAA fd00::1", "one.test. A 10.1.0.1"))
                .in(IpFamilies.IPV6)
                .outline()
                .parts(DnsServer.class)
                .get(0)
                .records();

        assertThat(records).containsExactly("BOTH.test AAAA fd00::1", "one.test. AAAA fd04::a01:1");
    }
}
