package io.github.netnsjunit.lab.escape;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.kernel.socket.IpProtocol;
import io.github.netnsjunit.kernel.socket.ProcessSocket;
import io.github.netnsjunit.lab.leak.Product;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A socket that is not where it should be.
 *
 * @param network the target of links to its namespace in {@code /proc}
 * @param place what messages call its namespace
 * @param protocol the number of its protocol
 * @param listening whether it listens for connections
 * @param local the address that it is bound to; the port is 0 if it is bound to none
 * @param peer the address that it is connected to
 */
record OutsideSocket(
        ProcessSocket socket,
        Path network,
        String place,
        int protocol,
        boolean listening,
        InetSocketAddress local,
        Optional<InetSocketAddress> peer) {

    static OutsideSocket of(ProcessSocket socket, Path network, String place) {
        return new OutsideSocket(
                socket, network, place, socket.protocol(), socket.isListening(), socket.localAddress(), socket.peer());
    }

    /** The port of the server that has accepted this connection, if it was accepted; 0 if this is no connection. */
    int acceptingPort() {
        return peer.isPresent() ? local.getPort() : 0;
    }

    /** Says what it is, where it is, from which thread it may have come, and how to keep it inside. */
    String describe(SocketThreads threads) {
        String whatAndWhere = what() + " is in " + place + ". ";
        List<String> waiting = threads.waitingFor(socket);
        if (!waiting.isEmpty()) {
            List<String> remedies = remedies(waiting);
            return whatAndWhere + "Threads that wait for it: " + waiting + ". "
                    + (remedies.isEmpty() ? remedy() : String.join(" ", remedies));
        }
        List<String> pools = threads.ofPools(network).stream()
                .filter(name -> !listening
                        || Product.ofThreadName(name).map(Product::opensServers).orElse(true))
                .toList();
        String from = pools.isEmpty()
                ? "The thread that opened it is not known. "
                : "The thread that opened it is not known; it may be of one of the pools there: " + pools + ". ";
        return Stream.concat(Stream.of(whatAndWhere + from + remedy()), remedies(pools).stream())
                .collect(Collectors.joining(" "));
    }

    private static List<String> remedies(List<String> threadNames) {
        return threadNames.stream()
                .flatMap(name -> Product.ofThreadName(name).stream())
                .distinct()
                .map(Product::pattern)
                .toList();
    }

    private String remedy() {
        return "A socket is where the thread is that opens it. Open it in a body that runs inside (@InNamespace, call(...), executor())"
                + (protocol == IpProtocol.IPPROTO_TCP
                        ? ", or make it with " + (listening ? "serverSocketFactory()" : "socketFactory()")
                                + " of the namespace."
                        : ".");
    }

    /** What it is, with its addresses. */
    String what() {
        String name = protocolName();
        if (listening) {
            return "a " + name + " server on " + text(local);
        } else if (peer.isPresent()) {
            return "a " + name + " connection from " + text(local) + " to " + text(peer.get());
        }
        return "a " + name + " socket" + (local.getPort() == 0 ? "" : " on " + text(local));
    }

    private String protocolName() {
        return switch (protocol) {
            case IpProtocol.IPPROTO_TCP -> "TCP";
            case IpProtocol.IPPROTO_UDP -> "UDP";
            case IpProtocol.IPPROTO_ICMP, IpProtocol.IPPROTO_ICMPV6 -> "ping";
            case IpProtocol.IPPROTO_SCTP -> "SCTP";
            default -> "raw (protocol " + protocol + ")";
        };
    }

    /** Without the form of IPv4-mapped addresses, in which Java's sockets have IPv4 addresses. */
    private static String text(InetSocketAddress socketAddress) {
        InetAddress address = socketAddress.getAddress();
        byte[] bytes = address.getAddress();
        String text = IpAddress.isMapped(address)
                ? IpAddress.text(IpAddress.of(Arrays.copyOfRange(bytes, 12, 16)))
                : bytes.length == 4 ? IpAddress.text(address) : "[" + IpAddress.text(address) + "]";
        return text + ":" + socketAddress.getPort();
    }
}
