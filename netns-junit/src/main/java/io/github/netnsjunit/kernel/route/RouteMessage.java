package io.github.netnsjunit.kernel.route;

import io.github.netnsjunit.kernel.netlink.AttributeReader;
import io.github.netnsjunit.kernel.netlink.Family;
import io.github.netnsjunit.kernel.netlink.MessageReader;
import io.github.netnsjunit.kernel.netlink.Netlink;
import io.github.netnsjunit.kernel.netlink.NetlinkDump;
import io.github.netnsjunit.kernel.netlink.NetlinkFormatException;
import io.github.netnsjunit.kernel.netlink.Rtnetlink;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A route, as the kernel lists it.
 *
 * @param destination the lowest address of the destination network: {@code 0.0.0.0} or {@code ::} for a default route
 * @param prefixLength in bits
 * @param nextHops where the packets may go next: several for a multipath route, otherwise one, which may have no gateway and no
 *     interface
 * @param metric the kernel prefers the lower one
 * @param type what happens to the packets
 * @param table {@code RT_TABLE_…} of {@code linux/rtnetlink.h}: 254 is main, 255 local
 * @param attributes what else the route says
 * @param protocol {@code RTPROT_…} of {@code linux/rtnetlink.h}: who added it
 */
public record RouteMessage(
        InetAddress destination,
        int prefixLength,
        List<NextHop> nextHops,
        int metric,
        RouteType type,
        int table,
        RouteAttributes attributes,
        int protocol) {

    /** The number of the main table. */
    public static final int MAIN_TABLE = Rtnetlink.RT_TABLE_MAIN;

    /**
     * Where packets may go next.
     *
     * @param gateway null if there is none; an IPv4 route may have an IPv6 gateway ({@code RTA_VIA})
     * @param outputInterface the index of the interface by which the packets leave, 0 for none
     * @param weight of several next hops each gets packets in proportion to its weight, 1 to 256
     * @param onlink whether the gateway is taken to be on the link, whatever the addresses of the interface
     */
    public record NextHop(@Nullable InetAddress gateway, int outputInterface, int weight, boolean onlink) {

        /** A next hop with the weight 1. */
        public NextHop(@Nullable InetAddress gateway, int outputInterface) {
            this(gateway, outputInterface, 1, false);
        }
    }

    public RouteMessage {
        nextHops = List.copyOf(nextHops);
    }

    /** A route that was added by hand and says nothing else. */
    public RouteMessage(
            InetAddress destination, int prefixLength, List<NextHop> nextHops, int metric, RouteType type, int table) {
        this(destination, prefixLength, nextHops, metric, type, table, RouteAttributes.NONE, Rtnetlink.RTPROT_BOOT);
    }

    /** Lists the IPv4 and IPv6 routes of all tables of a namespace. */
    public static NetlinkDump<RouteMessage> dump() {
        return new NetlinkDump<>(
                "list routes",
                Rtnetlink.RTM_GETROUTE,
                out -> RouteHeader.writeQuery(out, Rtnetlink.AF_UNSPEC, 0),
                message -> Family.isInternet(message.u8(0)) ? parse(message) : null);
    }

    /**
     * Reads an {@code RTM_NEWROUTE} of IPv4 or IPv6.
     *
     * @throws NetlinkFormatException if it is malformed
     */
    public static RouteMessage parse(MessageReader message) {
        AttributeReader attributes = message.attributes(Rtnetlink.RTMSG_LENGTH);
        InetAddress destination = Family.unspecified(message.u8(0));
        InetAddress gateway = null;
        List<NextHop> several = List.of();
        int outputInterface = 0;
        int metric = 0;
        InetAddress source = null;
        int mtu = 0;
        int table = message.u8(4);
        while (attributes.next()) {
            switch (attributes.type()) {
                case Rtnetlink.RTA_DST -> destination = attributes.address();
                case Rtnetlink.RTA_GATEWAY, Rtnetlink.RTA_VIA -> gateway = gateway(attributes);
                case Rtnetlink.RTA_MULTIPATH -> several = nextHops(attributes);
                case Rtnetlink.RTA_OIF -> outputInterface = attributes.intValue();
                case Rtnetlink.RTA_PRIORITY -> metric = attributes.intValue();
                case Rtnetlink.RTA_TABLE -> table = attributes.intValue();
                case Rtnetlink.RTA_PREFSRC -> source = attributes.address();
                case Rtnetlink.RTA_METRICS -> mtu = mtu(attributes.nested());
                default -> {}
            }
        }
        return new RouteMessage(
                destination,
                message.u8(1),
                several.isEmpty()
                        ? List.of(new NextHop(gateway, outputInterface, 1, isOnlink(message.u32(8))))
                        : several,
                metric,
                RouteType.of(message.u8(7)),
                table,
                new RouteAttributes(message.u8(6), source, mtu),
                message.u8(5));
    }

    private static boolean isOnlink(int flags) {
        return (flags & Rtnetlink.RTNH_F_ONLINK) != 0;
    }

    private static int mtu(AttributeReader metrics) {
        int mtu = 0;
        while (metrics.next()) {
            if (metrics.type() == Rtnetlink.RTAX_MTU) {
                mtu = metrics.intValue();
            }
        }
        return mtu;
    }

    /** In {@code struct rtvia} the family comes before the address. */
    private static InetAddress gateway(AttributeReader attribute) {
        return attribute.type() == Rtnetlink.RTA_VIA
                ? attribute.addressAt(Rtnetlink.RTVIA_LENGTH)
                : attribute.address();
    }

    /** Reads one {@code struct rtnexthop} after the other. Each is followed by its own attributes. */
    private static List<NextHop> nextHops(AttributeReader multipath) {
        List<NextHop> nextHops = new ArrayList<>();
        int start = 0;
        while (start < multipath.length()) {
            int length = multipath.u16At(start);
            AttributeReader attributes = multipath.nested(start + Rtnetlink.RTNEXTHOP_LENGTH, start + length);
            InetAddress gateway = null;
            while (attributes.next()) {
                if (attributes.type() == Rtnetlink.RTA_GATEWAY || attributes.type() == Rtnetlink.RTA_VIA) {
                    gateway = gateway(attributes);
                }
            }
            // The bytes after the length: flags, and the weight counted from 0.
            nextHops.add(new NextHop(
                    gateway,
                    multipath.intAt(start + 4),
                    multipath.u8At(start + 3) + 1,
                    isOnlink(multipath.u8At(start + 2))));
            start += Netlink.align(length);
        }
        return nextHops;
    }

    /** Whether the kernel itself made it, for an address of an interface. */
    public boolean isKernels() {
        return protocol == Rtnetlink.RTPROT_KERNEL;
    }

    /** Whether this is a default route. */
    public boolean isDefault() {
        return prefixLength == 0;
    }
}
