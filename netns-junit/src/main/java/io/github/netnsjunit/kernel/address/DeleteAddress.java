package io.github.netnsjunit.kernel.address;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.kernel.netlink.AttributeWriter;
import io.github.netnsjunit.kernel.netlink.NetlinkRequest;
import io.github.netnsjunit.kernel.netlink.Rtnetlink;
import java.net.InetAddress;

/**
 * Deletes an address of an interface, as {@code ip address del} does.
 *
 * @param index the interface index
 * @param address the address
 * @param prefixLength in bits
 */
public record DeleteAddress(int index, InetAddress address, int prefixLength) implements NetlinkRequest {

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
