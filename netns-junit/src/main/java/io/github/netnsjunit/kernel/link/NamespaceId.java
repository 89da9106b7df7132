package io.github.netnsjunit.kernel.link;

import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.netlink.AttributeReader;
import io.github.netnsjunit.kernel.netlink.MessageReader;
import io.github.netnsjunit.kernel.netlink.Netlink;
import io.github.netnsjunit.kernel.netlink.NetlinkDump;
import io.github.netnsjunit.kernel.netlink.NetlinkFormatException;
import io.github.netnsjunit.kernel.netlink.Rtnetlink;

/**
 * The id by which the kernel calls another network namespace, in the lists of links of this one: {@code IFLA_LINK_NETNSID}. It stays the
 * same for as long as both namespaces live. Constants are from {@code linux/net_namespace.h}.
 *
 * @param id not negative; {@link #NONE} if no link of this namespace has led to the other one
 */
public record NamespaceId(int id) {

    /** {@code NETNSA_NSID_NOT_ASSIGNED}. */
    public static final int NONE = -1;

    private static final short RTM_GETNSID = 90;
    private static final int NETNSA_NSID = 1;
    private static final int NETNSA_FD = 3;

    /** {@code struct rtgenmsg} of {@code linux/rtnetlink.h}, one byte, and its padding. */
    private static final int RTGENMSG_LENGTH = 4;

    /** Asks for the id of a namespace. */
    public static NetlinkDump<NamespaceId> of(Descriptor namespace) {
        return new NetlinkDump<>(
                "find the id of a namespace",
                RTM_GETNSID,
                Netlink.NLM_F_ACK,
                out -> out.u8(Rtnetlink.AF_UNSPEC).u8(0).u16(0).putInt(NETNSA_FD, namespace.number()),
                NamespaceId::parse);
    }

    private static NamespaceId parse(MessageReader message) {
        AttributeReader attributes = message.attributes(RTGENMSG_LENGTH);
        while (attributes.next()) {
            if (attributes.type() == NETNSA_NSID) {
                return new NamespaceId(attributes.intValue());
            }
        }
        throw new NetlinkFormatException("a message about the id of a namespace without the id");
    }
}
