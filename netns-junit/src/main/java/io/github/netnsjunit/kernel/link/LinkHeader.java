package io.github.netnsjunit.kernel.link;

import io.github.netnsjunit.kernel.netlink.AttributeWriter;
import io.github.netnsjunit.kernel.netlink.Rtnetlink;
import java.nio.charset.StandardCharsets;

/** What every request about a link begins with. */
public final class LinkHeader {

    private LinkHeader() {}

    /** {@code struct ifinfomsg} of {@code linux/rtnetlink.h}. */
    public static void write(AttributeWriter out, int index, int flags, int change) {
        write(out, Rtnetlink.AF_UNSPEC, index, flags, change);
    }

    /** The same for a port of a bridge, where the request is about what it is to the bridge. */
    public static void writePort(AttributeWriter out, int index) {
        write(out, Rtnetlink.AF_BRIDGE, index, 0, 0);
    }

    private static void write(AttributeWriter out, int family, int index, int flags, int change) {
        out.u8(family).u8(0).u16(0).u32(index).u32(flags).u32(change);
    }

    /** The same for a link that is to be up from the start, or is left as it comes. */
    public static void write(AttributeWriter out, int index, boolean up) {
        int flags = up ? Rtnetlink.IFF_UP : 0;
        write(out, index, flags, flags);
    }

    /** {@code IFLA_LINKINFO} with the kind alone. */
    public static void kind(AttributeWriter out, String kind) {
        out.nested(Rtnetlink.IFLA_LINKINFO, () -> putKind(out, kind));
    }

    /** The same with what is particular to the kind. */
    public static void kind(AttributeWriter out, String kind, Runnable data) {
        out.nested(Rtnetlink.IFLA_LINKINFO, () -> putKind(out, kind).nested(Rtnetlink.IFLA_INFO_DATA, data));
    }

    private static AttributeWriter putKind(AttributeWriter out, String kind) {
        return out.putBytes(Rtnetlink.IFLA_INFO_KIND, kind.getBytes(StandardCharsets.US_ASCII));
    }
}
