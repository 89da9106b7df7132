package io.github.netnsjunit.kernel;

import java.net.InetAddress;

/** What {@link AddAddress} and {@link DeleteAddress} have in common. */
final class AddressHeader {

    private AddressHeader() {}

    /** {@code struct ifaddrmsg} of {@code linux/if_addr.h} and the address, as {@code ip address} sends them. */
    static void write(AttributeWriter out, int index, InetAddress address, int prefixLength, int flags) {
        boolean ipv4Loopback = Family.of(address) == Rtnetlink.AF_INET && address.isLoopbackAddress();
        out.u8(Family.of(address))
                .u8(prefixLength)
                .u8(flags)
                .u8(ipv4Loopback ? Rtnetlink.RT_SCOPE_HOST : Rtnetlink.RT_SCOPE_UNIVERSE)
                .u32(index)
                .putAddress(Rtnetlink.IFA_LOCAL, address)
                .putAddress(Rtnetlink.IFA_ADDRESS, address);
    }
}
