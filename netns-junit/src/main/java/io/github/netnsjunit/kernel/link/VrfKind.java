package io.github.netnsjunit.kernel.link;

import io.github.netnsjunit.kernel.netlink.AttributeWriter;

/**
 * A routing table for the interfaces that are its ports.
 *
 * @param table the number of the table, unsigned
 */
public record VrfKind(int table) implements LinkKind {

    /** In {@code linux/if_link.h}. */
    private static final int IFLA_VRF_TABLE = 1;

    @Override
    public String name() {
        return "vrf";
    }

    @Override
    public void write(AttributeWriter data) {
        data.putInt(IFLA_VRF_TABLE, table);
    }

    @Override
    public String details() {
        return " with table " + Integer.toUnsignedString(table);
    }
}
