package io.github.netnsjunit.kernel.route;

/** What happens to packets that a route matches: {@code RTN_…} of {@code linux/rtnetlink.h}. */
public enum RouteType {
    UNSPECIFIED(0),
    /** They are forwarded to a gateway or a link. */
    UNICAST(1),
    /** They are delivered to this host. */
    LOCAL(2),
    BROADCAST(3),
    ANYCAST(4),
    MULTICAST(5),
    /** They are dropped silently; a sender on this host gets {@code EINVAL}. */
    BLACKHOLE(6),
    /** They are answered with ICMP host unreachable; a sender on this host gets {@code EHOSTUNREACH}. */
    UNREACHABLE(7),
    /** They are answered with ICMP communication prohibited; a sender on this host gets {@code EACCES}. */
    PROHIBIT(8),
    /** The kernel looks for a route in the next table. */
    THROW(9),
    /** A type that this version does not know. It is never sent. */
    OTHER(-1);

    private static final RouteType[] KNOWN = values();

    private final int number;

    RouteType(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static RouteType of(int number) {
        return number < KNOWN.length - 1 ? KNOWN[number] : OTHER;
    }
}
