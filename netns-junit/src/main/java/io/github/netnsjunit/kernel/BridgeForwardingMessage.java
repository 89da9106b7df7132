package io.github.netnsjunit.kernel;

import java.util.Set;

/**
 * An entry of a bridge's forwarding table as the kernel describes it.
 *
 * @param mac whom the entry is about
 * @param port the index of the port that leads there
 * @param master the index of the bridge, 0 for an entry that the port's own driver holds
 * @param permanent whether the address is the port's own: never learned, never forgotten
 * @param self whether the entry is the port's own driver's and not the bridge's
 * @param states the entry's states; a learned one is {@link NeighbourState#REACHABLE} or, unseen for long,
 *     {@link NeighbourState#STALE}
 */
public record BridgeForwardingMessage(
        MacAddress mac, int port, int master, boolean permanent, boolean self, Set<NeighbourState> states) {

    /** The forwarding tables of every bridge of a namespace. */
    public static NetlinkDump<BridgeForwardingMessage> dump() {
        return new NetlinkDump<>(
                "list bridge forwarding tables",
                Rtnetlink.RTM_GETNEIGH,
                out -> out.u8(Rtnetlink.AF_BRIDGE).u8(0).u16(0).u32(0).u32(0),
                BridgeForwardingMessage::parse);
    }

    /**
     * Reads an {@code RTM_NEWNEIGH} of a bridge.
     *
     * @throws NetlinkFormatException if it is malformed
     */
    public static BridgeForwardingMessage parse(MessageReader message) {
        AttributeReader attributes = message.attributes(Rtnetlink.NDMSG_LENGTH);
        MacAddress mac = null;
        int master = 0;
        while (attributes.next()) {
            switch (attributes.type()) {
                case Rtnetlink.NDA_LLADDR -> mac = attributes.length() == 6 ? MacAddress.of(attributes.bytes()) : null;
                case Rtnetlink.NDA_MASTER -> master = attributes.intValue();
                default -> {}
            }
        }
        if (mac == null) {
            throw new NetlinkFormatException("a forwarding entry without a MAC address");
        }
        int state = message.u16(8);
        return new BridgeForwardingMessage(
                mac,
                message.u32(4),
                master,
                (state & Rtnetlink.NUD_PERMANENT) != 0,
                (message.u8(10) & Rtnetlink.NTF_SELF) != 0,
                NeighbourState.of(state));
    }
}
