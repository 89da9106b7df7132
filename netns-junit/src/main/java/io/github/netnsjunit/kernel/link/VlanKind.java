package io.github.netnsjunit.kernel.link;

import io.github.netnsjunit.kernel.netlink.AttributeWriter;

/**
 * A VLAN interface above another interface.
 *
 * @param id the VLAN's number in the tag, 1 to 4094
 * @param protocol the Ethernet type of the tag: 0x8100 for IEEE 802.1Q (the kernel's default), or 0x88a8 for IEEE 802.1ad
 */
public record VlanKind(int id, int protocol) implements LinkKind {

    /** In {@code linux/if_link.h}. */
    private static final int IFLA_VLAN_ID = 1;
    /** In {@code linux/if_link.h}. */
    private static final int IFLA_VLAN_PROTOCOL = 5;
    /** In {@code linux/if_ether.h}. */
    private static final int ETH_P_8021Q = 0x8100;

    @Override
    public String name() {
        return "vlan";
    }

    @Override
    public void write(AttributeWriter data) {
        if (protocol != ETH_P_8021Q) {
            data.putBytes(IFLA_VLAN_PROTOCOL, (byte) (protocol >> Byte.SIZE), (byte) protocol); // in network order
        }
        data.putShort(IFLA_VLAN_ID, id);
    }

    @Override
    public String details() {
        return " with VLAN " + id;
    }
}
