package io.github.netnsjunit.link;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.netnsjunit.jupiter.EnabledIfKernelHas;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.Tunnel;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.kernel.link.GreKind;
import io.github.netnsjunit.kernel.link.IpTunnelKind;
import io.github.netnsjunit.kernel.link.LinkKind;
import io.github.netnsjunit.kernel.link.NewInterface;
import io.github.netnsjunit.kernel.link.NewLink;
import io.github.netnsjunit.kernel.netlink.Bytes;
import io.github.netnsjunit.lab.Addition;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.MissingFeatureException;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.topology.KernelFeature;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.OneMistake;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.Topology;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("kernel")
class TunnelLinkTests {

    private static final Topology CABLE = Topology.of(
            Namespace.of("a"),
            Namespace.of("b"),
            VethLink.between(
                    End.of("a", "eth0", "10.0.0.1/24", "fd00::1/64"),
                    End.of("b", "eth0", "10.0.0.2/24", "fd00::2/64")));

    @Test
    void readsAsIpWritesIt() {
        assertThat(TunnelLink.of(TunnelKind.GRE, "a", "t0", "10.0.0.1", "10.0.0.2")
                        .key(7))
                .hasToString("gre a:t0 local 10.0.0.1 remote 10.0.0.2 key 7");
    }

    static Stream<Arguments> writesSomeOfTheAttributesThatIpSends() {
        return Stream.of(
                arguments(
                        "ip link add gre1 type gre local 10.0.0.1 remote 10.0.0.2",
                        TunnelLink.of(TunnelKind.GRE, "a", "gre1", "10.0.0.1", "10.0.0.2"),
                        "ac000000100005060000000000000000000000000000000000000000000000000900030067726531"
                                + "00000000800012000700010067726500740002000800040000000000080005000000000006000200"
                                + "000000000600030000000000080006000a000001080007000a00000205000a000100000005000900"
                                + "000000000500080000000000080014000000000006000e000000000006000f000000000006001000"
                                + "000000000600110000000000"),
                arguments(
                        "ip link add gre2 type gre local 10.0.0.1 remote 10.0.0.2 key 5",
                        TunnelLink.of(TunnelKind.GRE, "a", "gre2", "10.0.0.1", "10.0.0.2")
                                .key(5),
                        "ac000000100005060000000000000000000000000000000000000000000000000900030067726532"
                                + "00000000800012000700010067726500740002000800040000000005080005000000000506000200"
                                + "200000000600030020000000080006000a000001080007000a00000205000a000100000005000900"
                                + "000000000500080000000000080014000000000006000e000000000006000f000000000006001000"
                                + "000000000600110000000000"),
                arguments(
                        "ip link add gt1 type gretap local 10.0.0.1 remote 10.0.0.2",
                        TunnelLink.of(TunnelKind.GRETAP, "a", "gt1", "10.0.0.1", "10.0.0.2"),
                        "ac000000100005060000000000000000000000000000000000000000000000000800030067743100"
                                + "840012000a0001006772657461700000740002000800040000000000080005000000000006000200"
                                + "000000000600030000000000080006000a000001080007000a00000205000a000100000005000900"
                                + "000000000500080000000000080014000000000006000e000000000006000f000000000006001000"
                                + "000000000600110000000000"),
                arguments(
                        "ip link add ti1 type ipip local 10.0.0.1 remote 10.0.0.2 ttl 64",
                        TunnelLink.of(TunnelKind.IPIP, "a", "ti1", "10.0.0.1", "10.0.0.2")
                                .ttl(64),
                        "98000000100005060000000000000000000000000000000000000000000000000800030074693100"
                                + "700012000800010069706970640002000500090000000000080002000a000001080003000a000002"
                                + "05000a00010000000500050000000000050004004000000008000100000000000800140000000000"
                                + "06000f0000000000060010000000000006001100000000000600120000000000"),
                arguments(
                        "ip link add si0 type sit local 10.0.0.1 remote 10.0.0.2",
                        TunnelLink.of(TunnelKind.SIT, "a", "si0", "10.0.0.1", "10.0.0.2"),
                        "a0000000100005060000000000000000000000000000000000000000000000000800030073693000"
                                + "7800120007000100736974006c0002000500090000000000080002000a000001080003000a000002"
                                + "05000a00010000000500050000000000050004000000000008000100000000000800140000000000"
                                + "06000f00000000000600100000000000060011000000000006001200000000000600080000000000"),
                arguments(
                        "ip link add t6 type ip6tnl local fd00::1 remote fd00::2",
                        TunnelLink.of(TunnelKind.IP6TNL, "a", "t6", "fd00::1", "fd00::2"),
                        "bc000000100005060000000000000000000000000000000000000000000000000700030074360000"
                                + "940012000a000100697036746e6c000084000200050009000000000014000200fd00000000000000"
                                + "000000000000000114000300fd000000000000000000000000000002050004004000000005000600"
                                + "04000000080007000000000008000800000000000800010000000000080014000000000006000f00"
                                + "00000000060010000200000006001100000000000600120000000000"),
                arguments(
                        "ip link add g6 type ip6gre local fd00::1 remote fd00::2",
                        TunnelLink.of(TunnelKind.IP6GRE, "a", "g6", "fd00::1", "fd00::2"),
                        "d4000000100005060000000000000000000000000000000000000000000000000700030067360000"
                                + "ac0012000a00010069703667726500009c0002000800040000000000080005000000000006000200"
                                + "00000000060003000000000014000600fd00000000000000000000000000000114000700fd000000"
                                + "000000000000000000000002050008004000000005000b000400000008000c000000000008000d00"
                                + "000000000800140000000000050016000100000006000e000000000006000f000200000006001000"
                                + "000000000600110000000000"));
    }

