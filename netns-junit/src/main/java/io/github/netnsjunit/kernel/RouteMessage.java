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
 * @param protocol who made it: {@code RTPROT_…} of {@code linux/rtnetlink.h}
 * @param table {@code RT_TABLE_…} of {@code linux/rtnetlink.h}: 254 is main, 255 local
 * @param scope {@code RT_SCOPE_…} of {@code linux/rtnetlink.h}: 0 through a gateway, 253 on the link, 254 on this host
 * @param preferredSource the source address of packets that have none yet; null where it is left open
 */
public record RouteMessage(
        InetAddress destination,
        int prefixLength,
        @Nullable InetAddress gateway,
        int outputInterface,
        int metric,
        RouteType type,
        int protocol,
        int table,
        int scope,
        @Nullable InetAddress preferredSource) {

    /** The number of the main table. */
    public static final int MAIN_TABLE = Rtnetlink.RT_TABLE_MAIN;

    /** The routes of every table of a namespace, of both families. */
    public static NetlinkDump<RouteMessage> dump() {
        return new NetlinkDump<>(
                "list routes",
                Rtnetlink.RTM_GETROUTE,
                out -> out.u32(Rtnetlink.AF_UNSPEC).u32(0).u32(0),
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
        InetAddress preferredSource = null;
        int outputInterface = 0;
        int metric = 0;
        int table = message.u8(4);
        while (attributes.next()) {
            switch (attributes.type()) {
                case Rtnetlink.RTA_DST -> destination = attributes.address();
                case Rtnetlink.RTA_GATEWAY -> gateway = attributes.address();
                case Rtnetlink.RTA_PREFSRC -> preferredSource = attributes.address();
                case Rtnetlink.RTA_OIF -> outputInterface = attributes.intValue();
                case Rtnetlink.RTA_PRIORITY -> metric = attributes.intValue();
                case Rtnetlink.RTA_TABLE -> table = attributes.intValue();
                default -> {}
            }
        }
        return new RouteMessage(
                destination,
                message.u8(1),
                gateway,
                outputInterface,
                metric,
                RouteType.of(message.u8(7)),
                message.u8(5),
                table,
                message.u8(6),
                preferredSource);
    }

    /** Whether it is a default route. */
    public boolean isDefault() {
        return prefixLength == 0;
    }
}
