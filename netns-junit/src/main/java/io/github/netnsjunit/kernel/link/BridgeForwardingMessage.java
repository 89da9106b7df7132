package io.github.netnsjunit.kernel.link;

import io.github.netnsjunit.address.MacAddress;
import io.github.netnsjunit.kernel.neighbour.NeighbourHeader;
import io.github.netnsjunit.kernel.neighbour.NeighbourState;
import io.github.netnsjunit.kernel.netlink.AttributeReader;
import io.github.netnsjunit.kernel.netlink.MessageReader;
import io.github.netnsjunit.kernel.netlink.NetlinkDump;
import io.github.netnsjunit.kernel.netlink.NetlinkFormatException;
import io.github.netnsjunit.kernel.netlink.Rtnetlink;
import java.util.Set;

/**
 * An entry of a bridge's forwarding table as the kernel describes it.
 *
 * @param mac whom the entry is about
 * @param port the index of the port that leads there
 * @param master the index of the bridge, 0 for an entry that the port's own driver holds
 * @param permanent whether the address is the port's own: never learned, never forgotten
 * @param vlan the VLAN that the entry counts in, 0 on a bridge that does not filter VLANs, or for all
 * @param states the entry's states; a learned one is {@link NeighbourState#REACHABLE} or, unseen for long,
 *     {@link NeighbourState#STALE}
 */
public record BridgeForwardingMessage(
        MacAddress mac, int port, int master, boolean permanent, int vlan, Set<NeighbourState> states) {

    /** The forwarding tables of every bridge of a namespace. */
    public static NetlinkDump<BridgeForwardingMessage> dump() {
        return new NetlinkDump<>(
                "list bridge forwarding tables",
                Rtnetlink.RTM_GETNEIGH,
                out -> NeighbourHeader.writeAll(out, Rtnetlink.AF_BRIDGE),
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
        int vlan = 0;
        while (attributes.next()) {
            switch (attributes.type()) {
                case Rtnetlink.NDA_LLADDR -> mac = attributes.mac();
                case Rtnetlink.NDA_MASTER -> master = attributes.intValue();
                case Rtnetlink.NDA_VLAN -> vlan = attributes.u16At(0);
                default -> {}
            }
        }
        if (mac == null) {
            throw new NetlinkFormatException("a forwarding entry without a MAC address");
        }
        int state = message.u16(8);
        return new BridgeForwardingMessage(
                mac, message.u32(4), master, (state & Rtnetlink.NUD_PERMANENT) != 0, vlan, NeighbourState.of(state));
    }
}
