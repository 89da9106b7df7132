package io.github.netnsjunit.kernel.link;

import io.github.netnsjunit.address.MacAddress;
import io.github.netnsjunit.kernel.netlink.AttributeReader;
import io.github.netnsjunit.kernel.netlink.MessageReader;
import io.github.netnsjunit.kernel.netlink.NetlinkDump;
import io.github.netnsjunit.kernel.netlink.NetlinkFormatException;
import io.github.netnsjunit.kernel.netlink.Rtnetlink;
import org.jspecify.annotations.Nullable;

/**
 * A link as the kernel describes it.
 *
 * @param index the interface index
 * @param name the interface name
 * @param kind {@code veth}, {@code bridge}, …; empty for one that has none, such as {@code lo}
 * @param flags {@code IFF_…} of {@code linux/if.h}
 * @param operationalState its operational state
 * @param mac null where it has none of 48 bits
 * @param mtu in bytes
 * @param master the index of the bridge that it is a port of, 0 for none
 * @param peer the index of what it is bound to, 0 for none; of a veth end the other's, in that one's namespace
 * @param peerNamespace the id by which this namespace knows the peer's, -1 where it is this one or there is no peer
 * @param receivedPackets packets received since it was made
 * @param sentPackets packets sent since it was made
 */
public record LinkMessage(
        int index,
        String name,
        String kind,
        int flags,
        OperationalState operationalState,
        @Nullable MacAddress mac,
        int mtu,
        int master,
        int peer,
        int peerNamespace,
        long receivedPackets,
        long sentPackets) {

    /** The links of a namespace. */
    public static NetlinkDump<LinkMessage> dump() {
        return new NetlinkDump<>(
                "list links", Rtnetlink.RTM_GETLINK, out -> LinkHeader.write(out, 0, 0, 0), LinkMessage::parse);
    }

    /**
     * Reads an {@code RTM_NEWLINK}.
     *
     * @throws NetlinkFormatException if it is malformed
     */
    public static LinkMessage parse(MessageReader message) {
        AttributeReader attributes = message.attributes(Rtnetlink.IFINFOMSG_LENGTH);
        var link = new Parts();
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
                link.receivedPackets,
                link.sentPackets);
    }

    /** Whether it was brought up ({@code IFF_UP}). */
    public boolean isUp() {
        return (flags & Rtnetlink.IFF_UP) != 0;
    }

    /** Whether what lies below is up too ({@code IFF_LOWER_UP}): for a veth end, its peer. */
    public boolean hasCarrier() {
        return (flags & Rtnetlink.IFF_LOWER_UP) != 0;
    }

    /** What was read so far: attributes come in any order. */
    private static final class Parts {
        /** Where the packet counts lie in {@code struct rtnl_link_stats64}. */
        private static final int RX_PACKETS = 0;

        private static final int TX_PACKETS = 8;

        private String name = "";
        private String kind = "";
        private OperationalState operationalState = OperationalState.UNKNOWN;
        private @Nullable MacAddress mac;
        private int mtu;
        private int master;
        private int peer;
        private int peerNamespace = -1;
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
                case Rtnetlink.IFLA_OPERSTATE -> operationalState = OperationalState.of(attribute.byteValue());
                case Rtnetlink.IFLA_STATS64 -> {
                    receivedPackets = attribute.longAt(RX_PACKETS);
                    sentPackets = attribute.longAt(TX_PACKETS);
                }
                case Rtnetlink.IFLA_LINKINFO -> takeInformation(attribute.nested());
                default -> {}
            }
        }

        private void takeInformation(AttributeReader information) {
            while (information.next()) {
                if (information.type() == Rtnetlink.IFLA_INFO_KIND) {
                    kind = information.string();
                }
            }
        }
    }
}
