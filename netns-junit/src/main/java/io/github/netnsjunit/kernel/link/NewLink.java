package io.github.netnsjunit.kernel.link;

import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.netlink.AttributeWriter;
import io.github.netnsjunit.kernel.netlink.Netlink;
import io.github.netnsjunit.kernel.netlink.NetlinkRequest;
import io.github.netnsjunit.kernel.netlink.Rtnetlink;
import org.jspecify.annotations.Nullable;

/**
 * Adds a link of any kind, as {@code ip link add} does.
 *
 * @param made the interface to add
 * @param kind its kind, with the attributes that only this kind has
 * @param below the index of the interface below it in the socket's namespace, as below a VLAN; 0 for none
 * @param master the index of the interface whose port it becomes, 0 for none
 * @param up whether to bring it up at once
 * @param namespace where to add it; null for the socket's namespace
 */
public record NewLink(
        NewInterface made,
        LinkKind kind,
        int below,
        int master,
        boolean up,
        @Nullable Descriptor namespace) implements NetlinkRequest {

    /** A link in the socket's namespace. */
    public NewLink(NewInterface made, LinkKind kind, int below, int master, boolean up) {
        this(made, kind, below, master, up, null);
    }

    /** A link that is down, is not a port, and has no interface below. */
    public static NewLink of(NewInterface made, LinkKind kind) {
        return new NewLink(made, kind, 0, 0, false);
    }

    @Override
    public short type() {
        return Rtnetlink.RTM_NEWLINK;
    }

    @Override
    public int flags() {
        return Netlink.ADD;
    }

    @Override
    public void write(AttributeWriter out) {
        int flags = up ? Rtnetlink.IFF_UP : 0;
        LinkHeader.write(out, made.index(), flags, flags);
        made.writeHardware(out);
        if (below != 0) {
            out.putInt(Rtnetlink.IFLA_LINK, below);
        }
        out.putString(Rtnetlink.IFLA_IFNAME, made.name());
        if (master != 0) {
            out.putInt(Rtnetlink.IFLA_MASTER, master);
        }
        if (namespace != null) {
            out.putInt(Rtnetlink.IFLA_NET_NS_FD, namespace.number());
        }
        LinkHeader.writeKind(out, kind);
    }

    @Override
    public String toString() {
        return "add " + kind.name() + " " + made.name() + kind.details();
    }
}
