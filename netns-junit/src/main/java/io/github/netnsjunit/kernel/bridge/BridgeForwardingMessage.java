package io.github.netnsjunit.kernel.bridge;

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
 * An entry of a bridge's forwarding table, as the kernel lists it.
 *
 * @param mac the MAC address that the entry is about
 * @param port the index of the port that leads to this address
 * @param master the index of the bridge; 0 for an entry of the port's driver
 * @param vlan the VLAN that the entry is for; 0 for all VLANs, and on a bridge that does not filter VLANs
 * @param states the entry's states; a learned entry is {@link NeighbourState#REACHABLE} or, if the address has not been seen for
 *     long, {@link NeighbourState#STALE}
 */
public record BridgeForwardingMessage(MacAddress mac, int port, int master, int vlan, Set<NeighbourState> states) {

    /** Lists the forwarding tables of all bridges of a namespace. */
    public static NetlinkDump<BridgeForwardingMessage> dump() {
        return new NetlinkDump<>(
                "list bridge forwarding tables",
                Rtnetlink.RTM_GETNEIGH,
                out -> NeighbourHeader.write(out, Rtnetlink.AF_BRIDGE),
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
        return new BridgeForwardingMessage(mac, message.u32(4), master, vlan, NeighbourState.of(message.u16(8)));
    }

    /** Whether the address is the port's own or was added by hand. The bridge did not learn it, and does not forget it. */
    public boolean permanent() {
        return states.contains(NeighbourState.PERMANENT);
    }
}
