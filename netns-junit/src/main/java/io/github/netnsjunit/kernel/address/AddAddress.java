package io.github.netnsjunit.kernel.address;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.address.IpNetwork;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.netlink.AttributeWriter;
import io.github.netnsjunit.kernel.netlink.Family;
import io.github.netnsjunit.kernel.netlink.Netlink;
import io.github.netnsjunit.kernel.netlink.NetlinkRequest;
import io.github.netnsjunit.kernel.netlink.Rtnetlink;
import java.net.InetAddress;

/**
 * Adds an address to an interface, as {@code ip address add ADDRESS/PREFIX broadcast + dev NAME} does, as a rule with {@code nodad}.
 *
 * @param index the interface index
 * @param address the address
 * @param prefixLength in bits
 * @param detectDuplicates whether the kernel looks for duplicates of an IPv6 address, if the parameter {@code accept_dad} of the
 *     interface allows it. That takes more than a second, and the address cannot be used before
 * @param connectedRoute whether the kernel sets a route to the network of the address
 */
public record AddAddress(
        int index, InetAddress address, int prefixLength, boolean detectDuplicates, boolean connectedRoute)
        implements NetlinkRequest {

    /** Adds an address without looking for duplicates. */
    public AddAddress(int index, InetAddress address, int prefixLength) {
        this(index, address, prefixLength, false);
    }

    /** Adds an address with a route to its network. */
    public AddAddress(int index, InetAddress address, int prefixLength, boolean detectDuplicates) {
        this(index, address, prefixLength, detectDuplicates, true);
    }

    @Override
    public short type() {
        return Rtnetlink.RTM_NEWADDR;
    }

    @Override
    public int flags() {
        return Netlink.ADD;
    }

    @Override
    public void write(AttributeWriter out) {
        boolean ipv6 = Family.of(address) == Libc.AF_INET6;
        int flags = ipv6 && !detectDuplicates ? Rtnetlink.IFA_F_NODAD : 0;
        int scope = !ipv6 && address.isLoopbackAddress() ? Rtnetlink.RT_SCOPE_HOST : Rtnetlink.RT_SCOPE_UNIVERSE;
        AddressHeader.write(out, index, address, prefixLength, flags, scope);
        if (!connectedRoute) { // a flag for which the header has no room
            out.putInt(Rtnetlink.IFA_FLAGS, flags | Rtnetlink.IFA_F_NOPREFIXROUTE);
        }
        if (!address.isLoopbackAddress()) {
            IpNetwork.of(address, prefixLength)
                    .broadcast()
                    .ifPresent(broadcast -> out.putAddress(Rtnetlink.IFA_BROADCAST, broadcast));
        }
    }

    @Override
    public String toString() {
        return "add address " + IpAddress.text(address) + "/" + prefixLength;
    }
}
