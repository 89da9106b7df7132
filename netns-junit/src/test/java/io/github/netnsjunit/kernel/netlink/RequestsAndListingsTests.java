package io.github.netnsjunit.kernel.netlink;

import static io.github.netnsjunit.kernel.netlink.Addresses.ip;
import static io.github.netnsjunit.kernel.route.RouteMessage.MAIN_TABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.address.MacAddress;
import io.github.netnsjunit.kernel.address.AddAddress;
import io.github.netnsjunit.kernel.address.AddressMessage;
import io.github.netnsjunit.kernel.address.DeleteAddress;
import io.github.netnsjunit.kernel.bridge.BridgeForwardingMessage;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.NativeLibrary;
import io.github.netnsjunit.kernel.link.BridgeKind;
import io.github.netnsjunit.kernel.link.DeleteLink;
import io.github.netnsjunit.kernel.link.LinkChange;
import io.github.netnsjunit.kernel.link.LinkMessage;
import io.github.netnsjunit.kernel.link.NewInterface;
import io.github.netnsjunit.kernel.link.NewLink;
import io.github.netnsjunit.kernel.link.OperationalState;
import io.github.netnsjunit.kernel.link.SetLink;
import io.github.netnsjunit.kernel.link.VethKind;
import io.github.netnsjunit.kernel.neighbour.NeighbourState;
import io.github.netnsjunit.kernel.route.AddRoute;
import io.github.netnsjunit.kernel.route.DeleteRoute;
import io.github.netnsjunit.kernel.route.RouteAttributes;
import io.github.netnsjunit.kernel.route.RouteLookup;
import io.github.netnsjunit.kernel.route.RouteMessage;
import io.github.netnsjunit.kernel.route.RouteSpec;
import io.github.netnsjunit.kernel.route.RouteType;
import io.github.netnsjunit.kernel.socket.DestroySocket;
import io.github.netnsjunit.kernel.socket.IpProtocol;
import io.github.netnsjunit.kernel.socket.SocketMessage;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("the kernel carries out requests, and then lists the result")
@Tag("kernel")
public class RequestsAndListingsTests {

    private static final int LO = 1;
    private static final int NEAR = 5;
    private static final int PEER = 7;
    private static final int BRIDGE = 20;
    private static final MacAddress NEAR_MAC = MacAddress.parse("02:00:00:00:00:05");
    private static final MacAddress PEER_MAC = MacAddress.parse("02:00:00:00:00:07");

    private ScratchNamespace root;
    private ScratchNamespace blue;
    private NetlinkSocket socket;
    private NetlinkSocket blueSocket;

    @BeforeEach
    void createNamespaces() throws Exception {
        root = ScratchNamespace.create();
        blue = ScratchNamespace.create();
        socket = root.socket();
        blueSocket = blue.socket();
    }

    @AfterEach
    void closeNamespaces() {
        root.close();
        blue.close();
    }

    @Test
    void addsAVethPairInTwoNamespaces() {
        socket.execute(veth(0));

        assertThat(link(socket, "veth_a"))
                .returns(NEAR, LinkMessage::index)
                .returns("veth", LinkMessage::kind)
                .returns(NEAR_MAC, LinkMessage::mac)
                .returns(1400, LinkMessage::mtu)
                .returns(PEER, LinkMessage::peer)
                .returns(0, LinkMessage::peerNamespace)
                .returns(true, LinkMessage::isUp)
                .returns(false, LinkMessage::hasCarrier);
        // The kernel changes the state a little later. Up to Linux 6.1, a peer in another namespace counts as a lower
        // layer.
        await().untilAsserted(() -> assertThat(link(socket, "veth_a").operationalState())
                .isIn(OperationalState.DOWN, OperationalState.LOWER_LAYER_DOWN));
        assertThat(link(blueSocket, "veth_b"))
                .returns(PEER, LinkMessage::index)
                .returns(PEER_MAC, LinkMessage::mac)
                .returns(false, LinkMessage::isUp);

        blueSocket.execute(SetLink.up(PEER));
        await().untilAsserted(() -> assertThat(link(socket, "veth_a"))
                .returns(true, LinkMessage::hasCarrier)
                .returns(OperationalState.UP, LinkMessage::operationalState));
    }

