package io.github.netnsjunit.kernel.route;

import io.github.netnsjunit.kernel.netlink.AttributeWriter;
import io.github.netnsjunit.kernel.netlink.Family;
import io.github.netnsjunit.kernel.netlink.Rtnetlink;
import java.net.InetAddress;

/** What every request about a route begins with. */
public final class RouteHeader {

    private RouteHeader() {}

    /** {@code struct rtmsg} of {@code linux/rtnetlink.h}. */
    static void write(
            AttributeWriter out, int family, int prefixLength, int table, int protocol, int scope, RouteType type) {
        out.u8(family)
                .u8(prefixLength)
                .u8(0)
                .u8(0)
                .u8(table)
                .u8(protocol)
                .u8(scope)
                .u8(type.number())
                .u32(0);
    }

    /** The same for every route there is. */
    static void writeAll(AttributeWriter out) {
        writeQuestion(out, Rtnetlink.AF_UNSPEC, 0);
    }

    /** The same for whichever route leads to an address. */
    static void writeLookup(AttributeWriter out, InetAddress destination) {
        writeQuestion(out, Family.of(destination), Family.bits(destination));
    }

    private static void writeQuestion(AttributeWriter out, int family, int prefixLength) {
        write(
                out,
                family,
                prefixLength,
                0,
                Rtnetlink.RTPROT_UNSPEC,
                Rtnetlink.RT_SCOPE_UNIVERSE,
                RouteType.UNSPECIFIED);
    }
}
