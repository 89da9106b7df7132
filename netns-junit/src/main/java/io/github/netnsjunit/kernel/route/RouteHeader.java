package io.github.netnsjunit.kernel.route;

import io.github.netnsjunit.kernel.netlink.AttributeWriter;
import io.github.netnsjunit.kernel.netlink.Rtnetlink;

/** Writes the header of every request about routes. */
final class RouteHeader {

    private RouteHeader() {}

    /** Writes {@code struct rtmsg} of {@code linux/rtnetlink.h}. */
    static void write(
            AttributeWriter out,
            int family,
            int prefixLength,
            int table,
            int protocol,
            int scope,
            RouteType type,
            int flags) {
        out.u8(family)
                .u8(prefixLength)
                .u8(0)
                .u8(0)
                .u8(table)
                .u8(protocol)
                .u8(scope)
                .u8(type.number())
                .u32(flags);
    }

    /** Writes it for a request that lists or looks up routes. */
    static void writeQuery(AttributeWriter out, int family, int prefixLength) {
        write(
                out,
                family,
                prefixLength,
                0,
                Rtnetlink.RTPROT_UNSPEC,
                Rtnetlink.RT_SCOPE_UNIVERSE,
                RouteType.UNSPECIFIED,
                0);
    }
}
