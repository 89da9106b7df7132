package io.github.netnsjunit.probe;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.kernel.route.FibQuery;
import io.github.netnsjunit.kernel.route.Transport;
import io.github.netnsjunit.kernel.socket.IpProtocol;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.system.Ports;
import io.github.netnsjunit.probe.path.FibAnswer;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The question by which route a kernel sends a packet, as {@code ip route get fibmatch} asks it. The kernel itself answers, by all its
 * rules and tables, and nothing is sent. Immutable.
 *
 * @param host the destination: a name or an address
 * @param from the sender's address; {@code null} to leave it to the kernel
 * @param iif the name of the interface by which the packet arrives, for one that is forwarded, which needs a sender too; {@code null}
 *     if the namespace itself sends it
 * @param oif the name of the interface that the sender's socket is bound to; {@code null} for none
 * @param mark the packet's mark, 0 to 4294967295
 * @param protocol the number of its protocol, 6 for TCP and 17 for UDP; 0 to leave it open
 * @param port the port of the destination; 0 to leave it open
 */
public record RouteQuery(
        String host,
        @Nullable InetAddress from,
        @Nullable String iif,
        @Nullable String oif,
        long mark,
        int protocol,
        int port) {

    private static final long HIGHEST_MARK = 0xFFFF_FFFFL;

    public RouteQuery {
        Sending.checkHost(host);
        if (mark < 0 || mark > HIGHEST_MARK) {
            throw new IllegalArgumentException("the mark [" + mark + "] is not between 0 and " + HIGHEST_MARK);
        }
    }

    /** Asks about a packet to a host, given by name or address, that the namespace itself sends. */
    public static RouteQuery to(String host) {
        return new RouteQuery(host, null, null, null, 0, 0, 0);
    }

    /** The same for a packet from this address. */
    public RouteQuery from(String address) {
        return new RouteQuery(host, IpAddress.parse(address), iif, oif, mark, protocol, port);
    }

    /** The same for a packet that arrives by an interface from an address, and is to be forwarded. */
    public RouteQuery arriving(String interfaceName, String sender) {
        requireNonNull(interfaceName, "interfaceName");
        return new RouteQuery(host, IpAddress.parse(sender), interfaceName, oif, mark, protocol, port);
    }

    /** The same for a packet of a socket that is bound to an interface. */
    public RouteQuery boundTo(String interfaceName) {
        return new RouteQuery(host, from, iif, requireNonNull(interfaceName, "interfaceName"), mark, protocol, port);
    }

    /** The same for a packet with a mark, 0 to 4294967295. */
    public RouteQuery mark(long value) {
        return new RouteQuery(host, from, iif, oif, value, protocol, port);
    }

    /** The same for a packet to a TCP port. */
    public RouteQuery tcp(int toPort) {
        Ports.check(toPort);
        return new RouteQuery(host, from, iif, oif, mark, IpProtocol.IPPROTO_TCP, toPort);
    }

    /** The same for a packet to a UDP port. */
    public RouteQuery udp(int toPort) {
        Ports.check(toPort);
        return new RouteQuery(host, from, iif, oif, mark, IpProtocol.IPPROTO_UDP, toPort);
    }

    /**
     * Asks the kernel of a namespace. Of a name with several addresses the first one is asked about.
     *
     * @throws IllegalArgumentException if the namespace has no interface with a name that the question mentions
     */
    public RouteAnswer ask(NetworkNamespace namespace) {
        InetAddress destination;
        try {
            destination = namespace.resolve(host);
        } catch (UnknownHostException unknown) {
            return new RouteAnswer(namespace.name(), this, List.of(), String.valueOf(unknown.getMessage()));
        }
        if (from != null && !from.getClass().equals(destination.getClass())) {
            throw new IllegalArgumentException("[" + IpAddress.text(from) + "] is not of the same family as ["
                    + IpAddress.text(destination) + "]");
        }
        FibAnswer answer = FibAnswer.ask(
                namespace,
                new FibQuery(
                        destination,
                        from,
                        index(namespace, iif),
                        index(namespace, oif),
                        (int) mark,
                        new Transport(protocol, 0, port)));
        return new RouteAnswer(namespace.name(), this, answer.hops(), answer.refusal());
    }

    private static int index(NetworkNamespace namespace, @Nullable String interfaceName) {
        return interfaceName == null
                ? 0
                : namespace.interfaceNamed(interfaceName).index();
    }

    /** As {@code ip route get} takes it: {@code 203.0.113.1 from 10.0.2.2 ipproto 6 dport 443}. */
    @Override
    public String toString() {
        return host
                + (from == null ? "" : " from " + IpAddress.text(from))
                + (iif == null ? "" : " iif " + iif)
                + (oif == null ? "" : " oif " + oif)
                + (mark == 0 ? "" : " mark 0x" + Long.toHexString(mark))
                + (protocol == 0
                        ? ""
                        : " ipproto "
                                + (protocol == IpProtocol.IPPROTO_TCP
                                        ? "tcp"
                                        : protocol == IpProtocol.IPPROTO_UDP ? "udp" : protocol))
                + (port == 0 ? "" : " dport " + port);
    }
}
