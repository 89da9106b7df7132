package io.github.netnsjunit.link;

/** What a VLAN tag is known by. */
public enum VlanProtocol {
    /** The usual tag, IEEE 802.1Q; in a frame with two, the inner one. */
    IEEE_802_1Q(0x8100),
    /** The service tag of providers, IEEE 802.1ad; in a frame with two, the outer one ("QinQ"). */
    IEEE_802_1AD(0x88a8);

    private final int ethernetType;

    VlanProtocol(int ethernetType) {
        this.ethernetType = ethernetType;
    }

    /** The Ethernet type of the tag, of {@code linux/if_ether.h}. */
    int ethernetType() {
        return ethernetType;
    }

    /** A number that no other tag has: that of the VLAN itself for the usual tag. */
    int tag(int id) {
        return this == IEEE_802_1Q ? id : ethernetType << Short.SIZE | id;
    }
}
