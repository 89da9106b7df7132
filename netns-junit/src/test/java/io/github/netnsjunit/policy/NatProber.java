package io.github.netnsjunit.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.lab.Lab;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Finds out how a NAT behaves, after RFC 5780 (UDP) and in the same way for TCP: host {@code alice} is behind it, and {@code one} and
 * {@code two} are outside.
 */
final class NatProber implements AutoCloseable {

    /** For what must come. */
    private static final int LONG = 20_000;

    /** For what should not come, and for which nothing can be sent that would come after it. */
    private static final int SHORT = 300;

    private static final int PORT = 4001;
    private static final int OTHER_PORT = 4002;

    private final Lab lab;
    private final boolean ipv6;
    private final List<AutoCloseable> open = new ArrayList<>();

    NatProber(Lab lab, boolean ipv6) {
        this.lab = lab;
        this.ipv6 = ipv6;
    }

    /** The first address of a namespace on an interface, of the family that is asked about. */
    InetAddress address(String namespace, String link) {
        return lab.namespace(namespace).interfaceNamed(link).addresses().stream()
                .map(each -> each.address())
                .filter(each -> each.getAddress().length == (ipv6 ? 16 : 4) && !each.isLinkLocalAddress())
                .findFirst()
                .orElseThrow();
    }

    DatagramSocket udp(String namespace, String link, int port) throws Exception {
        InetAddress address = address(namespace, link);
        DatagramSocket socket = lab.namespace(namespace).call(() -> new DatagramSocket(port, address));
        socket.setSoTimeout(LONG);
        open.add(socket);
        return socket;
    }

    static void send(DatagramSocket from, InetSocketAddress to, String text) throws IOException {
        byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        from.send(new DatagramPacket(bytes, bytes.length, to));
    }

