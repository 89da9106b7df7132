package io.github.netnsjunit.kernel.route;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.netlink.AttributeWriter;
import io.github.netnsjunit.kernel.netlink.Family;
import io.github.netnsjunit.kernel.netlink.MessageReader;
import io.github.netnsjunit.kernel.netlink.Netlink;
import io.github.netnsjunit.kernel.netlink.NetlinkDump;
import io.github.netnsjunit.kernel.netlink.Rtnetlink;
import java.net.InetAddress;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks what the kernel decides about a packet, by its rules, in all its tables. A refusal comes with the errno that a sender would get.
 *
 * @param destination the packet's destination
 * @param source its sender; null to leave it out
 * @param inputInterface the index of the interface by which it arrives; 0 if it is sent here
 * @param outputInterface the index of the interface that its socket is bound to; 0 for none
 * @param mark its mark
 * @param transport its protocol and ports
 */
public record FibQuery(
        InetAddress destination,
        @Nullable InetAddress source,
        int inputInterface,
        int outputInterface,
        int mark,
        Transport transport) {

    private static final int RTA_SRC = 2;
    private static final int RTA_IIF = 3;
    private static final int RTA_MARK = 16;

    private static final int RTM_F_FIB_MATCH = 0x2000;
    /** Makes the answer tell the table that decided. IPv6 always tells it, and refuses this flag. */
    private static final int RTM_F_LOOKUP_TABLE = 0x1000;

    /** Asks about any packet to an address that is sent here. */
    public static FibQuery to(InetAddress destination) {
        return new FibQuery(destination, null, 0, 0, 0, Transport.ANY);
    }

    /**
     * Asks by which route it decides, as {@code ip route get fibmatch} does. The kernel answers before Linux 4.14 with the way of the packet
     * instead.
     */
    public NetlinkDump<RouteMessage> request() {
        return request(RTM_F_FIB_MATCH, RouteMessage::parse);
    }

    /** Asks for the way of the packet, as {@code ip route get} does. */
    NetlinkDump<RouteLookup> lookup() {
        return request(0, RouteLookup::parse);
    }

    private <T> NetlinkDump<T> request(int flags, Function<MessageReader, T> parser) {
        return new NetlinkDump<>(
                "find the route to " + IpAddress.text(destination),
                Rtnetlink.RTM_GETROUTE,
                Netlink.NLM_F_ACK,
                out -> write(out, flags),
                parser);
    }

    private void write(AttributeWriter out, int flags) {
        boolean ipv4 = Family.of(destination) == Libc.AF_INET;
        // struct rtmsg of linux/rtnetlink.h: family, lengths of destination and source, TOS, table, protocol, scope,
        // type, flags
        out.u8(Family.of(destination))
                .u8(Family.bits(destination))
                .u8(source == null ? 0 : Family.bits(source))
                .u8(0)
                .u32(0)
                .u32(flags | (ipv4 ? RTM_F_LOOKUP_TABLE : 0));
        out.putAddress(Rtnetlink.RTA_DST, destination);
        if (source != null) {
            out.putAddress(RTA_SRC, source);
        }
        putIfSaid(out, RTA_IIF, inputInterface);
        putIfSaid(out, Rtnetlink.RTA_OIF, outputInterface);
        putIfSaid(out, RTA_MARK, mark);
        transport.write(out);
    }

    private static void putIfSaid(AttributeWriter out, int type, int value) {
        if (value != 0) {
            out.putInt(type, value);
        }
    }
}