    @Test
    void changesALink() {
        socket.execute(List.of(veth(0), bridge()));
        socket.execute(List.of(SetLink.down(NEAR), SetLink.of(NEAR, new LinkChange.Master(BRIDGE))));
        assertThat(link(socket, "veth_a")).returns(false, LinkMessage::isUp).returns(BRIDGE, LinkMessage::master);

        socket.execute(SetLink.of(NEAR, new LinkChange.Master(0)));
        assertThat(link(socket, "veth_a").master()).isZero();
        socket.execute(SetLink.of(NEAR, new LinkChange.Namespace(blue.descriptor())));
        assertThat(blueSocket.dump(LinkMessage.dump()))
                .extracting(LinkMessage::name)
                .containsExactlyInAnyOrder("lo", "veth_b", "veth_a");
        assertThat(link(blueSocket, "veth_a").peerNamespace()).isEqualTo(-1);

        blueSocket.execute(new DeleteLink(PEER));
        assertThat(blueSocket.dump(LinkMessage.dump())).hasSize(1);
    }

    @Test
    void addsABridgeWhosePortsForwardAtOnce() throws Exception {
        socket.execute(List.of(bridge(), veth(BRIDGE)));
        blueSocket.execute(List.of(SetLink.up(PEER), new AddAddress(PEER, ip("10.0.0.2"), 24)));

        assertThat(link(socket, "br0").kind()).isEqualTo("bridge");
        assertThat(link(socket, "veth_a").master()).isEqualTo(BRIDGE);
        assertThat(socket.dump(BridgeForwardingMessage.dump()))
                .contains(new BridgeForwardingMessage(NEAR_MAC, NEAR, BRIDGE, 0, Set.of(NeighbourState.PERMANENT)));

        sendFromBlue(); // the ARP request teaches the bridge
        await().untilAsserted(() -> assertThat(socket.dump(BridgeForwardingMessage.dump()))
                .contains(new BridgeForwardingMessage(PEER_MAC, NEAR, BRIDGE, 0, Set.of(NeighbourState.REACHABLE))));
        assertThat(link(socket, "veth_a").receivedPackets()).isPositive();
        assertThat(link(blueSocket, "veth_b").sentPackets()).isPositive();
    }

    @Test
    void addsAddressesThatCanBeUsedAtOnce() throws Exception {
        socket.execute(List.of(
                veth(0),
                SetLink.up(LO),
                new AddAddress(NEAR, ip("10.0.0.1"), 24),
                new AddAddress(NEAR, ip("fd00::1"), 64)));
        List<AddressMessage> addresses = socket.dump(AddressMessage.dump());
        assertThat(addresses)
                .contains(new AddressMessage(LO, ip("127.0.0.1"), 8, LinkAddress.State.USABLE))
                .contains(new AddressMessage(NEAR, ip("10.0.0.1"), 24, LinkAddress.State.USABLE))
                .contains(new AddressMessage(NEAR, ip("fd00::1"), 64, LinkAddress.State.USABLE));
        // one cannot bind to an address while duplicate address detection is running
        assertThat(root.inside(() -> {
                    try (var server = new ServerSocket(0, 1, ip("fd00::1"))) {
                        return server.isBound();
                    }
                }))
                .isTrue();

        socket.execute(
                List.of(new DeleteAddress(NEAR, ip("10.0.0.1"), 24), new DeleteAddress(NEAR, ip("fd00::1"), 64)));
        assertThat(socket.dump(AddressMessage.dump()))
                .extracting(AddressMessage::address)
                .doesNotContain(ip("10.0.0.1"), ip("fd00::1"));
    }

