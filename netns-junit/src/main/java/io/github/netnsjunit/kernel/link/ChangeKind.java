package io.github.netnsjunit.kernel.link;

import io.github.netnsjunit.kernel.netlink.AttributeWriter;
import io.github.netnsjunit.kernel.netlink.NetlinkRequest;
import io.github.netnsjunit.kernel.netlink.Rtnetlink;

/**
 * Changes the attributes that links of only one kind have, as {@code ip link set type} does.
 *
 * @param index the link's interface index
 * @param kind the link's kind, with the attributes to change
 */
public record ChangeKind(int index, LinkKind kind) implements NetlinkRequest {

    @Override
    public short type() {
        return Rtnetlink.RTM_NEWLINK;
    }

    @Override
    public void write(AttributeWriter out) {
        LinkHeader.write(out, index);
        LinkHeader.writeKind(out, kind);
    }

    @Override
    public String toString() {
        return "set " + kind.name() + kind.details();
    }
}
