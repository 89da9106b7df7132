package io.github.netnsjunit.kernel.neighbour;

import io.github.netnsjunit.kernel.netlink.AttributeWriter;

/** What every request about a neighbour, or an entry of a bridge's forwarding table, begins with. */
public final class NeighbourHeader {

    private NeighbourHeader() {}

    /** {@code struct ndmsg} of {@code linux/neighbour.h}. */
    public static void write(AttributeWriter out, int family, int index, int state) {
        out.u8(family).u8(0).u16(0).u32(index).u16(state).u8(0).u8(0);
    }

    /** The same for a whole table. */
    public static void writeAll(AttributeWriter out, int family) {
        write(out, family, 0, 0);
    }
}
