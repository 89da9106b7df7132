package io.github.netnsjunit.kernel;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.address.MacAddress;
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
        return Netlink.ADD;
    }

    @Override
    public void write(AttributeWriter out) {
        NeighbourHeader.write(out, Family.of(address), index, Rtnetlink.NUD_PERMANENT);
        out.putAddress(Rtnetlink.NDA_DST, address);
        out.putBytes(Rtnetlink.NDA_LLADDR, mac.bytes());
    }

    @Override
    public String toString() {
        return "add neighbour " + IpAddress.text(address) + " with address " + mac;
    }
}
