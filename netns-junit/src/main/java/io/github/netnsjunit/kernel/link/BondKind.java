package io.github.netnsjunit.kernel.link;

import io.github.netnsjunit.kernel.netlink.AttributeWriter;

/**
 * A bond.
 *
 * @param mode from {@code linux/if_bonding.h}
 * @param monitoring how often it looks whether its ports have a carrier, in milliseconds
 */
public record BondKind(int mode, int monitoring) implements LinkKind {

    // linux/if_link.h
    private static final int IFLA_BOND_MODE = 1;
    private static final int IFLA_BOND_MIIMON = 3;

    @Override
    public String name() {
        return "bond";
    }

    @Override
    public void write(AttributeWriter data) {
        data.putByte(IFLA_BOND_MODE, mode).putInt(IFLA_BOND_MIIMON, monitoring);
    }
}
