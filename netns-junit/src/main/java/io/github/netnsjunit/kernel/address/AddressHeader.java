package io.github.netnsjunit.kernel.address;

import io.github.netnsjunit.kernel.netlink.AttributeWriter;
import io.github.netnsjunit.kernel.netlink.Family;
import io.github.netnsjunit.kernel.netlink.Rtnetlink;
import java.net.InetAddress;

/** Writes what {@link AddAddress} and {@link DeleteAddress} have in common. */
final class AddressHeader {

    private AddressHeader() {}

    /** Writes {@code struct ifaddrmsg} of {@code linux/if_addr.h} and the address, as {@code ip address} does. */
    static void write(AttributeWriter out, int index, InetAddress address, int prefixLength, int flags, int scope) {
        out.u8(Family.of(address))
                .u8(prefixLength)
                .u8(flags)
                .u8(scope)
                .u32(index)
                .putAddress(Rtnetlink.IFA_LOCAL, address)
                .putAddress(Rtnetlink.IFA_ADDRESS, address);
    }
}