    /** {@code ip} also writes many attributes that say nothing, such as the number 0 of a firewall mark. */
    @ParameterizedTest(name = "{0}")
    @MethodSource
    void writesSomeOfTheAttributesThatIpSends(String command, TunnelLink tunnel, String hex) {
        LinkKind kind = tunnel.kindOfTunnel().hasKey()
                ? new GreKind(
                        tunnel.kind(), tunnel.local().get(), tunnel.remote().get(), tunnel.ttl(), tunnel.key())
                : new IpTunnelKind(
                        tunnel.kind(), tunnel.local().get(), tunnel.remote().get(), tunnel.ttl());
        String ours = Bytes.of(NewLink.of(NewInterface.of(0, tunnel.end().name()), kind));
        Map<String, String> missing = new HashMap<>(kindsAttributes(ours));
        kindsAttributes(hex).forEach(missing::remove);
        assertThat(missing).isEmpty();
        assertThat(kindsAttributes(ours)).hasSizeGreaterThan(2);
    }

    /** The attributes in {@code IFLA_INFO_DATA} of a message without flags, each with its bytes. */
    private static Map<String, String> kindsAttributes(String message) {
        String info = attributes(message.substring(2 * 32)).get("1200");
        return attributes(attributes(info).get("0200"));
    }

    private static Map<String, String> attributes(String hex) {
        Map<String, String> attributes = new HashMap<>();
        int at = 0;
        while (at < hex.length()) {
            int length = Integer.parseInt(hex.substring(at + 2, at + 4) + hex.substring(at, at + 2), 16);
            attributes.put(hex.substring(at + 4, at + 8), hex.substring(at + 8, at + 2 * length));
            at += 2 * ((length + 3) & ~3);
        }
        return attributes;
    }

