package io.github.netnsjunit.kernel;

import io.github.netnsjunit.kernel.libc.Descriptor;

/**
 * Creates a veth pair: one end in the socket's namespace, its peer straight in another, where it is never seen elsewhere.
 *
 * @param near the end in the socket's namespace
 * @param peer the other end, which is born down
 * @param peerNamespace the network namespace that the peer is created in
 */
public record AddVeth(VethEnd near, VethEnd peer, Descriptor peerNamespace) implements NetlinkRequest {

    public AddVeth {
        if (peer.up() || peer.master() != 0) {
            throw new IllegalArgumentException("a veth peer is created down and without a master: " + peer);
        }
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
        near.writeNear(out);
        LinkHeader.kind(
                out, "veth", () -> out.nested(Rtnetlink.VETH_INFO_PEER, () -> peer.writePeer(out, peerNamespace)));
    }

    @Override
    public String toString() {
        return "add veth " + near.name() + " with peer " + peer.name();
    }
}
