package io.github.netnsjunit.kernel.link;

import io.github.netnsjunit.kernel.netlink.AttributeWriter;

/**
 * An interface with the MAC address of another one, which it lies over.
 *
 * @param mode from {@code enum ipvlan_mode} of {@code linux/if_link.h}
 * @param isolated whether it does not reach the others over the same interface
 */
public record IpvlanKind(int mode, boolean isolated) implements LinkKind {

    // linux/if_link.h
    private static final int IFLA_IPVLAN_MODE = 1;
    private static final int IFLA_IPVLAN_FLAGS = 2;
    private static final int IPVLAN_F_PRIVATE = 1;

    @Override
    public String name() {
        return "ipvlan";
    }

    @Override
    public void write(AttributeWriter data) {
        data.putShort(IFLA_IPVLAN_MODE, mode).putShort(IFLA_IPVLAN_FLAGS, isolated ? IPVLAN_F_PRIVATE : 0);
    }
}
