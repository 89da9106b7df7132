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
 * A route of the main table, to add or to delete.
 *
 * @param destination the destination prefix's address; the unspecified address with prefix length 0 makes the default route
 * @param prefixLength in bits
 * @param gateway of the destination's family, null where the destination is on the link
 * @param outputInterface the interface index, 0 to let the gateway decide
 * @param metric the lower, the better; 0 for the kernel's default
 * @param type what becomes of the packets
 */
public record RouteSpec(
        InetAddress destination,
        int prefixLength,
        @Nullable InetAddress gateway,
        int outputInterface,
        int metric,
        RouteType type) {

    public RouteSpec {
        Family.checkPrefix(destination, prefixLength);
        if (gateway != null && Family.of(gateway) != Family.of(destination)) {
            throw new IllegalArgumentException(
                    "gateway " + IpAddress.text(gateway) + " is of another family than " + IpAddress.text(destination));
        }
        if (type == RouteType.OTHER) {
            throw new IllegalArgumentException("a route of an unknown type cannot be asked for");
        }
    }

    /** Whether a route that the kernel lists is this one: what is left at 0 or null here may be anything there, but for the metric. */
    public boolean describes(RouteMessage listed) {
        return listed.table() == RouteMessage.MAIN_TABLE
                && listed.type() == type
                && listed.metric() == metric
                && listed.prefixLength() == prefixLength
                && listed.destination().equals(destination)
                && hops(listed).findAny().isPresent();
    }

    /** The index of the interface by which such a route leaves. */
    public int interfaceOf(RouteMessage listed) {
        return hops(listed).findFirst().orElseThrow().outputInterface();
    }

    /** IPv6 lists routes that differ in their next hops alone as one; in IPv4 a route with several is another. */
    private Stream<RouteMessage.NextHop> hops(RouteMessage listed) {
        boolean single = listed.nextHops().size() == 1 || Family.of(destination) == Libc.AF_INET6;
        return listed.nextHops().stream()
                .filter(hop -> single
                        && (gateway == null || gateway.equals(hop.gateway()))
                        && (outputInterface == 0 || outputInterface == hop.outputInterface()));
    }

    /** The header and the attributes, as {@code ip route} sends them. */
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

    /** As {@code ip route} would print it, but for the interface. */
    @Override
    public String toString() {
        var words = new StringBuilder();
        if (type != RouteType.UNICAST) {
            words.append(type.name().toLowerCase(Locale.ROOT)).append(' ');
        }
        if (prefixLength == 0) {
            words.append("default");
        } else {
            words.append(IpAddress.text(destination)).append('/').append(prefixLength);
        }
        if (gateway != null) {
            words.append(" via ").append(IpAddress.text(gateway));
        }
        if (metric != 0) {
            words.append(" metric ").append(Integer.toUnsignedString(metric));
        }
        return words.toString();
    }
}
