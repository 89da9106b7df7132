package io.github.netnsjunit.kernel.address;

import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.kernel.netlink.AttributeReader;
import io.github.netnsjunit.kernel.netlink.Family;
import io.github.netnsjunit.kernel.netlink.MessageReader;
import io.github.netnsjunit.kernel.netlink.NetlinkDump;
import io.github.netnsjunit.kernel.netlink.NetlinkFormatException;
import io.github.netnsjunit.kernel.netlink.Rtnetlink;
import java.net.InetAddress;

/**
 * An address of an interface, as the kernel lists it.
 *
 * @param index the interface index
 * @param address the interface's own address
 * @param prefixLength in bits
 * @param state what duplicate address detection says of it
 */
public record AddressMessage(int index, InetAddress address, int prefixLength, LinkAddress.State state) {

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
        while (attributes.next()) {
            switch (attributes.type()) {
                case Rtnetlink.IFA_LOCAL -> local = attributes.address();
                case Rtnetlink.IFA_ADDRESS -> address = attributes.address();
                case Rtnetlink.IFA_FLAGS -> flags = attributes.intValue();
                default -> {}
            }
        }
        InetAddress own =
                local == null ? address : local; // with both, on a point-to-point link, IFA_ADDRESS is the peer's
        if (own == null) {
            throw new NetlinkFormatException("an address message without an address");
        }
        return new AddressMessage(message.u32(4), own, message.u8(1), state(flags));
    }

    /** An optimistic address may be used while the kernel still looks for duplicates; see RFC 4429. */
    private static LinkAddress.State state(int flags) {
        if ((flags & Rtnetlink.IFA_F_DADFAILED) != 0) {
            return LinkAddress.State.DADFAILED;
        }
        boolean tentative = (flags & Rtnetlink.IFA_F_TENTATIVE) != 0 && (flags & Rtnetlink.IFA_F_OPTIMISTIC) == 0;
        return tentative ? LinkAddress.State.TENTATIVE : LinkAddress.State.USABLE;
    }

    /** The address as users see it. */
    public LinkAddress linkAddress() {
        return new LinkAddress(address, prefixLength, state);
    }
}
