package io.github.netnsjunit.kernel.route;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.netlink.AttributeWriter;
import io.github.netnsjunit.kernel.netlink.Family;
import io.github.netnsjunit.kernel.netlink.Rtnetlink;
import java.net.InetAddress;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Describes a route of the main table, to add or to delete.
 *
 * @param destination the lowest address of the destination network: {@code 0.0.0.0} or {@code ::} for a default route
 * @param prefixLength in bits
 * @param gateway an address of the destination's family; null if the destination is on the link
 * @param outputInterface the interface index; 0 to let the kernel choose the interface that leads to the gateway
 * @param metric the kernel prefers the lower one; 0 for the kernel's default
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
        if (gateway != null && Family.of(gateway) != Family.of(destination)) {
            throw new IllegalArgumentException(
                    "gateway " + IpAddress.text(gateway) + " is of another family than " + IpAddress.text(destination));
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
    void write(AttributeWriter out, int protocol, int scope) {
        RouteHeader.write(out, Family.of(destination), prefixLength, Rtnetlink.RT_TABLE_MAIN, protocol, scope, type);
        if (prefixLength > 0 || Family.of(destination) == Libc.AF_INET6) {
            out.putAddress(Rtnetlink.RTA_DST, destination);
        }
        if (gateway != null) {
            out.putAddress(Rtnetlink.RTA_GATEWAY, gateway);
        }
        if (metric != 0) {
            out.putInt(Rtnetlink.RTA_PRIORITY, metric);
        }
        if (outputInterface != 0) {
            out.putInt(Rtnetlink.RTA_OIF, outputInterface);
        }
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
            text.append(" via ").append(IpAddress.text(gateway));
        }
        if (metric != 0) {
            text.append(" metric ").append(Integer.toUnsignedString(metric));
        }
        return text.toString();
    }
}
