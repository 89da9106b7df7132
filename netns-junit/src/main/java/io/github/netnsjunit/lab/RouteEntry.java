package io.github.netnsjunit.lab;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.address.IpNetwork;
import java.net.InetAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A route of the main routing table, as the kernel listed it at one moment. One with several next hops (multipath) is listed as one
 * entry for each.
 *
 * @param to the destination
 * @param via the gateway, or {@code null} where the destination is on the link; IPv4 may go by a gateway of IPv6
 * @param dev the interface, or {@code null} for a route that leads nowhere
 * @param metric of two routes to one destination the lower wins; unsigned, as {@link Integer#compareUnsigned} compares
 * @param type what becomes of the packets
 */
public record RouteEntry(
        IpNetwork to, @Nullable InetAddress via, @Nullable String dev, int metric, Type type) {

    /** What becomes of packets that a route matches, named as {@code ip route} does, in capitals. */
    public enum Type {
        UNSPECIFIED,
        /** They go to a gateway or a link. */
        UNICAST,
        /** They are delivered here. */
        LOCAL,
        BROADCAST,
        ANYCAST,
        MULTICAST,
        /** They are dropped in silence. */
        BLACKHOLE,
        /** They are dropped, and the sender is told that the host is unreachable. */
        UNREACHABLE,
        /** They are dropped, and the sender is told that communication is prohibited. */
        PROHIBIT,
        /** The next routing table is asked. */
        THROW,
        /** One that this version does not know. */
        OTHER
    }

    /** As {@code ip route} prints it: {@code default via 10.0.0.1 dev veth_blue_ns}. */
    @Override
    public String toString() {
        return (type == Type.UNICAST ? "" : type.name().toLowerCase(Locale.ROOT) + " ")
                + to
                + (via == null ? "" : " via " + family(via) + IpAddress.text(via))
                + (dev == null ? "" : " dev " + dev)
                + (metric == 0 ? "" : " metric " + Integer.toUnsignedString(metric));
    }

    private String family(InetAddress gateway) {
        return gateway.getAddress().length == to.address().getAddress().length ? "" : "inet6 ";
    }
}
