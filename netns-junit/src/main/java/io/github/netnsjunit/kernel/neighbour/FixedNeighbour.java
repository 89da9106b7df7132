package io.github.netnsjunit.kernel.neighbour;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.address.MacAddress;
import io.github.netnsjunit.kernel.netlink.AttributeWriter;
import io.github.netnsjunit.kernel.netlink.Family;
import io.github.netnsjunit.kernel.netlink.Netlink;
import io.github.netnsjunit.kernel.netlink.NetlinkRequest;
import io.github.netnsjunit.kernel.netlink.Rtnetlink;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Adds or deletes an entry of the neighbour table that stays, as {@code ip neighbour add ADDRESS lladdr MAC dev NAME nud permanent} does,
 * or {@code ip neighbour add proxy ADDRESS dev NAME}.
 *
 * @param index the interface index
 * @param address the neighbour's address
 * @param mac the neighbour's MAC address; null to answer for the neighbour, as a proxy
 * @param add whether to add it, or else to delete it
 */
public record FixedNeighbour(
        int index, InetAddress address, @Nullable MacAddress mac, boolean add) implements NetlinkRequest {

    // linux/neighbour.h
    private static final int NUD_PERMANENT = 0x80;
    private static final int NTF_PROXY = 0x08;

    @Override
    public short type() {
        return add ? Rtnetlink.RTM_NEWNEIGH : Rtnetlink.RTM_DELNEIGH;
    }

    @Override
    public int flags() {
        return add ? Netlink.ADD : 0;
    }

    @Override
    public void write(AttributeWriter out) {
        out.u8(Family.of(address)).u8(0).u16(0).u32(index).u16(mac == null ? 0 : NUD_PERMANENT);
        out.u8(mac == null ? NTF_PROXY : 0).u8(0);
        out.putAddress(Rtnetlink.NDA_DST, address);
        if (mac != null) {
            out.putBytes(Rtnetlink.NDA_LLADDR, mac.bytes());
        }
    }

    @Override
    public String toString() {
        return (add ? "add" : "delete") + (mac == null ? " proxy for " : " neighbour ") + IpAddress.text(address);
    }
}
