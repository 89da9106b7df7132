package io.github.netnsjunit.kernel.route;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.netlink.AttributeWriter;
import io.github.netnsjunit.kernel.netlink.Family;
import io.github.netnsjunit.kernel.netlink.Rtnetlink;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Describes a route of the main table, to add or to delete.
 *
 * @param destination the lowest address of the destination network: {@code 0.0.0.0} or {@code ::} for a default route
 * @param prefixLength in bits
 * @param gateway null if the destination is on the link; an IPv4 route may have an IPv6 gateway
 * @param outputInterface the interface index; 0 to let the kernel choose the interface that leads to the gateway
 * @param metric unsigned; the kernel prefers the lower one; 0 for the kernel's default
 * @param type what happens to the packets
 */
public record RouteSpec(
        InetAddress destination,
        int prefixLength,
        @Nullable InetAddress gateway,
        int outputInterface,
        int metric,
        RouteType type) {

    public RouteSpec {
        if (gateway != null && Family.of(gateway) == Libc.AF_INET && Family.of(destination) == Libc.AF_INET6) {
            throw new IllegalArgumentException("the IPv6 route to " + IpAddress.text(destination)
                    + " cannot have the IPv4 gateway " + IpAddress.text(gateway));
        }
        if (type == RouteType.OTHER) {
            throw new IllegalArgumentException("a route of an unknown type cannot be asked for");
        }
    }

    /** Whether a route that the kernel lists matches. A gateway of null and an interface of 0 match all; the metric must be equal. */
    public boolean describes(RouteMessage listed) {
        return listed.table() == RouteMessage.MAIN_TABLE
                && listed.type() == type
                && listed.metric() == metric
                && listed.prefixLength() == prefixLength
                && listed.destination().equals(destination)
                && matchingHops(listed).findAny().isPresent();
    }

    /** The index of the interface by which the packets of a matching route leave. */
    public int interfaceOf(RouteMessage listed) {
        return matchingHops(listed).findFirst().orElseThrow().outputInterface();
    }

    /**
     * In IPv6 every next hop was added as a route, and the kernel lists them together. In IPv4 a route with several next hops was
     * added as such, so none of them is a route that this could describe.
     */
    private Stream<RouteMessage.NextHop> matchingHops(RouteMessage listed) {
        boolean hopsAreRoutes = listed.nextHops().size() == 1 || Family.of(destination) == Libc.AF_INET6;
        return listed.nextHops().stream()
                .filter(hop -> hopsAreRoutes
                        && (gateway == null || gateway.equals(hop.gateway()))
                        && (outputInterface == 0 || outputInterface == hop.outputInterface()));
    }

    /** Writes the header and the attributes, as {@code ip route} does. */
    void write(AttributeWriter out, int protocol, int scope, int flags) {
        RouteHeader.write(
                out, Family.of(destination), prefixLength, Rtnetlink.RT_TABLE_MAIN, protocol, scope, type, flags);
        if (prefixLength > 0 || Family.of(destination) == Libc.AF_INET6) {
            out.putAddress(Rtnetlink.RTA_DST, destination);
        }
        if (gateway != null) {
            if (Family.of(gateway) == Family.of(destination)) {
                out.putAddress(Rtnetlink.RTA_GATEWAY, gateway);
            } else {
                out.putBytes(Rtnetlink.RTA_VIA, withFamily(gateway));
            }
        }
        if (metric != 0) {
            out.putInt(Rtnetlink.RTA_PRIORITY, metric);
        }
        if (outputInterface != 0) {
            out.putInt(Rtnetlink.RTA_OIF, outputInterface);
        }
    }

    /** {@code struct rtvia} of {@code linux/rtnetlink.h}: the family, then the address. */
    private static byte[] withFamily(InetAddress address) {
        byte[] bytes = address.getAddress();
        return ByteBuffer.allocate(Rtnetlink.RTVIA_LENGTH + bytes.length)
                .order(ByteOrder.nativeOrder())
                .putShort((short) Family.of(address))
                .put(bytes)
                .array();
    }

    /** The route as {@code ip route} prints it, without the interface. */
    @Override
    public String toString() {
        var text = new StringBuilder();
        if (type != RouteType.UNICAST) {
            text.append(type.name().toLowerCase(Locale.ROOT)).append(' ');
        }
        if (prefixLength == 0) {
            text.append("default");
        } else {
            text.append(IpAddress.text(destination)).append('/').append(prefixLength);
        }
        if (gateway != null) {
            text.append(Family.of(gateway) == Family.of(destination) ? " via " : " via inet6 ")
                    .append(IpAddress.text(gateway));
        }
        if (metric != 0) {
            text.append(" metric ").append(Integer.toUnsignedString(metric));
        }
        return text.toString();
    }
}
