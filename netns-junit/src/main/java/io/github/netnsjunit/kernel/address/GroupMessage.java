package io.github.netnsjunit.kernel.address;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.netlink.AttributeReader;
import io.github.netnsjunit.kernel.netlink.MessageReader;
import io.github.netnsjunit.kernel.netlink.NetlinkDump;
import io.github.netnsjunit.kernel.netlink.NetlinkFormatException;
import io.github.netnsjunit.kernel.netlink.Rtnetlink;
import java.net.InetAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An IPv6 multicast group that an interface has joined, as the kernel lists it.
 *
 * @param index the interface index
 * @param group the group's address
 */
public record GroupMessage(int index, InetAddress group) {

    /** {@code ff02::1:ff00:0/104}. */
    private static final byte[] SOLICITED_NODE = {(byte) 0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, (byte) 0xff, 0, 0, 0};

    /** Lists the IPv6 multicast groups of all interfaces of a namespace. */
    public static NetlinkDump<GroupMessage> dump() {
        return new NetlinkDump<>(
                "list multicast groups",
                Rtnetlink.RTM_GETMULTICAST,
                out -> out.u8(Libc.AF_INET6).u8(0).u8(0).u8(0).u32(0),
                GroupMessage::parse);
    }

    /**
     * The group in which the owner of an IPv6 address is asked for its MAC address (RFC 4291, section 2.7.1).
     *
     * @param index the interface index
     */
    public static GroupMessage solicitedNode(int index, InetAddress address) {
        byte[] bytes = SOLICITED_NODE.clone();
        System.arraycopy(address.getAddress(), 13, bytes, 13, 3);
        return new GroupMessage(index, IpAddress.of(bytes));
    }

    private static GroupMessage parse(MessageReader message) {
        AttributeReader attributes = message.attributes(Rtnetlink.IFADDRMSG_LENGTH);
        while (attributes.next()) {
            if (attributes.type() == Rtnetlink.IFA_MULTICAST) {
                return new GroupMessage(message.u32(4), attributes.address());
            }
        }
        throw new NetlinkFormatException("a message about a multicast group without the group's address");
    }

    // By hand: what Java generates for a record takes a young JVM long to link.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof GroupMessage that && index == that.index && group.equals(that.group);
    }

    @Override
    public int hashCode() {
        return Objects.hash(index, group);
    }
}
