package io.github.netnsjunit.kernel;

/**
 * Creates a bridge.
 *
 * <p>Without the spanning tree protocol its ports forward at once. With it, they listen and learn for 2 s each, the shortest
 * forward delay that the kernel allows (its default is 15 s).
 *
 * @param index the interface index it shall have, 0 to let the kernel choose
 * @param name the interface name, at most 15 bytes
 * @param stp whether it speaks the spanning tree protocol
 * @param up whether it is brought up at once
 */
public record AddBridge(int index, String name, boolean stp, boolean up) implements NetlinkRequest {

    /** {@code BR_MIN_FORWARD_DELAY} of {@code net/bridge/br_private.h}, 2 s, in the hundredths of a second of the user ABI. */
    private static final int MIN_FORWARD_DELAY = 200;

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
        LinkHeader.write(out, index, up);
        out.putString(Rtnetlink.IFLA_IFNAME, name);
        LinkHeader.kind(
                out,
                "bridge",
                () -> out.putInt(Rtnetlink.IFLA_BR_STP_STATE, stp ? 1 : 0)
                        .putInt(Rtnetlink.IFLA_BR_FORWARD_DELAY, stp ? MIN_FORWARD_DELAY : 0));
    }

    @Override
    public String toString() {
        return "add bridge " + name;
    }
}