    @Test
    void addsAndDeletesRoutes() {
        var viaGateway = new RouteSpec(ip("0.0.0.0"), 0, ip("10.0.0.2"), 0, 0, RouteType.UNICAST);
        var onLink = new RouteSpec(ip("10.8.0.0"), 16, null, NEAR, 7, RouteType.UNICAST);
        var blackhole = new RouteSpec(ip("10.7.0.0"), 16, null, 0, 0, RouteType.BLACKHOLE);
        var prohibit = new RouteSpec(ip("fd01::"), 32, null, 0, 9, RouteType.PROHIBIT);
        var default6 = new RouteSpec(ip("::"), 0, ip("fd00::2"), NEAR, 5, RouteType.UNICAST);
        var all = List.of(viaGateway, onLink, blackhole, prohibit, default6);
        addCable();
        socket.execute(List.of(new AddAddress(NEAR, ip("10.0.0.1"), 24), new AddAddress(NEAR, ip("fd00::1"), 64)));
        socket.execute(all.stream().map(AddRoute::new).toList());

        var listed = List.of(
                route(ip("0.0.0.0"), 0, ip("10.0.0.2"), NEAR, 0, RouteType.UNICAST),
                route(ip("10.8.0.0"), 16, null, NEAR, 7, RouteType.UNICAST),
                route(ip("10.7.0.0"), 16, null, 0, 0, RouteType.BLACKHOLE),
                route(ip("::"), 0, ip("fd00::2"), NEAR, 5, RouteType.UNICAST),
                route(ip("fd01::"), 32, null, LO, 9, RouteType.PROHIBIT));
        assertThat(socket.dump(RouteMessage.dump())).containsAll(listed);

        socket.execute(all.stream().map(DeleteRoute::new).toList());
        assertThat(socket.dump(RouteMessage.dump())).doesNotContainAnyElementsOf(listed);
    }

    @Test
    void findsTheRouteToAnAddress() {
        addCable();
        socket.execute(List.of(new AddAddress(NEAR, ip("10.0.0.1"), 24), new AddAddress(NEAR, ip("fd00::1"), 64)));
        socket.execute(List.of(
                new AddRoute(new RouteSpec(ip("10.8.0.0"), 16, ip("10.0.0.2"), 0, 0, RouteType.UNICAST)),
                new AddRoute(new RouteSpec(ip("fd08::"), 16, ip("fd00::2"), 0, 0, RouteType.UNICAST)),
                new AddRoute(new RouteSpec(ip("10.8.8.0"), 24, null, 0, 0, RouteType.PROHIBIT)),
                new AddRoute(new RouteSpec(ip("fd08:8::"), 64, null, 0, 0, RouteType.PROHIBIT))));

        assertThat(nextHops("10.0.0.9")).containsExactly(new RouteMessage.NextHop(null, NEAR));
        assertThat(nextHops("fd00::9")).containsExactly(new RouteMessage.NextHop(null, NEAR));
        assertThat(nextHops("10.8.0.9")).containsExactly(new RouteMessage.NextHop(ip("10.0.0.2"), NEAR));
        assertThat(nextHops("fd08::9")).containsExactly(new RouteMessage.NextHop(ip("fd00::2"), NEAR));
        assertThatThrownBy(() -> nextHops("10.8.8.9"))
                .isInstanceOf(NetlinkException.class)
                .hasMessageStartingWith("find the route to 10.8.8.9: EACCES");
        assertThatThrownBy(() -> nextHops("fd08:8::9")).hasMessageContaining("EACCES");
        assertThatThrownBy(() -> nextHops("192.0.2.1")).hasMessageContaining("ENETUNREACH");
        assertThat(socket.dump(LinkMessage.dump())).hasSize(2); // the socket still works
    }

