package io.github.netnsjunit.kernel.route;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.netlink.AttributeWriter;
import io.github.netnsjunit.kernel.netlink.Family;
import io.github.netnsjunit.kernel.netlink.MessageReader;
import io.github.netnsjunit.kernel.netlink.Netlink;
import io.github.netnsjunit.kernel.netlink.NetlinkDump;
import io.github.netnsjunit.kernel.netlink.NetlinkFormatException;
import io.github.netnsjunit.kernel.netlink.Rtnetlink;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel decides about a packet: by its rules, in all its tables. A refusal comes with the errno that a sender would get.
 *
 * @param type what happens to the packet
 * @param table the table that decided
 * @param gateway the next hop, or null if that is the destination
 * @param outputInterface the index of the interface by which the packet leaves
 * @param source the address that the kernel would send from, or null if it does not say
 */
public record RouteLookup(
        RouteType type,
        int table,
        @Nullable InetAddress gateway,
        int outputInterface,
        @Nullable InetAddress source) {

    /** The local table, which holds the namespace's own addresses: {@code RT_TABLE_LOCAL} of {@code linux/rtnetlink.h}. */
    public static final int LOCAL_TABLE = 255;

    private static final int RTA_SRC = 2;
    private static final int RTA_IIF = 3;

    /** Makes the answer tell the table that decided. IPv6 always tells it, and refuses this flag. */
    private static final int RTM_F_LOOKUP_TABLE = 0x1000;

    /** Looks up what happens to a packet that is sent here. */
    public static NetlinkDump<RouteLookup> ofSent(InetAddress destination) {
        return query(destination, null, 0);
    }

    /**
     * Looks up what happens to a packet that arrives here.
     *
     * @param inputInterface the index of the interface by which it arrives
     */
    public static NetlinkDump<RouteLookup> ofArrived(InetAddress destination, InetAddress source, int inputInterface) {
        return query(destination, source, inputInterface);
    }

    private static NetlinkDump<RouteLookup> query(
            InetAddress destination, @Nullable InetAddress source, int inputInterface) {
        return new NetlinkDump<>(
                "find the route to " + IpAddress.text(destination),
                Rtnetlink.RTM_GETROUTE,
                Netlink.NLM_F_ACK,
                out -> write(out, destination, source, inputInterface),
                RouteLookup::parse);
    }

    private static void write(
            AttributeWriter out, InetAddress destination, @Nullable InetAddress source, int inputInterface) {
        boolean ipv4 = Family.of(destination) == Libc.AF_INET;
        // struct rtmsg of linux/rtnetlink.h: family, lengths of destination and source, TOS, table, protocol, scope,
        // type, flags
        out.u8(Family.of(destination))
                .u8(Family.bits(destination))
                .u8(source == null ? 0 : Family.bits(source))
                .u8(0)
                .u8(0)
                .u8(0)
                .u8(0)
                .u8(0)
                .u32(ipv4 ? RTM_F_LOOKUP_TABLE : 0);
        out.putAddress(Rtnetlink.RTA_DST, destination);
        if (source != null) {
            out.putAddress(RTA_SRC, source);
        }
        if (inputInterface != 0) {
            out.putInt(RTA_IIF, inputInterface);
        }
    }

    /**
     * Reads the answer.
     *
     * @throws NetlinkFormatException if it is malformed
     */
    public static RouteLookup parse(MessageReader message) {
        RouteMessage route = RouteMessage.parse(message);
        RouteMessage.NextHop hop = route.nextHops().get(0);
        return new RouteLookup(
                route.type(),
                route.table(),
                hop.gateway(),
                hop.outputInterface(),
                route.attributes().source());
    }
}
