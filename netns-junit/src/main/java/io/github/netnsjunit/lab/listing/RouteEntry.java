package io.github.netnsjunit.lab.listing;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.address.IpNetwork;
import io.github.netnsjunit.topology.RouteFacts;
import io.github.netnsjunit.topology.RouteScope;
import java.net.InetAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A route of a routing table, as the kernel listed it at one moment. A route with several next hops (multipath) has one entry for each of
 * them.
 *
 * @param to the destination
 * @param via the gateway; {@code null} if the destination is on the link. An IPv4 route may have an IPv6 gateway.
 * @param dev the interface; {@code null} for a route whose type is not {@link Type#UNICAST}
 * @param weight of several next hops each gets connections in proportion to its weight, 1 to 256
 * @param onlink whether the gateway is taken to be on the link, though no address says so
 * @param type what the kernel does with the packets
 * @param table the number of the table, 1 to 4294967295: 254 is the main table
 * @param metric of two routes to one destination, that with the lower metric is used. It is unsigned: compare it by
 *     {@link Integer#compareUnsigned}.
 * @param scope how far away the destination is; {@link RouteScope#GLOBAL} for IPv6
 * @param source the address that the namespace sends from by this route; {@code null} if the route does not say
 * @param mtu the largest packet that is sent by this route, in bytes; 0 for that of the interface
 * @param kernels whether the kernel itself made the route, for an address of an interface
 */
public record RouteEntry(
        IpNetwork to,
        @Nullable InetAddress via,
        @Nullable String dev,
        int weight,
        boolean onlink,
        Type type,
        long table,
        int metric,
        RouteScope scope,
        @Nullable InetAddress source,
        int mtu,
        boolean kernels) {

    /** What the kernel does with packets that match a route. The names are those of {@code ip route}, in capitals. */
    public enum Type {
        UNSPECIFIED,
        /** It sends them to a gateway or on a link. */
        UNICAST,
        /** It delivers them in this namespace. */
        LOCAL,
        BROADCAST,
        ANYCAST,
        MULTICAST,
        /** It drops them without telling the sender. */
        BLACKHOLE,
        /** It drops them and tells the sender that the host is unreachable. */
        UNREACHABLE,
        /** It drops them and tells the sender that communication is prohibited. */
        PROHIBIT,
        /** It goes on with the next routing table. */
        THROW,
        /** A type that this version of the library does not know. */
        OTHER
    }

    /** Whether it is in the main table, in which the kernel looks if no rule says otherwise. */
    public boolean isInMainTable() {
        return table == RouteFacts.MAIN_TABLE;
    }

    /**
     * As {@code ip route} prints it: {@code default via 10.0.0.1 dev veth_blue_ns}. Leaves out the main table, the weight 1, the scope if it is
     * the usual one, and the source of a route that the kernel made.
     */
    @Override
    public String toString() {
        return (type == Type.UNICAST ? "" : type.name().toLowerCase(Locale.ROOT) + " ")
                + to
                + (via == null ? "" : " via " + family(via) + IpAddress.text(via))
                + (dev == null ? "" : " dev " + dev)
                + (isInMainTable() ? "" : " table " + table)
                + (kernels || scope == usualScope()
                        ? ""
                        : " scope " + scope.name().toLowerCase(Locale.ROOT))
                + (kernels || source == null ? "" : " src " + IpAddress.text(source))
                + (metric == 0 ? "" : " metric " + Integer.toUnsignedString(metric))
                + (mtu == 0 ? "" : " mtu " + mtu)
                + (weight == 1 ? "" : " weight " + weight)
                + (onlink ? " onlink" : "");
    }

    private RouteScope usualScope() {
        boolean onLink = type == Type.UNICAST && via == null && to.address().getAddress().length == 4;
        return onLink ? RouteScope.LINK : RouteScope.GLOBAL;
    }

    private String family(InetAddress gateway) {
        return gateway.getAddress().length == to.address().getAddress().length ? "" : "inet6 ";
    }
}
