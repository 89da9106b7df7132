package io.github.netnsjunit.link;

/** The two kinds of VLAN tags. */
public enum VlanProtocol {
    /** The usual tag, IEEE 802.1Q. In a frame with two tags it is the inner one. */
    IEEE_802_1Q(0x8100),
    /** The service tag of providers, IEEE 802.1ad. In a frame with two tags it is the outer one ("QinQ"). */
    IEEE_802_1AD(0x88a8);

    private final int ethernetType;

    VlanProtocol(int ethernetType) {
        this.ethernetType = ethernetType;
    }

    /** The Ethernet type of the tag, from {@code linux/if_ether.h}. */
    int ethernetType() {
        return ethernetType;
    }

    /** A different number for each tag. For the usual tag it is the number of the VLAN. */
    int tag(int id) {
        return this == IEEE_802_1Q ? id : ethernetType << Short.SIZE | id;
    }
}