    private List<RouteMessage.NextHop> nextHops(String destination) {
        List<RouteLookup> found = socket.dump(RouteLookup.ofSent(ip(destination)));
        assertThat(found).hasSize(1);
        return found.stream()
                .map(route -> new RouteMessage.NextHop(route.gateway(), route.outputInterface()))
                .toList();
    }

    private static RouteMessage route(
            InetAddress destination,
            int prefixLength,
            @Nullable InetAddress gateway,
            int outputInterface,
            int metric,
            RouteType type) {
        var nextHop = new RouteMessage.NextHop(gateway, outputInterface);
        int scope =
                gateway == null && type == RouteType.UNICAST ? Rtnetlink.RT_SCOPE_LINK : Rtnetlink.RT_SCOPE_UNIVERSE;
        return new RouteMessage(
                destination,
                prefixLength,
                List.of(nextHop),
                metric,
                type,
                MAIN_TABLE,
                new RouteAttributes(scope, null, 0),
                Rtnetlink.RTPROT_BOOT);
    }

    @ParameterizedTest
    @EnumSource(names = {"UNSPECIFIED", "LOCAL", "BROADCAST", "ANYCAST", "MULTICAST"})
    void refusesRoutesOfTypesThatOnlyTheKernelAdds(RouteType type) {
        var route = new RouteSpec(ip("10.7.0.0"), 16, null, LO, 0, type);
        assertThatThrownBy(() -> new AddRoute(route))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("a route of type " + type + " is the kernel's to add: ");
    }

    @Test
    void refusesToAddARouteTwice() {
        var blackhole = new AddRoute(new RouteSpec(ip("10.7.0.0"), 16, null, 0, 0, RouteType.BLACKHOLE));
        assertThatThrownBy(() -> socket.execute(List.of(blackhole, blackhole)))
                .isInstanceOf(NetlinkException.class)
                .hasMessage("add route blackhole 10.7.0.0/16: EEXIST (File exists)");
    }

    @Test
    void destroysASocketThatAThreadWaitsOn() throws Exception {
        ServerSocket server = root.inside(() -> new ServerSocket(8080));
        var waiting = new FutureTask<>(server::accept);
        new Thread(waiting, "waits for a connection").start();
        try (NetlinkSocket sockets = root.inside(() -> NetlinkSocket.openForSockets(NativeLibrary.libc()));
                server) {
            var ofIpv6 = SocketMessage.dump(
                    Libc.AF_INET6, IpProtocol.IPPROTO_TCP); // Java's server sockets serve both families
            SocketMessage listening = sockets.dump(ofIpv6).get(0);
            assertThat(listening.family()).isEqualTo(Libc.AF_INET6);
            sockets.execute(new DestroySocket(listening));
            assertThatThrownBy(waiting::get).hasCauseInstanceOf(IOException.class);
            assertThat(sockets.dump(ofIpv6)).isEmpty();
            assertThatThrownBy(() -> sockets.execute(new DestroySocket(listening)))
                    .hasMessageStartingWith("destroy socket: ENOENT");
        }
    }

    private void addCable() {
        socket.execute(List.of(veth(0), SetLink.up(LO)));
        blueSocket.execute(SetLink.up(PEER));
    }

    private void sendFromBlue() throws Exception {
        blue.inside(() -> {
            try (var sender = new DatagramSocket()) {
                sender.send(new DatagramPacket(new byte[1], 1, ip("10.0.0.3"), 9));
            }
            return true;
        });
    }

    private static NewLink bridge() {
        return new NewLink(NewInterface.of(BRIDGE, "br0"), new BridgeKind(false), 0, 0, true);
    }

    private NewLink veth(int master) {
        return new NewLink(
                new NewInterface(NEAR, "veth_a", 1400, NEAR_MAC),
                new VethKind(new NewInterface(PEER, "veth_b", 1400, PEER_MAC), blue.descriptor()),
                0,
                master,
                true);
    }

    private static LinkMessage link(NetlinkSocket socket, String name) {
        return socket.dump(LinkMessage.dump()).stream()
                .filter(link -> link.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
