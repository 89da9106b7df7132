package io.github.netnsjunit.kernel.link;

import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.netlink.AttributeWriter;
import io.github.netnsjunit.kernel.netlink.Rtnetlink;

/**
 * A veth pair. The peer is created straight in its namespace, where it is never seen elsewhere; it is born down and without a
 * master, for the kernel refuses anything else ({@code ENOTCONN}).
 *
 * @param peer the other end
 * @param namespace the network namespace that the peer is created in
 */
public record VethKind(NewInterface peer, Descriptor namespace) implements LinkKind {

    /** {@code linux/veth.h}. */
    private static final int VETH_INFO_PEER = 1;

    @Override
    public String name() {
        return "veth";
    }

    @Override
    public void write(AttributeWriter data) {
        data.nested(VETH_INFO_PEER, () -> {
            LinkHeader.write(data, peer.index(), 0, 0);
            peer.writeHardware(data);
            data.putInt(Rtnetlink.IFLA_NET_NS_FD, namespace.number());
            data.putString(Rtnetlink.IFLA_IFNAME, peer.name());
        });
    }

    @Override
    public String details() {
        return " with peer " + peer.name();
    }
}
