package io.github.netnsjunit.kernel;

import java.net.InetAddress;

/**
 * Adds a permanent neighbour entry, so that no ARP or neighbour discovery is needed.
 *
 * @param index the interface index
 * @param address the neighbour's address
 * @param mac its link-layer address
 */
public record AddNeighbour(int index, InetAddress address, MacAddress mac) implements NetlinkRequest {

    @Override
    public short type() {
        return Rtnetlink.RTM_NEWNEIGH;
    }

    @Override
    public int flags() {
        return Netlink.NLM_F_CREATE | Netlink.NLM_F_EXCL;
    }

    @Override
    public void write(AttributeWriter out) {
        writeHeader(out, index, address);
        out.putBytes(Rtnetlink.NDA_LLADDR, mac.bytes());
    }

    /** {@code struct ndmsg} of {@code linux/neighbour.h} and the address. */
    static void writeHeader(AttributeWriter out, int index, InetAddress address) {
        out.u8(Family.of(address))
                .u8(0)
                .u16(0)
                .u32(index)
                .u16(Rtnetlink.NUD_PERMANENT)
                .u8(0)
                .u8(0)
                .putAddress(Rtnetlink.NDA_DST, address);
    }

    @Override
    public String toString() {
        return "add neighbour " + address.getHostAddress() + " with address " + mac + " to link " + index;
    }
}
