package io.github.netnsjunit.kernel.link;

import io.github.netnsjunit.kernel.netlink.AttributeWriter;
import io.github.netnsjunit.kernel.netlink.NetlinkRequest;
import io.github.netnsjunit.kernel.netlink.Rtnetlink;

/**
 * Deletes a link. If it is one end of a veth pair, the other end goes too.
 *
 * @param index the link's interface index
 */
public record DeleteLink(int index) implements NetlinkRequest {

    @Override
    public short type() {
        return Rtnetlink.RTM_DELLINK;
    }

    @Override
    public void write(AttributeWriter out) {
        LinkHeader.write(out, index);
    }

    @Override
    public String toString() {
        return "delete link";
    }
}
