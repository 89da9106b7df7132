package io.github.netnsjunit.kernel.link;

import io.github.netnsjunit.kernel.netlink.AttributeWriter;
import io.github.netnsjunit.kernel.netlink.Rtnetlink;
import java.nio.charset.StandardCharsets;

/** Writes what requests about links have in common. */
public final class LinkHeader {

    private LinkHeader() {}

    /** Writes {@code struct ifinfomsg} of {@code linux/rtnetlink.h}; the flags of the link are left as they are. */
    public static void write(AttributeWriter out, int index) {
        write(out, index, 0, 0);
    }

    /** Writes {@code struct ifinfomsg}; {@code change} has the bits of those {@code flags} that are to be set or cleared. */
    static void write(AttributeWriter out, int index, int flags, int change) {
        write(out, Rtnetlink.AF_UNSPEC, index, flags, change);
    }

    /** Writes {@code struct ifinfomsg} for a request about a port of a bridge. */
    public static void writePort(AttributeWriter out, int index) {
        write(out, Rtnetlink.AF_BRIDGE, index, 0, 0);
    }

    private static void write(AttributeWriter out, int family, int index, int flags, int change) {
        out.u8(family).u8(0).u16(0).u32(index).u32(flags).u32(change);
    }

    /** Writes {@code IFLA_LINKINFO}: the kind and its attributes. */
    static void writeKind(AttributeWriter out, LinkKind kind) {
        out.nested(Rtnetlink.IFLA_LINKINFO, () -> {
            out.putBytes(Rtnetlink.IFLA_INFO_KIND, kind.name().getBytes(StandardCharsets.US_ASCII));
            if (kind.hasData()) {
                out.nested(Rtnetlink.IFLA_INFO_DATA, () -> kind.write(out));
            }
        });
    }
}
