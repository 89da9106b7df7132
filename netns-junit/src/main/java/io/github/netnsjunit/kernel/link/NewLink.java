package io.github.netnsjunit.kernel.link;

import io.github.netnsjunit.kernel.netlink.AttributeWriter;
import io.github.netnsjunit.kernel.netlink.Netlink;
import io.github.netnsjunit.kernel.netlink.NetlinkRequest;
import io.github.netnsjunit.kernel.netlink.Rtnetlink;

/**
 * Makes a link of any kind, as {@code ip link add} does.
 *
 * @param made the interface in the socket's namespace
 * @param kind what kind of link it is, with all that is particular to the kind
 * @param below the index of the interface that it lies over, 0 for none
 * @param master the index of the bridge whose port it becomes, 0 for none
 * @param up whether it is brought up at once
 */
public record NewLink(NewInterface made, LinkKind kind, int below, int master, boolean up) implements NetlinkRequest {

    /** A link that lies over none, is no port, and is down. */
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
        LinkHeader.write(out, made.index(), up);
        made.writeHardware(out);
        if (below != 0) {
            out.putInt(Rtnetlink.IFLA_LINK, below);
        }
        out.putString(Rtnetlink.IFLA_IFNAME, made.name());
        if (master != 0) {
            out.putInt(Rtnetlink.IFLA_MASTER, master);
        }
        if (kind.hasData()) {
            LinkHeader.kind(out, kind.name(), () -> kind.write(out));
        } else {
            LinkHeader.kind(out, kind.name());
        }
    }

    @Override
    public String toString() {
        return "add " + kind.name() + " " + made.name() + kind.details();
    }
}
