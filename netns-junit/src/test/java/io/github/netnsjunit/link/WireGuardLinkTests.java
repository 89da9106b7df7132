package io.github.netnsjunit.link;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.address.IpNetwork;
import io.github.netnsjunit.jupiter.EnabledIfKernelHas;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.Route;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.jupiter.WireGuard;
import io.github.netnsjunit.kernel.link.SetWireGuard;
import io.github.netnsjunit.kernel.netlink.Bytes;
import io.github.netnsjunit.lab.Addition;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.topology.KernelFeature;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.OneMistake;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.Topology;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("kernel")
class WireGuardLinkTests {

    private static final String KEY = "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=";

    /** What {@code openssl pkey -pubout} computes of the key. */
    private static final String PUBLIC_KEY = "B6N8vBQgk8i3VdwbEOhstCY3StFqqFPtC9/AsrhtHHw=";

    private static final Topology CABLE = Topology.of(
            Namespace.of("a"),
            Namespace.of("b"),
            Namespace.of("c"),
            VethLink.between(End.of("a", "eth0", "10.0.0.1/24"), End.of("b", "eth0", "10.0.0.2/24")));

    private static final WireGuardLink A =
            WireGuardLink.of("a", "wg0", "10.9.0.1/24").peer("b");
    private static final WireGuardLink B =
            WireGuardLink.of("b", "wg0", "10.9.0.2/24").peer("a");

    @Test
    void readsAsOneLine() {
        assertThat(A).hasToString("wireguard a:wg0 port 51820 peer b");
    }

    @Test
    void aPublicKeyFollowsFromThePrivateOne() {
        assertThat(new WireGuardKey(KEY).publicKey()).hasToString(PUBLIC_KEY);
        assertThat(A.privateKey(KEY).publicKey()).hasToString(PUBLIC_KEY);
        assertThat(WireGuardKey.random()).isNotEqualTo(WireGuardKey.random());
    }

    @Test
    void aKeyIsMadeForEachInterface() {
        assertThat(A.publicKey())
                .isEqualTo(WireGuardLink.of("a", "wg0").publicKey())
                .isNotEqualTo(B.publicKey());
    }

    /** As {@code linux/wireguard.h} describes {@code WG_CMD_SET_DEVICE}, for interface 7 and a family with the number 30. */
    @Test
    void writesTheAttributesOfTheInterface() {
        assertThat(Bytes.of(SetWireGuard.interfaceItself(30, 7, filledWith(1), 51820)))
                .isEqualTo("480000001e0005000000000000000000" + "01010000" // struct genlmsghdr
                        + "0800010007000000" // WGDEVICE_A_IFINDEX
                        + "24000300" + "01".repeat(32) // WGDEVICE_A_PRIVATE_KEY
                        + "060006006cca0000"); // WGDEVICE_A_LISTEN_PORT
    }

    @Test
    void writesTheAttributesOfAPeer() {
        SetWireGuard.Peer peer = new SetWireGuard.Peer(
                Base64.getEncoder().encodeToString(filledWith(2)),
                Base64.getEncoder().encodeToString(filledWith(3)),
                new InetSocketAddress(IpAddress.parse("10.0.0.2"), 51820),
                25,
                List.of(IpNetwork.parse("10.9.0.2/32"), IpNetwork.parse("fd00:9::/64")));
        assertThat(Bytes.of(SetWireGuard.peer(30, 7, peer)))
                .isEqualTo("d00000001e0005000000000000000000" + "01010000"
                        + "0800010007000000" // WGDEVICE_A_IFINDEX
                        + "b4000880" + "b0000080" // WGDEVICE_A_PEERS
                        + "24000100" + "02".repeat(32) // WGPEER_A_PUBLIC_KEY
                        + "24000200" + "03".repeat(32) // WGPEER_A_PRESHARED_KEY
                        + "14000400" + "0200ca6c0a0000020000000000000000" // WGPEER_A_ENDPOINT
                        + "0600050019000000" // WGPEER_A_PERSISTENT_KEEPALIVE_INTERVAL
                        + "48000980" // WGPEER_A_ALLOWEDIPS
                        + "1c000080" + "0600010002000000" + "080002000a090002" + "0500030020000000"
                        + "28000080" + "060001000a000000" + "14000200fd000009" + "00".repeat(12) + "0500030040000000");
    }

