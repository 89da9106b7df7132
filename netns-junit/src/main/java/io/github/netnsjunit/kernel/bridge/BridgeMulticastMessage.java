package io.github.netnsjunit.kernel.bridge;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.address.MacAddress;
import io.github.netnsjunit.kernel.netlink.AttributeReader;
import io.github.netnsjunit.kernel.netlink.MessageReader;
import io.github.netnsjunit.kernel.netlink.NetlinkDump;
import io.github.netnsjunit.kernel.netlink.NetlinkFormatException;
import io.github.netnsjunit.kernel.netlink.Rtnetlink;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The multicast table of a bridge, or a part of it, as the kernel lists it.
 *
 * @param bridge the index of the bridge
 * @param entries the entries of the table
 */
public record BridgeMulticastMessage(int bridge, List<Entry> entries) {

    // linux/if_bridge.h
    private static final int BR_PORT_MSG_LENGTH = 8;
    private static final int BR_MDB_ENTRY_LENGTH = 28;
    private static final int MDBA_MDB = 1;
    private static final int MDBA_MDB_ENTRY = 1;
    private static final int MDBA_MDB_ENTRY_INFO = 1;
    private static final int MDB_PERMANENT = 1;

    // linux/if_ether.h
    private static final int ETH_P_IP = 0x0800;
    private static final int ETH_P_IPV6 = 0x86DD;

    public BridgeMulticastMessage {
        entries = List.copyOf(entries);
    }

    /**
     * An entry of the table.
     *
     * @param group the IPv4 or IPv6 address of the group, or its MAC address if it has neither
     * @param port the index of the port that leads to a member; the index of the bridge if it is a member itself
     * @param permanent whether someone added the entry by hand
     * @param vlan the VLAN that the entry is for; 0 on a bridge that does not filter VLANs
     */
    public record Entry(String group, int port, boolean permanent, int vlan) {}

    /** Lists the multicast tables of all bridges of a namespace. */
    public static NetlinkDump<BridgeMulticastMessage> dump() {
        return new NetlinkDump<>(
                "list bridge multicast tables",
                Rtnetlink.RTM_GETMDB,
                // struct br_port_msg: family, padding, interface
                out -> out.u8(Rtnetlink.AF_BRIDGE).u8(0).u16(0).u32(0),
                BridgeMulticastMessage::parse);
    }

    /**
     * Reads an {@code RTM_NEWMDB}.
     *
     * @throws NetlinkFormatException if it is malformed
     */
    public static BridgeMulticastMessage parse(MessageReader message) {
        AttributeReader attributes = message.attributes(BR_PORT_MSG_LENGTH);
        List<Entry> entries = new ArrayList<>();
        while (attributes.next()) {
            if (attributes.type() == MDBA_MDB) {
                readGroups(attributes.nested(), entries);
            }
        }
        return new BridgeMulticastMessage(message.u32(4), entries);
    }

    /** The kernel puts the entries for all ports of a group into one attribute. */
    private static void readGroups(AttributeReader groups, List<Entry> into) {
        while (groups.next()) {
            if (groups.type() == MDBA_MDB_ENTRY) {
                AttributeReader ports = groups.nested();
                while (ports.next()) {
                    if (ports.type() == MDBA_MDB_ENTRY_INFO) {
                        into.add(entry(ports));
                    }
                }
            }
        }
    }

    /** Reads {@code struct br_mdb_entry}: port, state, flags, VLAN, 16 bytes for the address, and its protocol in network order. */
    private static Entry entry(AttributeReader info) {
        byte[] bytes = info.bytes();
        if (bytes.length < BR_MDB_ENTRY_LENGTH) {
            throw new NetlinkFormatException("a multicast entry of " + bytes.length + " bytes");
        }
        int protocol = Short.toUnsignedInt(ByteBuffer.wrap(bytes).getShort(24));
        String group = switch (protocol) {
            case ETH_P_IP -> IpAddress.text(IpAddress.of(Arrays.copyOfRange(bytes, 8, 12)));
            case ETH_P_IPV6 -> IpAddress.text(IpAddress.of(Arrays.copyOfRange(bytes, 8, 24)));
            default -> MacAddress.of(Arrays.copyOfRange(bytes, 8, 14)).toString();
        };
        return new Entry(group, info.intAt(0), bytes[4] == MDB_PERMANENT, info.u16At(6));
    }
}
