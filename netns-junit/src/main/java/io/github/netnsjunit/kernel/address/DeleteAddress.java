package io.github.netnsjunit.kernel.address;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.kernel.netlink.AttributeWriter;
import io.github.netnsjunit.kernel.netlink.Family;
import io.github.netnsjunit.kernel.netlink.NetlinkRequest;
import io.github.netnsjunit.kernel.netlink.Rtnetlink;
import java.net.InetAddress;

/**
 * Takes an address off an interface.
 *
 * @param index the interface index
 * @param address the address
 * @param prefixLength in bits
 */
public record DeleteAddress(int index, InetAddress address, int prefixLength) implements NetlinkRequest {

    public DeleteAddress {
        Family.checkPrefix(address, prefixLength);
    }

    @Override
    public short type() {
        return Rtnetlink.RTM_DELADDR;
    }

    @Override
    public void write(AttributeWriter out) {
        AddressHeader.write(out, index, address, prefixLength, 0, Rtnetlink.RT_SCOPE_UNIVERSE);
    }

    @Override
    public String toString() {
        return "delete address " + IpAddress.text(address) + "/" + prefixLength;
    }
}
