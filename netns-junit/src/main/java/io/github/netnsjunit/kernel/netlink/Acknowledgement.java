package io.github.netnsjunit.kernel.netlink;

import java.util.List;

/** Reads {@code struct nlmsgerr} and the attributes that the kernel appends for {@code NETLINK_EXT_ACK}; see {@code linux/netlink.h}. */
final class Acknowledgement {

    private Acknowledgement() {}

    /** Makes an exception of an {@code NLMSG_ERROR}, or of an {@code NLMSG_DONE} that reports a failure. */
    static NetlinkException refusal(NetlinkRequest request, MessageReader message) {
        int errno = -message.u32(0);
        String explanation = null;
        List<Integer> offending = List.of();
        if ((message.flags() & Netlink.NLM_F_ACK_TLVS) != 0) {
            AttributeReader attributes = message.attributes(attributesOffset(message));
            while (attributes.next()) {
                switch (attributes.type()) {
                    case Netlink.NLMSGERR_ATTR_MSG -> explanation = attributes.string();
                    case Netlink.NLMSGERR_ATTR_OFFS ->
                        offending = AttributeWriter.attributeAt(request, attributes.intValue());
                    default -> {}
                }
            }
        }
        return new NetlinkException(request, errno, explanation, offending);
    }

    /**
     * In an {@code NLMSG_ERROR} the request comes between the error and the attributes: whole, or only its header if the kernel set
     * {@code NLM_F_CAPPED}.
     */
    private static int attributesOffset(MessageReader message) {
        if (message.type() == Netlink.NLMSG_DONE) {
            return Integer.BYTES;
        }
        return (message.flags() & Netlink.NLM_F_CAPPED) != 0
                ? Integer.BYTES + Netlink.NLMSG_HDRLEN
                : Integer.BYTES + message.u32(Integer.BYTES);
    }
}
