package io.github.netnsjunit.probe;

import static java.util.Objects.requireNonNull;

/** Why a host could not be reached. */
public enum Unreachable {
    /**
     * Somebody on the way does not know where to send the packets, or drops them by its routing table.
     *
     * <p>The namespace's own kernel: {@code ENETUNREACH}; {@code EINVAL}, the answer of a {@code blackhole} route, and to a
     * link-local address without its interface; {@code ENETDOWN} and {@code ENODEV}, where the interface is down or gone;
     * {@code EADDRNOTAVAIL}, where there is no address, or no free port, to send from. A router: ICMP 3/0, 3/5, 3/6 and 3/11, ICMPv6
     * 1/0 and 1/2.
     */
    NO_ROUTE("there is no route to %s"),
    /**
     * The network is known, the host on it cannot be reached: its neighbour does not answer ARP or neighbour solicitations, which
     * the kernel gives up after about three seconds, or an {@code unreachable} route says so, or the packets never arrive.
     *
     * <p>{@code EHOSTUNREACH}; ICMP 3/1, 3/7, 3/8, 3/12, ICMPv6 1/3, and the codes that this version does not know; ICMP 11 and ICMPv6
     * 3, where the packet's time to live ran out, as it does in a routing loop.
     */
    HOST_UNREACHABLE("the host %s is unreachable"),
    /**
     * The host is there and nobody listens on the port, or it does not speak the protocol: {@code ECONNREFUSED}, which follows a
     * reset; ICMP 3/2 and 3/3, ICMPv6 1/4. A filter that rejects looks the same.
     */
    REFUSED("%s refused the connection"),
    /** Nothing came back in time, neither an answer nor an error; or the kernel gave up before that ({@code ETIMEDOUT}). */
    TIMED_OUT("%s did not answer in time"),
    /**
     * A rule forbids it. The namespace's own: {@code EACCES}, the answer of a {@code prohibit} route, and to a broadcast address;
     * {@code EPERM}, the answer of a filter. Another's: ICMP 3/9, 3/10, 3/13, 3/14 and 3/15, ICMPv6 1/1, 1/5 and 1/6.
     */
    PROHIBITED("reaching %s is prohibited"),
    /** The host's name has no address inside the namespace. */
    UNKNOWN_HOST("no address is known for %s");

    private final String words;

    Unreachable(String words) {
        this.words = words;
    }

    /** The reason as a clause about a host, such as {@code there is no route to 192.168.0.194}. */
    public String about(String host) {
        requireNonNull(host, "host");
        return words.replace("%s", host);
    }
}
