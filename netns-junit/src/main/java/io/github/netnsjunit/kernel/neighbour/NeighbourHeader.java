package io.github.netnsjunit.kernel.neighbour;

import io.github.netnsjunit.kernel.netlink.AttributeWriter;

/** Writes the request for a table of neighbours. */
public final class NeighbourHeader {

    private NeighbourHeader() {}

    /**
     * Writes {@code struct ndmsg} of {@code linux/neighbour.h} with nothing but the family.
     *
     * @param family {@code AF_UNSPEC} for the neighbours of all families, {@code AF_BRIDGE} for the forwarding tables of bridges
     */
    public static void write(AttributeWriter out, int family) {
        out.u8(family).u8(0).u16(0).u32(0).u16(0).u8(0).u8(0);
    }
}