    private static byte[] filledWith(int value) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) value);
        return key;
    }

    @Test
    void thoseThatKnowOneAnotherAreOnOneSegmentAndFormNoRing() {
        Topology mesh = Topology.of(
                Namespace.of("a"),
                Namespace.of("b"),
                Namespace.of("c"),
                Namespace.of("d"),
                awaiting("a", "b", "c"),
                awaiting("b", "a", "c"),
                awaiting("c", "a", "b", "d"),
                awaiting("d"));
        assertThat(Stream.of("a", "b", "c").map(name -> segment(mesh, name)).distinct())
                .hasSize(1);
        assertThat(segment(mesh, "d")).isNotEqualTo(segment(mesh, "c")); // it does not name c
    }

    private static WireGuardLink awaiting(String namespace, String... peers) {
        WireGuardLink link = WireGuardLink.of(namespace, "wg0");
        for (String peer : peers) {
            link = link.peer(WireGuardPeer.of(peer).await());
        }
        return link;
    }

    private static int segment(Topology topology, String namespace) {
        return topology.outline().segment(new Key.Link(namespace, "wg0"));
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                arguments(
                        List.of(A),
                        "the peer [b] is no WireGuard interface: there is none called [wg0] in namespace [b];"
                                + " declared: [a:wg0]"),
                arguments(List.of(A, B.peer("a:wg0")), "the peer [a:wg0] is named twice"),
                arguments(List.of(A, B, WireGuardLink.of("c", "wg0").peer("c")), "it cannot be its own peer [c]"),
                arguments(List.of(A.port(0), B), "the port [0] is not between 1 and 65535"),
                arguments(List.of(A.privateKey("secret"), B), "the private key of a:wg0: [secret] is no WireGuard key"),
                arguments(List.of(A.mac("02:00:00:00:00:01"), B), "it cannot have the MAC address [02:00:00:00:00:01]"),
                arguments(
                        List.of(A, B, WireGuardLink.of("a", "wg1")),
                        "there is already a WireGuard interface at port 51820 in namespace [a]"),
                arguments(
                        List.of(
                                WireGuardLink.of("a", "wg0").peer("c"),
                                WireGuardLink.of("c", "wg0", "10.9.0.3/24")
                                        .peer(WireGuardPeer.of("a").await())),
                        "namespace [c] has no address at which the peer [c] could be reached; name one [endpoint], or await"),
                arguments(
                        List.of(
                                WireGuardLink.of("a", "wg0")
                                        .peer("b")
                                        .peer(WireGuardPeer.of("b:wg1").allowedIps("10.9.0.2")),
                                B,
                                WireGuardLink.of("b", "wg1").port(4500)),
                        "[10.9.0.2/32] is reached through the peer [b], and cannot be through [b:wg1] too"),
                mistake(
                        peer -> peer.keepalive(Duration.ofMillis(500)),
                        "the keepalive [500 ms] of peer [b] is not a whole"),
                mistake(peer -> peer.presharedKey("x"), "the preshared key of peer [b]: [x] is no WireGuard key"),
                mistake(peer -> peer.publicKey("x"), "the public key of peer [b]: [x] is no WireGuard key"),
                mistake(peer -> peer.allowedIps("10.1.0.1/16"), "the allowed IPs of peer [b]: [10.1.0.1/16] has bits"),
                mistake(peer -> peer.endpoint("b"), "the endpoint of peer [b]: "),
                mistake(peer -> peer.endpoint("10.0.0.2:0"), "the endpoint of peer [b]: the port [0] is not between"));
    }

    private static Arguments mistake(UnaryOperator<WireGuardPeer> change, String words) {
        WireGuardPeer changed = change.apply(WireGuardPeer.of("b"));
        return arguments(List.of(WireGuardLink.of("a", "wg0").peer(changed), B), words);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("mistakes")
    void isRefusedIfItCannotBeMade(List<Part> parts, String words) {
        OneMistake.assertTold(words, CABLE, parts);
    }

    @Nested
    @EnabledIfKernelHas(KernelFeature.WIREGUARD)
    @DualStackCable
    class OverACable {

        @Test
        @WireGuard(
                namespace = "a",
                name = "wg0",
                address = {"10.9.0.1/24", "fd00:9::1/64"},
                peers = @WireGuard.Peer("b"))
        @WireGuard(
                namespace = "b",
                name = "wg0",
                address = {"10.9.0.2/24", "fd00:9::2/64"},
                peers = @WireGuard.Peer("a"))
        void carriesPingsAndConnections(Lab lab) throws Exception {
            NetworkNamespace a = lab.namespace("a");
            assertThat(a.interfaceNamed("wg0").kind()).isEqualTo("wireguard");
            assertThat(a).canPing("10.9.0.2").canPing("fd00:9::2");
            NetworkNamespace b = lab.namespace("b");
            try (ServerSocket server = b.call(() -> new ServerSocket(8080))) {
                assertThat(server.isBound()).isTrue();
                assertThat(a).canConnectTo("10.9.0.2", 8080);
            }
        }

        @Test
        @WireGuard(
                namespace = "a",
                name = "wg0",
                address = "10.9.0.1/24",
                peers = @WireGuard.Peer(value = "b:wg6", endpoint = "fd00::2", presharedKey = KEY, keepalive = "25 s"))
        @WireGuard(
                namespace = "b",
                name = "wg6",
                port = 4500,
                privateKey = KEY,
                address = "10.9.0.2/24",
                peers = @WireGuard.Peer(value = "a:wg0", awaited = true, presharedKey = KEY))
        void aPeerThatIsAwaitedIsReachedOnceItHasSentSomething(Lab lab) {
            assertThat(lab.namespace("a")).canPing("10.9.0.2");
            assertThat(lab.namespace("b")).canPing("10.9.0.1");
        }

        @Test
        @WireGuard(
                namespace = "a",
                name = "wg0",
                address = "10.9.0.1/24",
                peers = @WireGuard.Peer(value = "b", publicKey = PUBLIC_KEY))
        @WireGuard(namespace = "b", name = "wg0", address = "10.9.0.2/24", peers = @WireGuard.Peer("a"))
        @WireGuard(
                namespace = "a",
                name = "wg1",
                port = 4500,
                address = "10.10.0.1/24",
                peers = @WireGuard.Peer(value = "b", presharedKey = KEY))
        @WireGuard(
                namespace = "b",
                name = "wg1",
                port = 4500,
                address = "10.10.0.2/24",
                peers = @WireGuard.Peer(value = "a", presharedKey = PUBLIC_KEY))
        void aWrongKeyReachesNobody(Lab lab) {
            assertThat(lab.namespace("a")).cannotPing("10.9.0.2").cannotPing("10.10.0.2");
            assertThat(lab.namespace("b")).cannotPing("10.9.0.1");
            assertThat(lab.namespace("a")).canPing("10.0.0.2");
        }

        @Test
        @NetNamespace("inner")
        @VethPair(
                left = @VethEnd(namespace = "b", name = "lan", address = "10.1.0.1/24"),
                right = @VethEnd(namespace = "inner", name = "eth0", address = "10.1.0.2/24"))
        @Route(namespace = "inner", to = "10.9.0.0/24", via = "10.1.0.1")
        @Route(namespace = "a", to = "10.1.0.0/24", dev = "wg0")
        @WireGuard(
                namespace = "a",
                name = "wg0",
                address = "10.9.0.1/24",
                peers = @WireGuard.Peer(value = "b", allowedIps = "10.1.0.0/24"))
        @WireGuard(namespace = "b", name = "wg0", address = "10.9.0.2/24", peers = @WireGuard.Peer("a"))
        void reachesANetworkBehindItsPeer(Lab lab) {
            lab.namespace("b").sysctl("net.ipv4.ip_forward", "1");
            assertThat(lab.namespace("a")).canPing("10.1.0.2");
        }

        @Test
        void comesAndGoesInALiveLab(Lab lab) {
            try (Addition tunnel = lab.add(A, B)) {
                assertThat(tunnel.parts()).hasSize(2);
                assertThat(lab.namespace("a")).canPing("10.9.0.2");
            }
            assertThat(lab.namespace("a")).hasOnlyInterfaces("lo", "eth0");
        }
    }
}
