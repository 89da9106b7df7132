package io.github.netnsjunit.kernel;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * A route as the kernel describes it.
 *
 * @param destination the destination prefix's address, the unspecified one for the default route
 * @param prefixLength in bits
 * @param gateway null where there is none, or it is of another family than the destination ({@code RTA_VIA})
 * @param outputInterface the interface index, 0 for none
 * @param metric the lower, the better
 * @param type what becomes of the packets
 * @param table {@code RT_TABLE_…} of {@code linux/rtnetlink.h}: 254 is main, 255 local
 */
public record RouteMessage(
        InetAddress destination,
        int prefixLength,
        @Nullable InetAddress gateway,
        int outputInterface,
        int metric,
        RouteType type,
        int table) {

    /** The number of the main table. */
    public static final int MAIN_TABLE = Rtnetlink.RT_TABLE_MAIN;

    /** The routes of every table of a namespace, of both families. */
    public static NetlinkDump<RouteMessage> dump() {
        return new NetlinkDump<>(
                "list routes",
                Rtnetlink.RTM_GETROUTE,
                RouteHeader::writeAll,
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
        int outputInterface = 0;
        int metric = 0;
        int table = message.u8(4);
        while (attributes.next()) {
            switch (attributes.type()) {
                case Rtnetlink.RTA_DST -> destination = attributes.address();
                case Rtnetlink.RTA_GATEWAY -> gateway = attributes.address();
                case Rtnetlink.RTA_OIF -> outputInterface = attributes.intValue();
                case Rtnetlink.RTA_PRIORITY -> metric = attributes.intValue();
                case Rtnetlink.RTA_TABLE -> table = attributes.intValue();
                default -> {}
            }
        }
        return new RouteMessage(
                destination, message.u8(1), gateway, outputInterface, metric, RouteType.of(message.u8(7)), table);
    }

    /** Whether it is a default route. */
    public boolean isDefault() {
        return prefixLength == 0;
    }
}
