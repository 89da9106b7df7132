package io.github.netnsjunit.kernel.link;

import io.github.netnsjunit.address.MacAddress;
import io.github.netnsjunit.kernel.netlink.AttributeReader;
import io.github.netnsjunit.kernel.netlink.MessageReader;
import io.github.netnsjunit.kernel.netlink.NetlinkDump;
import io.github.netnsjunit.kernel.netlink.NetlinkFormatException;
import io.github.netnsjunit.kernel.netlink.Rtnetlink;
import org.jspecify.annotations.Nullable;

/**
 * A link, as the kernel lists it.
 *
 * @param index the interface index
 * @param name the interface name
 * @param kind such as {@code veth} or {@code bridge}; null for a link without a kind, such as {@code lo}
 * @param flags {@code IFF_…} of {@code linux/if.h}
 * @param operationalState its operational state
 * @param mac null if the link has no address, or one that is not 48 bits long
 * @param mtu in bytes
 * @param master the index of the bridge whose port it is, 0 for none
 * @param peer the index of the link that it depends on, 0 for none: for a veth end, the other end (the index is in that end's
 *     namespace); for a VLAN, the interface below
 * @param peerNamespace the kernel's id of the peer's namespace, which only this namespace uses; -1 if the peer is in this namespace,
 *     or there is none
 * @param queueLength how many packets may wait to be sent, where the queueing discipline heeds that
 * @param transmitQueues how many queues it has for what it sends
 * @param receiveQueues how many queues it has for what it receives
 * @param receivedPackets packets received since the link exists
 * @param sentPackets packets sent since the link exists
 */
public record LinkMessage(
        int index,
        String name,
        @Nullable String kind,
        int flags,
        OperationalState operationalState,
        @Nullable MacAddress mac,
        int mtu,
        int master,
        int peer,
        int peerNamespace,
        int queueLength,
        int transmitQueues,
        int receiveQueues,
        long receivedPackets,
        long sentPackets) {

    /** Lists the links of a namespace. */
    public static NetlinkDump<LinkMessage> dump() {
        return new NetlinkDump<>(
                "list links", Rtnetlink.RTM_GETLINK, out -> LinkHeader.write(out, 0), LinkMessage::parse);
    }

    /**
     * Reads an {@code RTM_NEWLINK}.
     *
     * @throws NetlinkFormatException if it is malformed
     */
    public static LinkMessage parse(MessageReader message) {
        AttributeReader attributes = message.attributes(Rtnetlink.IFINFOMSG_LENGTH);
        var link = new Attributes();
        while (attributes.next()) {
            link.take(attributes);
        }
        return new LinkMessage(
                message.u32(4),
                link.name,
                link.kind,
                message.u32(8),
                link.operationalState,
                link.mac,
                link.mtu,
                link.master,
                link.peer,
                link.peerNamespace,
                link.queueLength,
                link.transmitQueues,
                link.receiveQueues,
                link.receivedPackets,
                link.sentPackets);
    }

    /** Whether somebody brought it up ({@code IFF_UP}). */
    public boolean isUp() {
        return (flags & Rtnetlink.IFF_UP) != 0;
    }

    /** Whether the link below is up too ({@code IFF_LOWER_UP}); for a veth end, whether the other end is up. */
    public boolean hasCarrier() {
        return (flags & Rtnetlink.IFF_LOWER_UP) != 0;
    }

    /** Whether nobody on the link is asked for a MAC address ({@code IFF_LOOPBACK}, {@code IFF_NOARP}), as with {@code lo} and a dummy. */
    public boolean hasNoNeighbours() {
        return (flags & (Rtnetlink.IFF_LOOPBACK | Rtnetlink.IFF_NOARP)) != 0;
    }

    /** Collects what was read: attributes come in any order. */
    private static final class Attributes {
        /** Offset in {@code struct rtnl_link_stats64}. */
        private static final int RX_PACKETS = 0;

        /** Offset in {@code struct rtnl_link_stats64}. */
        private static final int TX_PACKETS = 8;

        private String name = "";
        private @Nullable String kind;
        private OperationalState operationalState = OperationalState.UNKNOWN;
        private @Nullable MacAddress mac;
        private int mtu;
        private int master;
        private int peer;
        private int peerNamespace = -1;
        private int queueLength;
        private int transmitQueues;
        private int receiveQueues;
        private long receivedPackets;
        private long sentPackets;

        void take(AttributeReader attribute) {
            switch (attribute.type()) {
                case Rtnetlink.IFLA_IFNAME -> name = attribute.string();
                case Rtnetlink.IFLA_ADDRESS -> mac = attribute.mac();
                case Rtnetlink.IFLA_MTU -> mtu = attribute.intValue();
                case Rtnetlink.IFLA_MASTER -> master = attribute.intValue();
                case Rtnetlink.IFLA_LINK -> peer = attribute.intValue();
                case Rtnetlink.IFLA_LINK_NETNSID -> peerNamespace = attribute.intValue();
                case Rtnetlink.IFLA_TXQLEN -> queueLength = attribute.intValue();
                case Rtnetlink.IFLA_NUM_TX_QUEUES -> transmitQueues = attribute.intValue();
                case Rtnetlink.IFLA_NUM_RX_QUEUES -> receiveQueues = attribute.intValue();
                case Rtnetlink.IFLA_OPERSTATE -> operationalState = OperationalState.of(attribute.byteValue());
                case Rtnetlink.IFLA_STATS64 -> {
                    receivedPackets = attribute.longAt(RX_PACKETS);
                    sentPackets = attribute.longAt(TX_PACKETS);
                }
                case Rtnetlink.IFLA_LINKINFO -> takeLinkInfo(attribute.nested());
                default -> {}
            }
        }

        private void takeLinkInfo(AttributeReader information) {
            while (information.next()) {
                if (information.type() == Rtnetlink.IFLA_INFO_KIND) {
                    kind = information.string();
                }
            }
        }
    }
}
