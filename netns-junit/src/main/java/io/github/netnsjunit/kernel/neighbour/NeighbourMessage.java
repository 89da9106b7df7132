package io.github.netnsjunit.kernel.neighbour;

import io.github.netnsjunit.address.MacAddress;
import io.github.netnsjunit.kernel.netlink.AttributeReader;
import io.github.netnsjunit.kernel.netlink.Family;
import io.github.netnsjunit.kernel.netlink.MessageReader;
import io.github.netnsjunit.kernel.netlink.NetlinkDump;
import io.github.netnsjunit.kernel.netlink.NetlinkFormatException;
import io.github.netnsjunit.kernel.netlink.Rtnetlink;
import java.net.InetAddress;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the neighbour table (ARP, neighbour discovery), as the kernel lists it.
 *
 * @param index the interface index
 * @param address the neighbour's address
 * @param mac the neighbour's MAC address; null while it is not known
 * @param states the entry's states, usually only one
 */
public record NeighbourMessage(
        int index, InetAddress address, @Nullable MacAddress mac, Set<NeighbourState> states) {

    /** Lists the IPv4 and IPv6 neighbours of a namespace. */
    public static NetlinkDump<NeighbourMessage> dump() {
        return new NetlinkDump<>(
                "list neighbours",
                Rtnetlink.RTM_GETNEIGH,
                out -> NeighbourHeader.write(out, Rtnetlink.AF_UNSPEC),
                message -> Family.isInternet(message.u8(0)) ? parse(message) : null);
    }

    /**
     * Reads an {@code RTM_NEWNEIGH} of IPv4 or IPv6.
     *
     * @throws NetlinkFormatException if it is malformed
     */
    public static NeighbourMessage parse(MessageReader message) {
        AttributeReader attributes = message.attributes(Rtnetlink.NDMSG_LENGTH);
        InetAddress address = null;
        MacAddress mac = null;
        while (attributes.next()) {
            switch (attributes.type()) {
                case Rtnetlink.NDA_DST -> address = attributes.address();
                case Rtnetlink.NDA_LLADDR -> mac = attributes.mac();
                default -> {}
            }
        }
        if (address == null) {
            throw new NetlinkFormatException("a neighbour message without an address");
        }
        return new NeighbourMessage(message.u32(4), address, mac, NeighbourState.of(message.u16(8)));
    }
}
