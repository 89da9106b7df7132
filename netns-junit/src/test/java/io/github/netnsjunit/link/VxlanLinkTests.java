package io.github.netnsjunit.link;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.jupiter.Bridge;
import io.github.netnsjunit.jupiter.EnabledIfKernelHas;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.jupiter.Vxlan;
import io.github.netnsjunit.kernel.link.NewInterface;
import io.github.netnsjunit.kernel.link.NewLink;
import io.github.netnsjunit.kernel.link.VxlanKind;
import io.github.netnsjunit.kernel.netlink.Bytes;
import io.github.netnsjunit.lab.Addition;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.topology.KernelFeature;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.OneMistake;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.Topology;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("kernel")
class VxlanLinkTests {

    private static final Topology CABLE = Topology.of(
            Namespace.of("a"),
            Namespace.of("b"),
            VethLink.between(
                    End.of("a", "eth0", "10.0.0.1/24", "fd00::1/64"),
                    End.of("b", "eth0", "10.0.0.2/24", "fd00::2/64")));

    @Test
    void readsAsIpWritesIt() {
        assertThat(VxlanLink.of("a", "vx0", 5, "239.1.1.1").local("10.0.0.1").below("eth0"))
                .hasToString("vxlan a:vx0 id 5 local 10.0.0.1 remote 239.1.1.1 dev eth0");
    }

