package io.github.netnsjunit.link;

import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.probe.Ping;
import io.github.netnsjunit.probe.Reachability.Reached;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.PortOptions;
import io.github.netnsjunit.topology.Topology;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Hosts around a bridge {@code switch_ns:br0}. A cable joins {@code a:eth0}, say, with the port {@code switch_ns:port_a}. */
final class Star {

    /** Many more frames than hosts send by themselves meanwhile. */
    static final int MANY = 100;

    static final int HALF = MANY / 2;

    private static final int PORT = 5000;

    private final List<Part> parts = new ArrayList<>();

    private Star() {}

    /** Begins with the bridge, without hosts. */
    static Star around(BridgeLink bridge) {
        Star star = new Star();
        star.parts.add(Namespace.of("switch_ns"));
        star.parts.add(bridge);
        return star;
    }

    /** A bridge with the kernel's defaults. */
    static BridgeLink bridge() {
        return BridgeLink.of("switch_ns", "br0");
    }

    /** Adds a host. */
    Star host(String name, PortOptions port, String... addresses) {
        parts.add(Namespace.of(name));
        parts.add(VethLink.between(
                End.of(name, "eth0", addresses),
                End.of("switch_ns", "port_" + name).master("br0").port(port)));
        return this;
    }

    /** Three hosts at ports with the kernel's defaults; see the other method. */
    static Topology ofThree(BridgeLink bridge) {
        return ofThree(bridge, PortOptions.DEFAULT, PortOptions.DEFAULT, PortOptions.DEFAULT);
    }

    /** Three hosts, {@code a}, {@code b} and {@code c}, with the addresses 10.0.0.1 to 10.0.0.3 and fd00::1 to fd00::3. */
    static Topology ofThree(BridgeLink bridge, PortOptions a, PortOptions b, PortOptions c) {
        return around(bridge)
                .host("a", a, "10.0.0.1/24", "fd00::1/64")
                .host("b", b, "10.0.0.2/24", "fd00::2/64")
                .host("c", c, "10.0.0.3/24", "fd00::3/64")
                .topology();
    }

    /** Adds other parts. */
    Star and(Part... more) {
        parts.addAll(List.of(more));
        return this;
    }

    Topology topology() {
        return Topology.of(parts);
    }

    /** What a file of the bridge, or of one of its ports, says. */
    static String read(Lab lab, String file) throws Exception {
        return lab.namespace("switch_ns")
                .call(() -> Files.readString(Path.of("/sys/class/net", file)).strip());
    }

    /** Whether a host answers a ping within a second. */
    static boolean reaches(Lab lab, String from, String to) throws InterruptedException {
        return Ping.of(lab.namespace(from), to).timeout(Duration.ofSeconds(1)).send() instanceof Reached;
    }

    /** How many frames a host has received. */
    private static long heard(Lab lab, String host) {
        return lab.namespace(host).interfaceNamed("eth0").receivedPackets();
    }

    /** Lets one host send {@link #MANY} datagrams, and returns how many frames another host received meanwhile. */
    static long heardOfMany(Lab lab, String from, String to, String by) throws Exception {
        long before = heard(lab, by);
        send(lab.namespace(from), to);
        return heard(lab, by) - before;
    }

    /** Sends {@link #MANY} datagrams to a unicast, multicast or broadcast address. */
    private static void send(NetworkNamespace from, String to) throws Exception {
        from.run(() -> {
            InetAddress address = InetAddress.getByName(to);
            try (DatagramSocket socket = socket(address)) {
                for (int i = 0; i < MANY; i++) {
                    socket.send(new DatagramPacket(new byte[1], 1, address, PORT));
                }
            }
        });
    }

    private static DatagramSocket socket(InetAddress to) throws IOException {
        if (!to.isMulticastAddress()) {
            return new DatagramSocket();
        }
        MulticastSocket socket = new MulticastSocket();
        socket.setNetworkInterface(NetworkInterface.getByName("eth0"));
        return socket;
    }

    /** Joins a multicast group. Closing the socket leaves it. */
    static MulticastSocket join(NetworkNamespace member, String group) throws Exception {
        return member.call(() -> {
            MulticastSocket socket = new MulticastSocket(PORT);
            socket.joinGroup(new InetSocketAddress(group, 0), NetworkInterface.getByName("eth0"));
            return socket;
        });
    }

    /** Receives one of the datagrams that were {@linkplain #heardOfMany sent}, and returns its length in bytes. */
    static int receive(MulticastSocket member) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[9], 9);
        member.setSoTimeout(10_000);
        member.receive(packet);
        return packet.getLength();
    }
}
