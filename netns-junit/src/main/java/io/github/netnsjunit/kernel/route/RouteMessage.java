package io.github.netnsjunit.kernel.route;

import io.github.netnsjunit.address.IpAddress;
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
 * A route as the kernel describes it.
 *
 * @param destination the destination prefix's address, the unspecified one for the default route
 * @param prefixLength in bits
 * @param nextHops where its packets may go next: several for a multipath route, else one, be it without gateway and interface
 * @param metric the lower, the better
 * @param type what becomes of the packets
 * @param table {@code RT_TABLE_…} of {@code linux/rtnetlink.h}: 254 is main, 255 local
 */
public record RouteMessage(
        InetAddress destination, int prefixLength, List<NextHop> nextHops, int metric, RouteType type, int table) {

    /** The number of the main table. */
    public static final int MAIN_TABLE = Rtnetlink.RT_TABLE_MAIN;

    /**
     * Where packets may go next.
     *
     * @param gateway null where there is none; may be of another family than the route ({@code RTA_VIA})
     * @param outputInterface the interface index, 0 for none
     */
    public record NextHop(@Nullable InetAddress gateway, int outputInterface) {}

    public RouteMessage {
        nextHops = List.copyOf(nextHops);
    }

    /** The routes of every table of a namespace, of both families. */
    public static NetlinkDump<RouteMessage> dump() {
        return new NetlinkDump<>(
                "list routes",
                Rtnetlink.RTM_GETROUTE,
                RouteHeader::writeAll,
                message -> Family.isInternet(message.u8(0)) ? parse(message) : null);
    }

    /**
     * The route that packets to an address take from here, as {@code ip route get} finds it by way of rules and tables: a listing of
     * one, or refused with the errno that a sender gets.
     */
    public static NetlinkDump<RouteMessage> leadingTo(InetAddress destination) {
        return new NetlinkDump<>(
                "find the route to " + IpAddress.text(destination),
                Rtnetlink.RTM_GETROUTE,
                Netlink.NLM_F_ACK,
                out -> {
                    RouteHeader.writeLookup(out, destination);
                    out.putAddress(Rtnetlink.RTA_DST, destination);
                },
                RouteMessage::parse);
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
        int table = message.u8(4);
        while (attributes.next()) {
            switch (attributes.type()) {
                case Rtnetlink.RTA_DST -> destination = attributes.address();
                case Rtnetlink.RTA_GATEWAY, Rtnetlink.RTA_VIA -> gateway = gateway(attributes);
                case Rtnetlink.RTA_MULTIPATH -> several = nextHops(attributes);
                case Rtnetlink.RTA_OIF -> outputInterface = attributes.intValue();
                case Rtnetlink.RTA_PRIORITY -> metric = attributes.intValue();
                case Rtnetlink.RTA_TABLE -> table = attributes.intValue();
                default -> {}
            }
        }
        return new RouteMessage(
                destination,
                message.u8(1),
                several.isEmpty() ? List.of(new NextHop(gateway, outputInterface)) : several,
                metric,
                RouteType.of(message.u8(7)),
                table);
    }

    /** {@code struct rtvia} has the address behind its family. */
    private static InetAddress gateway(AttributeReader attribute) {
        return attribute.type() == Rtnetlink.RTA_VIA
                ? attribute.addressAt(Rtnetlink.RTVIA_LENGTH)
                : attribute.address();
    }

    /** One {@code struct rtnexthop} after the other, each with attributes of its own. */
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
            nextHops.add(new NextHop(gateway, multipath.intAt(start + 4)));
            start += Netlink.align(length);
        }
        return nextHops;
    }

    /** Whether it is a default route. */
    public boolean isDefault() {
        return prefixLength == 0;
    }
}
