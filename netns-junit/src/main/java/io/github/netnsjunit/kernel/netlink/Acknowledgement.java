package io.github.netnsjunit.kernel.netlink;

import java.util.List;

/** Reads {@code struct nlmsgerr}, and the reasons that {@code NETLINK_EXT_ACK} appends to it ({@code linux/netlink.h}). */
public final class Acknowledgement {

    private Acknowledgement() {}

    /** What an {@code NLMSG_ERROR}, or an {@code NLMSG_DONE} that tells of a failure, says about a request. */
    static NetlinkException refusal(NetlinkRequest request, MessageReader message) {
        int errno = -message.u32(0);
        String words = null;
        List<Integer> offending = List.of();
        if ((message.flags() & Netlink.NLM_F_ACK_TLVS) != 0) {
            AttributeReader attributes = message.attributes(reasonsOffset(message));
            while (attributes.next()) {
                switch (attributes.type()) {
                    case Netlink.NLMSGERR_ATTR_MSG -> words = attributes.string();
                    case Netlink.NLMSGERR_ATTR_OFFS ->
                        offending = AttributeWriter.attributeAt(request, attributes.intValue());
                    default -> {}
                }
            }
        }
        return new NetlinkException(request, errno, words, offending);
    }

    /** After the error come the request's header, and, unless it was capped, the rest of the request. */
    private static int reasonsOffset(MessageReader message) {
        if (message.type() == Netlink.NLMSG_DONE) {
            return Integer.BYTES;
        }
        return (message.flags() & Netlink.NLM_F_CAPPED) != 0
                ? Integer.BYTES + Netlink.NLMSG_HDRLEN
                : Integer.BYTES + message.u32(Integer.BYTES);
    }
}
