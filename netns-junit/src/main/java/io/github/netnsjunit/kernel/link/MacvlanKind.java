package io.github.netnsjunit.kernel.link;

import io.github.netnsjunit.kernel.netlink.AttributeWriter;

/**
 * An interface with a MAC address of its own above another interface.
 *
 * @param name {@code macvlan}, or {@code macvtap} for one that a program reads and writes
 * @param mode from {@code enum macvlan_mode} of {@code linux/if_link.h}
 */
public record MacvlanKind(String name, int mode) implements LinkKind {

    /** In {@code linux/if_link.h}. */
    private static final int IFLA_MACVLAN_MODE = 1;

    @Override
    public void write(AttributeWriter data) {
        data.putInt(IFLA_MACVLAN_MODE, mode);
    }
}
