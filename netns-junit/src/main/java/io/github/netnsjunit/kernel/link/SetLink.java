package io.github.netnsjunit.kernel.link;

import io.github.netnsjunit.kernel.netlink.AttributeWriter;
import io.github.netnsjunit.kernel.netlink.NetlinkRequest;
import io.github.netnsjunit.kernel.netlink.Rtnetlink;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Changes a link, as {@code ip link set} does.
 *
 * @param index the link's interface index
 * @param changes what to change; the kernel chooses the order
 */
public record SetLink(int index, List<LinkChange> changes) implements NetlinkRequest {

    public SetLink {
        changes = List.copyOf(changes);
    }

    /** Makes one or more changes. */
    public static SetLink of(int index, LinkChange... changes) {
        return new SetLink(index, List.of(changes));
    }

    /** Brings a link up. */
    public static SetLink up(int index) {
        return of(index, new LinkChange.Up(true));
    }

    /** Brings a link down. */
    public static SetLink down(int index) {
        return of(index, new LinkChange.Up(false));
    }

    @Override
    public short type() {
        return Rtnetlink.RTM_NEWLINK;
    }

    @Override
    public void write(AttributeWriter out) {
        int flags = 0;
        int changed = 0;
        for (LinkChange change : changes) {
            if (change instanceof LinkChange.Up state) {
                flags = state.up() ? Rtnetlink.IFF_UP : 0;
                changed = Rtnetlink.IFF_UP;
            }
        }
        LinkHeader.write(out, index, flags, changed);
        changes.forEach(change -> change.write(out));
    }

    @Override
    public String toString() {
        return "set link " + changes.stream().map(LinkChange::toString).collect(Collectors.joining(", "));
    }
}
