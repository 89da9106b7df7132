package io.github.netnsjunit.kernel.address;

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
 */
public record AddressMessage(int index, InetAddress address, int prefixLength) {

    /** Lists the IPv4 and IPv6 addresses of all interfaces of a namespace. */
    public static NetlinkDump<AddressMessage> dump() {
        return new NetlinkDump<>(
                "list addresses",
                Rtnetlink.RTM_GETADDR,
                out -> out.u8(Rtnetlink.AF_UNSPEC).u8(0).u8(0).u8(0).u32(0),
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
        while (attributes.next()) {
            switch (attributes.type()) {
                case Rtnetlink.IFA_LOCAL -> local = attributes.address();
                case Rtnetlink.IFA_ADDRESS -> address = attributes.address();
                default -> {}
            }
        }
        InetAddress own =
                local == null ? address : local; // with both, on a point-to-point link, IFA_ADDRESS is the peer's
        if (own == null) {
            throw new NetlinkFormatException("an address message without an address");
        }
        return new AddressMessage(message.u32(4), own, message.u8(1));
    }
}
