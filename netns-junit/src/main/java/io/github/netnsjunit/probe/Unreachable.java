package io.github.netnsjunit.probe;

import static java.util.Objects.requireNonNull;

/** Why a host could not be reached. */
public enum Unreachable {
    /**
     * The sender or a router on the way has no route for the packets, or drops them by its routing table.
     *
     * <p>From the namespace's own kernel: {@code ENETUNREACH}; {@code EINVAL}, for a {@code blackhole} route, and for a
     * link-local address without its interface; {@code ENETDOWN} and {@code ENODEV}, for an interface that is down or gone;
     * {@code EADDRNOTAVAIL}, if there is no address to send from. From a router: ICMP 3/0, 3/5, 3/6 and 3/11,
     * ICMPv6 1/0 and 1/2 (type/code; RFC 792, RFC 1812, RFC 4443).
     */
    NO_ROUTE("there is no route to %s"),
    /**
     * There is a route, but it does not lead to the host. The next hop does not answer ARP requests or neighbour solicitations
     * (the kernel gives up after about 3 s); or the route is of type {@code unreachable}; or the packets go in circles until they
     * expire.
     *
     * <p>From the namespace's own kernel: {@code EHOSTUNREACH}. From a router: ICMP 3/1, 3/7, 3/8, 3/12, ICMPv6 1/3, and codes
     * that are not listed here; ICMP 11 and ICMPv6 3, for a packet whose time to live ran out, as in a routing loop.
     */
    HOST_UNREACHABLE("the host %s is unreachable"),
    /**
     * The host is there, but nobody listens on the port, or the host does not speak the protocol: {@code ECONNREFUSED}, which a
     * TCP reset causes; ICMP 3/2 and 3/3, ICMPv6 1/4. A firewall that rejects packets in these ways looks the same.
     */
    REFUSED("%s refused the connection"),
    /** Neither an answer nor an error came in time, or the kernel gave up before that ({@code ETIMEDOUT}). */
    TIMED_OUT("%s did not answer in time"),
    /**
     * A rule forbids it. From the namespace's own kernel: {@code EACCES}, for a {@code prohibit} route, and for a broadcast
     * address; {@code EPERM}, from a firewall. From a router or the host: ICMP 3/9, 3/10, 3/13, 3/14 and 3/15, ICMPv6 1/1, 1/5
     * and 1/6.
     */
    PROHIBITED("reaching %s is prohibited"),
    /** The host's name has no address inside the namespace. Nothing was sent. */
    UNKNOWN_HOST("no address is known for %s"),
    /**
     * Every port from which a connection to the host could start is in use: {@code EADDRNOTAVAIL}. The ports are those of
     * {@code net.ipv4.ip_local_port_range}. Nothing was sent.
     */
    NO_FREE_PORT("no port is free to connect to %s from");

    private final String clause;

    Unreachable(String clause) {
        this.clause = clause;
    }

    /** Returns the reason as a clause about a host, such as {@code there is no route to 192.168.0.194}. */
    public String about(String host) {
        requireNonNull(host, "host");
        return clause.replace("%s", host);
    }
}
