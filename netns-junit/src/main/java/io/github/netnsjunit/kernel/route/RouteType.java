package io.github.netnsjunit.kernel.route;

/** What becomes of packets that a route matches: {@code RTN_…} of {@code linux/rtnetlink.h}. */
public enum RouteType {
    UNSPECIFIED(0),
    /** Forwarded to a gateway or a link. */
    UNICAST(1),
    /** Delivered here. */
    LOCAL(2),
    BROADCAST(3),
    ANYCAST(4),
    MULTICAST(5),
    /** Dropped in silence; the sender here sees {@code EINVAL}. */
    BLACKHOLE(6),
    /** Answered with ICMP host unreachable; the sender here sees {@code EHOSTUNREACH}. */
    UNREACHABLE(7),
    /** Answered with ICMP communication prohibited; the sender here sees {@code EACCES}. */
    PROHIBIT(8),
    /** Looked up in the next table. */
    THROW(9),
    /** One that this version does not know; never sent. */
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