    static Stream<Arguments> mistakes() {
        TunnelLink ipip = TunnelLink.of(TunnelKind.IPIP, "a", "t", "10.0.0.1", "10.0.0.2");
        return Stream.of(
                arguments(
                        List.of(TunnelLink.of(TunnelKind.IPIP, "a", "t", "fd00::1", "fd00::2")),
                        "the remote address [fd00::2] of a tunnel of the kind ipip is not IPv4"),
                arguments(
                        List.of(TunnelLink.of(TunnelKind.IP6TNL, "a", "t", "10.0.0.1", "10.0.0.2")),
                        "the remote address [10.0.0.2] of a tunnel of the kind ip6tnl is not IPv6"),
                arguments(
                        List.of(TunnelLink.of(TunnelKind.SIT, "a", "t", "10.0.0.1", "fd00::2")),
                        "the local address [10.0.0.1] and the remote address are not of one family"),
                arguments(
                        List.of(TunnelLink.of(TunnelKind.SIT, "a", "t", "10.0.0.1", "10.0.0.1")),
                        "the local address [10.0.0.1] is the remote address too"),
                arguments(
                        List.of(TunnelLink.of(TunnelKind.SIT, "a", "t", "here", "10.0.0.1")),
                        "the local address of a:t: "),
                arguments(List.of(ipip.key(5)), "a tunnel of the kind ipip has no key, and it says [5]"),
                arguments(
                        List.of(TunnelLink.of(TunnelKind.GRE, "a", "t", "10.0.0.1", "10.0.0.2")
                                .key(1L << 32)),
                        "the key [4294967296] is not between 0 and 4294967295"),
                arguments(List.of(ipip.ttl(256)), "the ttl [256] is not between 0 and 255"),
                arguments(
                        List.of(ipip.mac("02:00:00:00:00:01")),
                        "it cannot have the MAC address [02:00:00:00:00:01]: a tunnel of the kind ipip carries packets"),
                arguments(
                        List.of(BridgeLink.of("a", "br"), ipip.master("br")), "it cannot be a port of the bridge [br]"),
                arguments(
                        List.of(ipip, TunnelLink.of(TunnelKind.IPIP, "a", "u", "10.0.0.1", "10.0.0.2")),
                        "there is already the tunnel [ipip local 10.0.0.1 remote 10.0.0.2] in namespace [a]"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("mistakes")
    void isRefusedIfItCannotBeMade(List<Part> parts, String words) {
        OneMistake.assertTold(words, CABLE, parts);
    }

    @Test
    void isOnOneSegmentWithTheOtherEnd() {
        Outline outline = CABLE.with(ends(TunnelKind.GRE)).outline();
        assertThat(outline.segment(new Key.Link("a", "t0"))).isEqualTo(outline.segment(new Key.Link("b", "t0")));
    }

    private static TunnelLink[] ends(TunnelKind kind) {
        String left = kind.overIpv6() ? "fd00::1" : "10.0.0.1";
        String right = kind.overIpv6() ? "fd00::2" : "10.0.0.2";
        String inner = kind == TunnelKind.SIT ? "fd05::%s/64" : "10.5.0.%s/30";
        return new TunnelLink[] {
            TunnelLink.of(kind, "a", "t0", left, right, inner.formatted(1)),
            TunnelLink.of(kind, "b", "t0", right, left, inner.formatted(2))
        };
    }

    @ParameterizedTest
    @EnabledIfKernelHas(KernelFeature.GRE)
    @EnumSource(names = {"GRE", "GRETAP"})
    void greCarriesPackets(TunnelKind kind) {
        carriesPackets(kind);
    }

    @Test
    @EnabledIfKernelHas(KernelFeature.IPIP)
    void ipipCarriesPackets() {
        carriesPackets(TunnelKind.IPIP);
    }

    @Test
    @EnabledIfKernelHas(KernelFeature.SIT)
    void sitCarriesPackets() {
        carriesPackets(TunnelKind.SIT);
    }

    @Test
    @EnabledIfKernelHas(KernelFeature.IP6TNL)
    void ip6tnlCarriesPackets() {
        carriesPackets(TunnelKind.IP6TNL);
    }

    @ParameterizedTest
    @EnabledIfKernelHas(KernelFeature.IP6GRE)
    @EnumSource(names = {"IP6GRE", "IP6GRETAP"})
    void ip6greCarriesPackets(TunnelKind kind) {
        carriesPackets(kind);
    }

    private static void carriesPackets(TunnelKind kind) {
        try (Lab lab = Lab.create(CABLE)) {
            NetworkNamespace a = lab.namespace("a");
            try (Addition tunnel = lab.add(ends(kind))) {
                assertThat(tunnel.parts()).hasSize(2);
                assertThat(a.interfaceNamed("t0").kind()).isEqualTo(kind.toString());
                assertThat(a).canPing(kind == TunnelKind.SIT ? "fd05::2" : "10.5.0.2");
            }
            assertThat(a).hasOnlyInterfaces("lo", "eth0");
        }
    }

    @ParameterizedTest
    @EnumSource
    void saysWhatTheKernelLacks(TunnelKind kind) {
        assumeThat(kind.feature().isAvailable()).isFalse();
        assertThatThrownBy(() -> Lab.create(CABLE.with(ends(kind))))
                .isInstanceOf(MissingFeatureException.class)
                .hasMessageContaining(kind.feature().reason());
    }

    @Nested
    @EnabledIfKernelHas(KernelFeature.GRE)
    @NetNamespace("a")
    @NetNamespace("b")
    @VethPair(
            left = @VethEnd(namespace = "a", name = "eth0", address = "10.0.0.1/24"),
            right = @VethEnd(namespace = "b", name = "eth0", address = "10.0.0.2/24"))
    class WithKeys {

        @Test
        @Tunnel(
                namespace = "a",
                name = "t5",
                kind = TunnelKind.GRE,
                local = "10.0.0.1",
                remote = "10.0.0.2",
                key = 5,
                address = "10.5.0.1/30",
                ttl = 64)
        @Tunnel(
                namespace = "b",
                name = "t5",
                kind = TunnelKind.GRE,
                local = "10.0.0.2",
                remote = "10.0.0.1",
                key = 5,
                address = "10.5.0.2/30")
        @Tunnel(
                namespace = "a",
                name = "t6",
                kind = TunnelKind.GRE,
                local = "10.0.0.1",
                remote = "10.0.0.2",
                key = 6,
                address = "10.6.0.1/30")
        @Tunnel(
                namespace = "b",
                name = "t6",
                kind = TunnelKind.GRE,
                local = "10.0.0.2",
                remote = "10.0.0.1",
                key = 7,
                address = "10.6.0.2/30")
        void thoseWithTheSameKeyHearOneAnother(Lab lab) {
            assertThat(lab.namespace("a")).canPing("10.5.0.2").cannotPing("10.6.0.2");
        }
    }
}
