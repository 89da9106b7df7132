package io.github.netnsjunit.kernel.address;

import io.github.netnsjunit.address.AddressLifetime;
import io.github.netnsjunit.address.AddressScope;
import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.kernel.netlink.AttributeReader;
import io.github.netnsjunit.kernel.netlink.Family;
import io.github.netnsjunit.kernel.netlink.MessageReader;
import io.github.netnsjunit.kernel.netlink.NetlinkDump;
import io.github.netnsjunit.kernel.netlink.NetlinkFormatException;
import io.github.netnsjunit.kernel.netlink.Rtnetlink;
import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * An address of an interface, as the kernel lists it.
 *
 * @param index the interface index
 * @param linkAddress the interface's own address, as users see it
 */
public record AddressMessage(int index, LinkAddress linkAddress) {

    /** The number of bytes before the valid lifetime in {@code struct ifa_cacheinfo} of {@code linux/if_addr.h}. */
    private static final int IFA_VALID = 4;

    /** An address for ever, in the usual scope. */
    public AddressMessage(int index, InetAddress address, int prefixLength, LinkAddress.State state) {
        this(index, new LinkAddress(address, prefixLength, state));
    }

    /** The address alone. */
    public InetAddress address() {
        return linkAddress.address();
    }

    /** The prefix length in bits. */
    public int prefixLength() {
        return linkAddress.prefixLength();
    }

    /** What duplicate address detection says of it. */
    public LinkAddress.State state() {
        return linkAddress.state();
    }

    /** Lists the IPv4 and IPv6 addresses of all interfaces of a namespace. */
    public static NetlinkDump<AddressMessage> dump() {
        return dump(Rtnetlink.AF_UNSPEC);
    }

    /** Lists the addresses of one family, {@code AF_INET} or {@code AF_INET6}. A kernel without IPv6 lists IPv4 addresses then. */
    public static NetlinkDump<AddressMessage> dump(int family) {
        return new NetlinkDump<>(
                "list addresses",
                Rtnetlink.RTM_GETADDR,
                out -> out.u8(family).u8(0).u8(0).u8(0).u32(0),
                message -> Family.isInternet(message.u8(0)) ? parse(message) : null);
    }

    /**
     * Reads an {@code RTM_NEWADDR}.
     *
     * @throws NetlinkFormatException if it is malformed
     */
    public static AddressMessage parse(MessageReader message) {
        AttributeReader attributes = message.attributes(Rtnetlink.IFADDRMSG_LENGTH);
        InetAddress local = null;
        InetAddress address = null;
        int flags = message.u8(2);
        AddressLifetime lifetime = AddressLifetime.FOREVER;
        while (attributes.next()) {
            switch (attributes.type()) {
                case Rtnetlink.IFA_LOCAL -> local = attributes.address();
                case Rtnetlink.IFA_ADDRESS -> address = attributes.address();
                case Rtnetlink.IFA_FLAGS -> flags = attributes.intValue();
                case Rtnetlink.IFA_CACHEINFO ->
                    lifetime = AddressLifetime.ofKernel(attributes.intAt(IFA_VALID), attributes.intAt(0));
                default -> {}
            }
        }
        InetAddress own =
                local == null ? address : local; // with both, on a point-to-point link, IFA_ADDRESS is the peer's
        if (own == null) {
            throw new NetlinkFormatException("an address message without an address");
        }
        // The kernel's own scope of an IPv6 address can be finer than what follows from the address, but means the
        // same.
        AddressScope scope = own instanceof Inet4Address ? AddressScope.of(message.u8(3)) : AddressScope.usualFor(own);
        try {
            return new AddressMessage(
                    message.u32(4), new LinkAddress(own, message.u8(1), state(flags), scope, lifetime));
        } catch (IllegalArgumentException impossible) {
            throw new NetlinkFormatException("an address that cannot exist: " + impossible.getMessage());
        }
    }

    /** An optimistic address may be used while the kernel still looks for duplicates; see RFC 4429. */
    private static LinkAddress.State state(int flags) {
        if ((flags & Rtnetlink.IFA_F_DADFAILED) != 0) {
            return LinkAddress.State.DADFAILED;
        }
        boolean tentative = (flags & Rtnetlink.IFA_F_TENTATIVE) != 0 && (flags & Rtnetlink.IFA_F_OPTIMISTIC) == 0;
        return tentative ? LinkAddress.State.TENTATIVE : LinkAddress.State.USABLE;
    }
}
