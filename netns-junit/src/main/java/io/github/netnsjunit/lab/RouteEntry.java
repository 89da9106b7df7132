package io.github.netnsjunit.lab;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.address.IpNetwork;
import java.net.InetAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A route of the main routing table, as the kernel listed it at one moment. A route with several next hops (multipath) has one entry
 * for each of them.
 *
 * @param to the destination
 * @param via the gateway; {@code null} if the destination is on the link. An IPv4 route may have an IPv6 gateway.
 * @param dev the interface; {@code null} for a route whose type is not {@link Type#UNICAST}
 * @param metric of two routes to one destination, that with the lower metric is used. It is unsigned: compare it by
 *     {@link Integer#compareUnsigned}.
 * @param type what the kernel does with the packets
 */
public record RouteEntry(
        IpNetwork to, @Nullable InetAddress via, @Nullable String dev, int metric, Type type) {

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
