package io.github.netnsjunit.kernel.link;

import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.netlink.AttributeWriter;
import io.github.netnsjunit.kernel.netlink.Rtnetlink;

/**
 * A veth pair. The kernel creates the peer directly in its namespace. The peer is down and has no master at first: the kernel refuses
 * anything else ({@code ENOTCONN}).
 *
 * @param peer the other end
 * @param namespace the network namespace of the peer
 */
public record VethKind(NewInterface peer, Descriptor namespace) implements LinkKind {

    /** In {@code linux/veth.h}. */
    private static final int VETH_INFO_PEER = 1;

    @Override
    public String name() {
        return "veth";
    }

    @Override
    public void write(AttributeWriter data) {
        data.nested(VETH_INFO_PEER, () -> {
            LinkHeader.write(data, peer.index());
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
