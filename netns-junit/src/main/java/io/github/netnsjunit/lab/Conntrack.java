package io.github.netnsjunit.lab;

import io.github.netnsjunit.kernel.conntrack.Flow;
import io.github.netnsjunit.lab.listing.TrackedConnection;
import io.github.netnsjunit.lab.network.NamespaceConnections;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * The connections that a namespace tracks: those that rules ask for, such as those of a NAT or a stateful firewall. Safe for use by several
 * threads. Methods throw {@link IllegalStateException} once the namespace is closed, and {@link LabException} if the kernel refuses.
 *
 * <p>How long a connection is remembered, kernel parameters say, such as {@code net.netfilter.nf_conntrack_udp_timeout}; see {@link
 * NetworkNamespace#sysctl(String, String)}.
 */
public final class Conntrack {

    private static final List<String> PROTOCOLS = List.of("1 icmp", "6 tcp", "17 udp", "58 icmpv6");

    private final NamespaceConnections connections;

    Conntrack(NamespaceConnections connections) {
        this.connections = connections;
    }

    /** The connections as the kernel lists them now, IPv4 and IPv6, in no particular order. */
    public List<TrackedConnection> entries() {
        return connections.list().stream()
                .map(each -> new TrackedConnection(
                        protocol(each.original()),
                        source(each.original()),
                        destination(each.original()),
                        source(each.reply()),
                        destination(each.reply()),
                        each.tcpState() == null ? null : state(each.tcpState()),
                        each.seenReply(),
                        Duration.ofSeconds(each.secondsLeft())))
                .toList();
    }

    /** Forgets all connections, as a router does that restarts. What rules have learnt, such as those of a NAT, stays; see {@link Nats}. */
    public void flush() {
        connections.flush();
    }

    /** Forgets a connection that was listed. Does nothing if it is forgotten already. */
    public void delete(TrackedConnection connection) {
        connections.list().stream()
                .map(io.github.netnsjunit.kernel.conntrack.TrackedConnection::original)
                .filter(each -> protocol(each).equals(connection.protocol())
                        && source(each).equals(connection.source())
                        && destination(each).equals(connection.destination()))
                .findFirst()
                .ifPresent(connections::delete);
    }

    private static TrackedConnection.State state(int number) {
        TrackedConnection.State[] all = TrackedConnection.State.values();
        return number < all.length ? all[number] : TrackedConnection.State.NONE;
    }

    static String protocol(Flow flow) {
        String number = flow.protocol() + " ";
        return PROTOCOLS.stream()
                .filter(each -> each.startsWith(number))
                .map(each -> each.substring(number.length()))
                .findFirst()
                .orElse(number.strip());
    }

    static InetSocketAddress source(Flow flow) {
        return socket(flow.source(), flow.sourcePort());
    }

    /** For ICMP both sides have the identifier. */
    static InetSocketAddress destination(Flow flow) {
        return socket(flow.destination(), flow.isIcmp() ? flow.sourcePort() : flow.destinationPort());
    }

    private static InetSocketAddress socket(InetAddress address, int port) {
        return new InetSocketAddress(address, port);
    }
}
