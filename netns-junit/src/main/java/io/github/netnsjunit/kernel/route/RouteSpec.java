package io.github.netnsjunit.kernel.route;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.netlink.AttributeWriter;
import io.github.netnsjunit.kernel.netlink.Family;
import io.github.netnsjunit.kernel.netlink.Rtnetlink;
import io.github.netnsjunit.kernel.route.RouteMessage.NextHop;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Describes a route, to add or to delete.
 *
 * @param destination the lowest address of the destination network: {@code 0.0.0.0} or {@code ::} for a default route
 * @param prefixLength in bits
 * @param hops where the packets may go next. One without a gateway says that the destination is on the link; one without an interface, 0,
 *     lets the kernel choose the interface that leads to the gateway
 * @param metric unsigned; the kernel prefers the lower one; 0 for the kernel's default
 * @param type what happens to the packets
 * @param table the number of its table, unsigned
 */
public record RouteSpec(
        InetAddress destination, int prefixLength, List<NextHop> hops, int metric, RouteType type, int table) {

    /** The header of a message has one byte for a table. */
    private static final int LAST_TABLE_OF_HEADER = 255;

    public RouteSpec {
        hops = List.copyOf(hops);
        for (NextHop hop : hops) {
            InetAddress gateway = hop.gateway();
            if (gateway != null && Family.of(gateway) == Libc.AF_INET && Family.of(destination) == Libc.AF_INET6) {
                throw new IllegalArgumentException("the IPv6 route to " + IpAddress.text(destination)
                        + " cannot have the IPv4 gateway " + IpAddress.text(gateway));
            }
        }
        if (type == RouteType.OTHER) {
            throw new IllegalArgumentException("a route of an unknown type cannot be asked for");
        }
    }

    /** Describes a route of the main table with one next hop. */
    public RouteSpec(
            InetAddress destination,
            int prefixLength,
            @Nullable InetAddress gateway,
            int outputInterface,
            int metric,
            RouteType type) {
        this(
                destination,
                prefixLength,
                List.of(new NextHop(gateway, outputInterface)),
                metric,
                type,
                RouteMessage.MAIN_TABLE);
    }

    /** Whether a route that the kernel lists matches. A gateway of null and an interface of 0 match all; the metric must be equal. */
    public boolean describes(RouteMessage listed) {
        return listed.table() == table
                && listed.type() == type
                && listed.metric() == metric
                && listed.prefixLength() == prefixLength
                && listed.destination().equals(destination)
                && found(listed).isPresent();
    }

    /** The same with the interfaces by which the packets of a matching route leave. */
    public RouteSpec as(RouteMessage listed) {
        return new RouteSpec(destination, prefixLength, found(listed).orElseThrow(), metric, type, table);
    }

    /** The next hops as they are listed, each of which is found once; empty if one is missing. */
    private Optional<List<NextHop>> found(RouteMessage listed) {
        List<NextHop> rest = new ArrayList<>(listed.nextHops());
        // In IPv6 every next hop is a route of its own, and the kernel lists them together.
        if (!isIpv6() && rest.size() != hops.size()) {
            return Optional.empty();
        }
        List<NextHop> found = new ArrayList<>();
        for (NextHop hop : hops) {
            Optional<NextHop> match = rest.stream()
                    .filter(each -> hop.gateway() == null || hop.gateway().equals(each.gateway()))
                    .filter(each -> hop.outputInterface() == 0 || hop.outputInterface() == each.outputInterface())
                    .findFirst();
            if (match.isEmpty()) {
                return Optional.empty();
            }
            rest.remove(match.get());
            found.add(new NextHop(hop.gateway(), match.get().outputInterface()));
        }
        return Optional.of(found);
    }

    private boolean isIpv6() {
        return Family.of(destination) == Libc.AF_INET6;
    }

    /** Writes the header and the attributes, as {@code ip route} does. */
    void write(AttributeWriter out, int protocol, RouteAttributes attributes) {
        boolean one = hops.size() == 1;
        boolean fits = Integer.compareUnsigned(table, LAST_TABLE_OF_HEADER) <= 0;
        RouteHeader.write(
                out,
                Family.of(destination),
                prefixLength,
                fits ? table : 0,
                protocol,
                attributes.scope(),
                type,
                one ? flags(hops.get(0)) : 0);
        if (prefixLength > 0 || isIpv6()) {
            out.putAddress(Rtnetlink.RTA_DST, destination);
        }
        if (one) {
            writeGateway(out, hops.get(0).gateway());
        }
        if (attributes.source() != null) {
            out.putAddress(Rtnetlink.RTA_PREFSRC, attributes.source());
        }
        if (metric != 0) {
            out.putInt(Rtnetlink.RTA_PRIORITY, metric);
        }
        if (!fits) {
            out.putInt(Rtnetlink.RTA_TABLE, table);
        }
        if (one && hops.get(0).outputInterface() != 0) {
            out.putInt(Rtnetlink.RTA_OIF, hops.get(0).outputInterface());
        }
        if (attributes.mtu() != 0) {
            out.nested(Rtnetlink.RTA_METRICS, () -> out.putInt(Rtnetlink.RTAX_MTU, attributes.mtu()));
        }
        if (hops.size() > 1) {
            out.nested(Rtnetlink.RTA_MULTIPATH, () -> hops.forEach(hop -> writeHop(out, hop)));
        }
    }

    /** {@code struct rtnexthop} of {@code linux/rtnetlink.h} and its attribute. The kernel counts the weight from 0. */
    private void writeHop(AttributeWriter out, NextHop hop) {
        out.counted(() -> {
            out.u8(flags(hop)).u8(hop.weight() - 1).u32(hop.outputInterface());
            writeGateway(out, hop.gateway());
        });
    }

    private static int flags(NextHop hop) {
        return hop.onlink() ? Rtnetlink.RTNH_F_ONLINK : 0;
    }

    private void writeGateway(AttributeWriter out, @Nullable InetAddress gateway) {
        if (gateway != null && Family.of(gateway) == Family.of(destination)) {
            out.putAddress(Rtnetlink.RTA_GATEWAY, gateway);
        } else if (gateway != null) {
            out.putBytes(Rtnetlink.RTA_VIA, withFamily(gateway));
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

    /** The route as {@code ip route} prints it, without the interfaces. */
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
        for (NextHop hop : hops) {
            text.append(hops.size() == 1 ? "" : " nexthop");
            InetAddress gateway = hop.gateway();
            if (gateway != null) {
                text.append(Family.of(gateway) == Family.of(destination) ? " via " : " via inet6 ")
                        .append(IpAddress.text(gateway));
            }
            text.append(hop.weight() == 1 ? "" : " weight " + hop.weight());
            text.append(hop.onlink() ? " onlink" : "");
        }
        if (table != RouteMessage.MAIN_TABLE) {
            text.append(" table ").append(RuleMessage.tableName(table));
        }
        if (metric != 0) {
            text.append(" metric ").append(Integer.toUnsignedString(metric));
        }
        return text.toString();
    }
}
