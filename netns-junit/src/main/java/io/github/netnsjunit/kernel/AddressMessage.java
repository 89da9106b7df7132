package io.github.netnsjunit.kernel;

import java.net.InetAddress;

/**
 * An interface's address as the kernel describes it.
 *
 * @param index the interface index
 * @param address the interface's own address
 * @param prefixLength in bits
 * @param scope {@code RT_SCOPE_…} of {@code linux/rtnetlink.h}: 0 everywhere, 253 on the link, 254 on this host
 * @param flags {@code IFA_F_…} of {@code linux/if_addr.h}
 * @param label the label of an IPv4 address, usually the interface's name; empty for IPv6
 */
public record AddressMessage(int index, InetAddress address, int prefixLength, int scope, int flags, String label) {

    /** The addresses of a namespace, of both families. */
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
        int flags = message.u8(2);
        String label = "";
        while (attributes.next()) {
            switch (attributes.type()) {
                case Rtnetlink.IFA_LOCAL -> local = attributes.address();
                case Rtnetlink.IFA_ADDRESS -> address = attributes.address();
                case Rtnetlink.IFA_FLAGS -> flags = attributes.intValue();
                case Rtnetlink.IFA_LABEL -> label = attributes.string();
                default -> {}
            }
        }
        InetAddress own = local == null ? address : local; // IFA_ADDRESS is the far end's, on a link of two points
        if (own == null) {
            throw new NetlinkFormatException("an address message without an address");
        }
        return new AddressMessage(message.u32(4), own, message.u8(1), message.u8(3), flags, label);
    }

    /** Whether duplicate address detection is under way, so that it cannot be used yet. */
    public boolean isTentative() {
        return (flags & Rtnetlink.IFA_F_TENTATIVE) != 0;
    }

    /** Whether duplicate address detection found another owner, so that it cannot be used. */
    public boolean isDuplicate() {
        return (flags & Rtnetlink.IFA_F_DADFAILED) != 0;
    }

    /** Whether it stays until it is deleted. */
    public boolean isPermanent() {
        return (flags & Rtnetlink.IFA_F_PERMANENT) != 0;
    }
}
