package io.github.netnsjunit.kernel;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Changes a link.
 *
 * @param index the link's interface index
 * @param changes what to change; the kernel makes all of them in an order of its own
 */
public record SetLink(int index, List<LinkChange> changes) implements NetlinkRequest {

    public SetLink {
        changes = List.copyOf(changes);
    }

    /** Changes one or several things. */
    public static SetLink of(int index, LinkChange... changes) {
        return new SetLink(index, List.of(changes));
    }

    /** Brings a link up. */
    public static SetLink up(int index) {
        return of(index, new LinkChange.Up(true));
    }

    /** Takes a link down. */
    public static SetLink down(int index) {
        return of(index, new LinkChange.Up(false));
    }

    @Override
    public short type() {
        return Rtnetlink.RTM_NEWLINK;
    }

    @Override
    public int flags() {
        return 0;
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
        for (LinkChange change : changes) {
            write(out, change);
        }
    }

    private static void write(AttributeWriter out, LinkChange change) {
        if (change instanceof LinkChange.Master master) {
            out.putInt(Rtnetlink.IFLA_MASTER, master.index());
        } else if (change instanceof LinkChange.Mtu mtu) {
            out.putInt(Rtnetlink.IFLA_MTU, mtu.bytes());
        } else if (change instanceof LinkChange.Mac mac) {
            out.putBytes(Rtnetlink.IFLA_ADDRESS, mac.address().bytes());
        } else if (change instanceof LinkChange.Name name) {
            out.putString(Rtnetlink.IFLA_IFNAME, name.name());
        } else if (change instanceof LinkChange.Namespace target) {
            out.putInt(Rtnetlink.IFLA_NET_NS_FD, target.namespace().number());
        }
    }

    @Override
    public String toString() {
        return "set link " + index + " "
                + changes.stream().map(LinkChange::toString).collect(Collectors.joining(", "));
    }
}
