package io.github.netnsjunit.topology;

/** What happens to packets that a route matches. The names are those of {@code ip route}, in capitals. */
public enum RouteType {
    /** They are sent to a gateway or on a link. */
    UNICAST,
    /** They are dropped, and nobody is told. A sender in the same namespace gets {@code EINVAL}. */
    BLACKHOLE,
    /** They are dropped, and the sender is told that the host is unreachable. */
    UNREACHABLE,
    /** They are dropped, and the sender is told that communication is prohibited. */
    PROHIBIT,
    /** The kernel goes on as if this routing table had no route. After the main table that means: there is none. */
    THROW
}