    static Stream<Arguments> writesTheBytesThatIpSends() {
        return Stream.of(
                arguments(
                        "ip link add vx0 type vxlan id 100 local 10.0.0.1 remote 10.0.0.2 dstport 4789",
                        "vx0",
                        new VxlanKind(100, IpAddress.parse("10.0.0.1"), IpAddress.parse("10.0.0.2"), 0, 4789),
                        "6400000010000506000000000000000000000000000000000000000000000000"
                                + "08000300767830003c0012000900010076786c616e0000002c000200080001006400"
                                + "0000080004000a000001080002000a000002050007000100000006000f0012b50000"),
                arguments(
                        "ip link add vx1 type vxlan id 100 local fd00::1 remote fd00::2 dstport 4790",
                        "vx1",
                        new VxlanKind(100, IpAddress.parse("fd00::1"), IpAddress.parse("fd00::2"), 0, 4790),
                        "7c00000010000506000000000000000000000000000000000000000000000000"
                                + "0800030076783100540012000900010076786c616e00000044000200080001006400000014001100"
                                + "fd00000000000000000000000000000114001000fd000000000000000000000000000002"
                                + "050007000100000006000f0012b60000"),
                arguments(
                        "ip link add vx2 type vxlan id 7 group 239.1.1.1 dev v0 dstport 4789",
                        "vx2",
                        new VxlanKind(7, null, IpAddress.parse("239.1.1.1"), 5, 4789),
                        "6400000010000506000000000000000000000000000000000000000000000000"
                                + "08000300767832003c0012000900010076786c616e0000002c0002000800030005000000"
                                + "080001000700000008000200ef010101050007000100000006000f0012b50000"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void writesTheBytesThatIpSends(String command, String name, VxlanKind kind, String hex) {
        assertThat(Bytes.of(NewLink.of(NewInterface.of(0, name), kind))).isEqualTo(hex);
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                arguments(
                        List.of(VxlanLink.of("a", "v", 1 << 24, "10.0.0.2")),
                        "the id [16777216] of a vxlan is not between 0 and 16777215"),
                arguments(
                        List.of(VxlanLink.of("a", "v", 5, "10.0.0.2").port(0)),
                        "the port [0] is not between 1 and 65535"),
                arguments(List.of(VxlanLink.of("a", "v", 5, "b")), "the remote address of a:v: "),
                arguments(
                        List.of(VxlanLink.of("a", "v", 5, "10.0.0.2").local("fd00::1")),
                        "the local address [fd00::1] and the remote address are not of one family"),
                arguments(
                        List.of(VxlanLink.of("a", "v", 5, "10.0.0.2").local("10.0.0.2")),
                        "the local address [10.0.0.2] is the remote address too"),
                arguments(
                        List.of(VxlanLink.of("a", "v", 5, "239.1.1.1")),
                        "say through which interface [below] it is sent"),
                arguments(
                        List.of(VxlanLink.of("a", "v", 5, "fe80::9")),
                        "the remote address [fe80::9] is of one link alone: the address that it is sent from [local] must be"),
                arguments(
                        List.of(VxlanLink.of("a", "v", 5, "fe80::9").local("fe80::8")),
                        "the remote address [fe80::9] is of one link alone"),
                arguments(
                        List.of(VxlanLink.of("a", "v", 5, "ff02::9")
                                .local("fd00::1")
                                .below("eth0")),
                        "the remote address [ff02::9] is of one link alone"),
                arguments(
                        List.of(VxlanLink.of("a", "v", 5, "10.0.0.2").below("eth9")),
                        "there is no interface [eth9] (below) in namespace [a]"),
                arguments(
                        List.of(VxlanLink.of("a", "v", 5, "10.0.0.2"), VxlanLink.of("a", "w", 5, "10.0.0.3")),
                        "there is already a VXLAN 5 at port 4789 in namespace [a]"),
                arguments(
                        List.of(
                                VxlanLink.of("a", "v", 5, "10.0.0.2", "10.5.0.1/24"),
                                VxlanLink.of("b", "v", 5, "10.0.0.1", "10.5.0.1/24")),
                        "the address [10.5.0.1] of b:v is also that of a:v"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("mistakes")
    void isRefusedIfItCannotBeMade(List<Part> parts, String words) {
        OneMistake.assertTold(words, CABLE, parts);
    }

    @Test
    @EnabledIfKernelHas(KernelFeature.VXLAN)
    void mayHaveLinkLocalEndsIfItSaysThroughWhichInterface() {
        Topology network =
                CABLE.with(VxlanLink.of("a", "v", 5, "fe80::9").local("fe80::8").below("eth0"));
        assertThat(network.outline().isTunnel(new Key.Link("a", "v"))).isTrue();
        try (Lab lab = Lab.create(network)) {
            assertThat(lab.namespace("a").interfaceNamed("v").up()).isTrue();
        }
    }

    @Test
    void isOnOneSegmentWithTheOtherEndAlone() {
        Outline outline = CABLE.with(
                        VxlanLink.of("a", "v5", 5, "10.0.0.2"),
                        VxlanLink.of("a", "v6", 6, "10.0.0.2"),
                        VxlanLink.of("b", "v5", 5, "10.0.0.1"))
                .outline();
        assertThat(outline.segment(new Key.Link("a", "v5")))
                .isEqualTo(outline.segment(new Key.Link("b", "v5")))
                .isNotEqualTo(outline.segment(new Key.Link("a", "v6")))
                .isNotEqualTo(outline.segment(new Key.Link("a", "eth0")));
    }

    @Nested
    @EnabledIfKernelHas(KernelFeature.VXLAN)
    @DualStackCable
    class OverACable {

        @Test
        @Vxlan(namespace = "a", name = "vx0", id = 5, local = "10.0.0.1", remote = "10.0.0.2", address = "10.5.0.1/24")
        @Vxlan(namespace = "b", name = "vx0", id = 5, remote = "10.0.0.1", address = "10.5.0.2/24")
        @Vxlan(namespace = "a", name = "vx6", id = 6, remote = "fd00::2", below = "eth0", address = "10.6.0.1/24")
        @Vxlan(namespace = "b", name = "vx6", id = 6, remote = "fd00::1", below = "eth0", address = "10.6.0.2/24")
        @Vxlan(namespace = "a", name = "vx7", id = 7, remote = "10.0.0.2", port = 4790, address = "10.7.0.1/24")
        @Vxlan(namespace = "b", name = "vx7", id = 7, remote = "10.0.0.1", port = 4791, address = "10.7.0.2/24")
        void twoEndsOfOneNumberAndPortHearOneAnother(Lab lab) {
            NetworkNamespace a = lab.namespace("a");
            assertThat(a.interfaceNamed("vx0").kind()).isEqualTo("vxlan");
            assertThat(a.interfaceNamed("vx6").mtu()).isEqualTo(1430);
            assertThat(a).canPing("10.5.0.2").canPing("10.6.0.2").cannotPing("10.7.0.2");
        }

        @Test
        void comeAndGoInALiveLab(Lab lab) {
            NetworkNamespace a = lab.namespace("a");
            try (Addition tunnel = lab.add(
                    VxlanLink.of("a", "vx0", 5, "10.0.0.2", "10.5.0.1/24").mtu(1450),
                    VxlanLink.of("b", "vx0", 5, "10.0.0.1", "10.5.0.2/24").mtu(1450))) {
                assertThat(tunnel.parts()).hasSize(2);
                assertThat(a).canPing("10.5.0.2");
            }
            assertThat(a).hasOnlyInterfaces("lo", "eth0");
        }
    }

    /** Three hosts hear one another through a multicast group of the network below. */
    @Test
    @EnabledIfKernelHas(KernelFeature.VXLAN)
    @NetNamespace("switch")
    @NetNamespace("a")
    @NetNamespace("b")
    @NetNamespace("c")
    @Bridge(namespace = "switch", name = "br0")
    @VethPair(
            left = @VethEnd(namespace = "a", name = "eth0", address = "10.0.0.1/24"),
            right = @VethEnd(namespace = "switch", name = "a", master = "br0"))
    @VethPair(
            left = @VethEnd(namespace = "b", name = "eth0", address = "10.0.0.2/24"),
            right = @VethEnd(namespace = "switch", name = "b", master = "br0"))
    @VethPair(
            left = @VethEnd(namespace = "c", name = "eth0", address = "10.0.0.3/24"),
            right = @VethEnd(namespace = "switch", name = "c", master = "br0"))
    @Vxlan(namespace = "a", name = "vx0", id = 5, remote = "239.1.1.1", below = "eth0", address = "10.5.0.1/24")
    @Vxlan(namespace = "b", name = "vx0", id = 5, remote = "239.1.1.1", below = "eth0", address = "10.5.0.2/24")
    @Vxlan(namespace = "c", name = "vx0", id = 5, remote = "239.1.1.1", below = "eth0", address = "10.5.0.3/24")
    void severalEndsMeetInAMulticastGroup(Lab lab) {
        assertThat(lab.namespace("a")).canPing("10.5.0.2").canPing("10.5.0.3");
        assertThat(lab.namespace("c")).canPing("10.5.0.2");
    }
}
