package io.github.netnsjunit.kernel.link;

import io.github.netnsjunit.kernel.netlink.AttributeWriter;
import io.github.netnsjunit.kernel.netlink.NetlinkRequest;
import io.github.netnsjunit.kernel.netlink.Rtnetlink;

/**
 * Changes what is particular to a link's kind, as {@code ip link set type} does.
 *
 * @param index the link's interface index
 * @param kind the kind that it has, and what is to change
 */
public record ChangeKind(int index, LinkKind kind) implements NetlinkRequest {

    @Override
    public short type() {
        return Rtnetlink.RTM_NEWLINK;
    }

    @Override
    public void write(AttributeWriter out) {
        LinkHeader.write(out, index, 0, 0);
        LinkHeader.kind(out, kind.name(), () -> kind.write(out));
    }

    @Override
    public String toString() {
        return "set " + kind.name() + kind.details();
    }
}