    static DatagramPacket receive(DatagramSocket at) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[100], 100);
        at.receive(packet);
        return packet;
    }

    static String text(DatagramPacket packet) {
        return new String(packet.getData(), 0, packet.getLength(), java.nio.charset.StandardCharsets.UTF_8);
    }

    /** Whom a socket outside takes for the sender. */
    static InetSocketAddress seen(DatagramSocket inside, DatagramSocket outside) throws IOException {
        send(inside, (InetSocketAddress) outside.getLocalSocketAddress(), "who am I");
        return (InetSocketAddress) receive(outside).getSocketAddress();
    }

    /** What comes to a socket behind the NAT before an answer from a socket to which it has sent, and after two more such answers. */
    static Set<String> heard(DatagramSocket inside, DatagramSocket answering) throws IOException {
        return received(inside, answering).stream().map(NatProber::text).collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<DatagramPacket> received(DatagramSocket inside, DatagramSocket answering) throws IOException {
        List<DatagramPacket> received = new ArrayList<>();
        for (String last : List.of("answer 1", "answer 2", "answer 3")) {
            InetSocketAddress seen = seen(inside, answering);
            send(answering, seen, last);
            for (String text = ""; !text.equals(last); ) {
                DatagramPacket packet = receive(inside);
                text = text(packet);
                received.add(packet);
            }
        }
        received.removeIf(packet -> text(packet).startsWith("answer"));
        return received;
    }

    private static NatBehavior mapping(InetSocketAddress first, InetSocketAddress otherPort, InetSocketAddress other) {
        return !first.equals(otherPort)
                ? NatBehavior.ADDRESS_AND_PORT_DEPENDENT
                : first.equals(other) ? NatBehavior.ENDPOINT_INDEPENDENT : NatBehavior.ADDRESS_DEPENDENT;
    }

    NatBehavior udpMapping() throws Exception {
        DatagramSocket alice = udp("alice", "home", 0);
        return mapping(
                seen(alice, udp("one", "internet", PORT)),
                seen(alice, udp("one", "internet", OTHER_PORT)),
                seen(alice, udp("two", "internet", PORT)));
    }

    NatBehavior udpFiltering() throws Exception {
        DatagramSocket alice = udp("alice", "home", 0);
        DatagramSocket known = udp("one", "internet", 0);
        InetSocketAddress seen = seen(alice, known);
        send(udp("two", "internet", 0), seen, "other address");
        send(udp("one", "internet", 0), seen, "other port");
        return filtering(heard(alice, known));
    }

    private static NatBehavior filtering(Set<String> heard) {
        if (heard.isEmpty()) {
            return NatBehavior.ADDRESS_AND_PORT_DEPENDENT;
        }
        if (heard.equals(Set.of("other port"))) {
            return NatBehavior.ADDRESS_DEPENDENT;
        }
        assertThat(heard).containsExactly("other address", "other port");
        return NatBehavior.ENDPOINT_INDEPENDENT;
    }

    private Socket tcp(String namespace, InetSocketAddress from) throws Exception {
        Socket socket = lab.namespace(namespace).call(() -> {
            Socket bound = new Socket();
            bound.setReuseAddress(true);
            bound.bind(from);
            return bound;
        });
        open.add(socket);
        return socket;
    }

    ServerSocket listen(String namespace, String link, int port) throws Exception {
        InetAddress address = address(namespace, link);
        ServerSocket server = lab.namespace(namespace).call(() -> {
            ServerSocket bound = new ServerSocket();
            bound.setReuseAddress(true);
            bound.bind(new InetSocketAddress(address, port));
            return bound;
        });
        server.setSoTimeout(LONG);
        open.add(server);
        return server;
    }

    private InetSocketAddress seen(Socket inside, ServerSocket outside) throws Exception {
        inside.connect(outside.getLocalSocketAddress(), LONG);
        Socket accepted = outside.accept();
        open.add(accepted);
        return (InetSocketAddress) accepted.getRemoteSocketAddress();
    }

    /** An address of alice with a port that was free. */
    private InetSocketAddress freePort() throws Exception {
        try (Socket any = tcp("alice", new InetSocketAddress(address("alice", "home"), 0))) {
            return (InetSocketAddress) any.getLocalSocketAddress();
        }
    }

    NatBehavior tcpMapping() throws Exception {
        InetSocketAddress alice = freePort();
        return mapping(
                seen(tcp("alice", alice), listen("one", "internet", PORT)),
                seen(tcp("alice", alice), listen("one", "internet", OTHER_PORT)),
                seen(tcp("alice", alice), listen("two", "internet", PORT)));
    }

    /** @param expected what is waited for, because it takes its time to find out that nothing comes */
    NatBehavior tcpFiltering(NatBehavior expected) throws Exception {
        InetSocketAddress alice = freePort();
        InetSocketAddress seen = seen(tcp("alice", alice), listen("one", "internet", 0));
        Set<String> heard = new TreeSet<>();
        listen("alice", "home", alice.getPort());
        if (reaches("two", seen, expected == NatBehavior.ENDPOINT_INDEPENDENT)) {
            heard.add("other address");
        }
        if (reaches("one", seen, expected != NatBehavior.ADDRESS_AND_PORT_DEPENDENT)) {
            heard.add("other port");
        }
        return filtering(heard);
    }

    private boolean reaches(String from, InetSocketAddress to, boolean expected) throws Exception {
        try {
            tcp(from, new InetSocketAddress(address(from, "internet"), 0)).connect(to, expected ? LONG : SHORT);
            return true;
        } catch (SocketTimeoutException dropped) {
            return false;
        }
    }

    /**
     * What bob, who is behind the same NAT, hears from alice, and she from him, by their outside addresses. With the port of the sender only
     * if it is that which others outside see too.
     */
    Set<String> udpHairpinning() throws Exception {
        DatagramSocket alice = udp("alice", "home", 0);
        DatagramSocket bob = udp("bob", "home", 0);
        DatagramSocket one = udp("one", "internet", 0);
        InetSocketAddress aliceOutside = seen(alice, one);
        InetSocketAddress bobOutside = seen(bob, one);
        send(alice, bobOutside, "opens the filter"); // and is heard if there is none
        send(bob, aliceOutside, "from bob");
        Set<String> heard = new TreeSet<>();
        for (DatagramPacket packet : received(alice, one)) {
            heard.add(text(packet) + sender(packet, bobOutside));
        }
        if (heard.isEmpty()) {
            return heard;
        }
        send(alice, bobOutside, "from alice");
        for (String text = ""; !text.equals("from alice"); ) {
            DatagramPacket packet = receive(bob);
            text = text(packet);
            heard.add(text + sender(packet, aliceOutside));
        }
        heard.removeIf(text -> text.startsWith("opens the filter"));
        return heard;
    }

    private static String sender(DatagramPacket packet, InetSocketAddress outside) {
        return packet.getSocketAddress().equals(outside)
                ? " with address and port"
                : packet.getAddress().equals(outside.getAddress()) ? " with address" : " untranslated";
    }

    /** Connects from any port. */
    Socket connect(String from, InetSocketAddress to) throws Exception {
        return lab.namespace(from).call(() -> {
            Socket socket = new Socket();
            socket.connect(to, LONG);
            return socket;
        });
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }
}
