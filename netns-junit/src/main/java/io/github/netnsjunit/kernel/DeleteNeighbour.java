package io.github.netnsjunit.kernel;

import io.github.netnsjunit.address.IpAddress;
import java.net.InetAddress;

/**
 * Deletes a neighbour entry.
 *
 * @param index the interface index
 * @param address the neighbour's address
 */
public record DeleteNeighbour(int index, InetAddress address) implements NetlinkRequest {

    @Override
    public short type() {
        return Rtnetlink.RTM_DELNEIGH;
    }

    @Override
    public void write(AttributeWriter out) {
        NeighbourHeader.write(out, Family.of(address), index, Rtnetlink.NUD_PERMANENT);
        out.putAddress(Rtnetlink.NDA_DST, address);
    }

    @Override
    public String toString() {
        return "delete neighbour " + IpAddress.text(address);
    }
}
