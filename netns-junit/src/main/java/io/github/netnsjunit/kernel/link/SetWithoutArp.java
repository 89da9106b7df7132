package io.github.netnsjunit.kernel.link;

import io.github.netnsjunit.kernel.netlink.AttributeWriter;
import io.github.netnsjunit.kernel.netlink.NetlinkRequest;
import io.github.netnsjunit.kernel.netlink.Rtnetlink;

/**
 * Brings a link up on which nobody is asked for MAC addresses, as {@code ip link set NAME arp off up} does.
 *
 * @param index the link's interface index
 */
public record SetWithoutArp(int index) implements NetlinkRequest {

    private static final int FLAGS = Rtnetlink.IFF_UP | Rtnetlink.IFF_NOARP;

    @Override
    public short type() {
        return Rtnetlink.RTM_NEWLINK;
    }

    @Override
    public void write(AttributeWriter out) {
        LinkHeader.write(out, index, FLAGS, FLAGS);
    }

    @Override
    public String toString() {
        return "set link up without ARP";
    }
}
