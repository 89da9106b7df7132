package io.github.netnsjunit.kernel.link;

import io.github.netnsjunit.kernel.netlink.AttributeWriter;
import io.github.netnsjunit.kernel.netlink.Rtnetlink;

/**
 * A bridge. Times are in the hundredths of a second of the kernel's interface to users, {@code USER_HZ}.
 *
 * <p>Without the spanning tree protocol its ports forward at once. With it, they listen and learn for the forward delay each.
 *
 * @param stp whether it speaks the spanning tree protocol
 * @param forwardDelay how long a port listens, and how long it learns, before it forwards; the kernel's default is 15 s
 * @param ageing how long an address is remembered that is not seen again
 * @param priority by which the spanning tree protocol chooses the root, the lowest first; 0 to 65535
 * @param vlanFiltering whether it keeps VLANs apart
 * @param multicastSnooping whether it sends a group's frames to the group's members alone, as far as it knows them
 * @param queryResponse how long a member may take to answer the bridge's question who is in which group
 */
public record BridgeKind(
        boolean stp,
        int forwardDelay,
        int ageing,
        int priority,
        boolean vlanFiltering,
        boolean multicastSnooping,
        int queryResponse)
        implements LinkKind {

    /** {@code BR_MIN_FORWARD_DELAY} of {@code net/bridge/br_private.h}, 2 s: the shortest with the spanning tree protocol. */
    public static final int MIN_FORWARD_DELAY = 200;

    /** {@code BR_MAX_FORWARD_DELAY} of {@code net/bridge/br_private.h}, 30 s: the longest with the spanning tree protocol. */
    public static final int MAX_FORWARD_DELAY = 3_000;

    /** {@code BR_DEFAULT_AGEING_TIME} of {@code linux/if_bridge.h}, 300 s. */
    public static final int DEFAULT_AGEING = 30_000;

    /** The kernel's default, in {@code br_dev_setup} of {@code net/bridge/br_device.c}. */
    public static final int DEFAULT_PRIORITY = 0x8000;

    /** The kernel's default, 10 s, in {@code br_multicast_ctx_init} of {@code net/bridge/br_multicast.c}. */
    public static final int DEFAULT_QUERY_RESPONSE = 1_000;

    // linux/if_link.h
    private static final int IFLA_BR_FORWARD_DELAY = 1;
    private static final int IFLA_BR_AGEING_TIME = 4;
    private static final int IFLA_BR_STP_STATE = 5;
    private static final int IFLA_BR_PRIORITY = 6;
    private static final int IFLA_BR_MCAST_SNOOPING = 23;
    private static final int IFLA_BR_MCAST_QUERIER = 25;
    private static final int IFLA_BR_MCAST_QUERY_RESPONSE_INTVL = 34;

    /** A bridge of which nothing else is said; with the spanning tree protocol it has the shortest forward delay. */
    public BridgeKind(boolean stp) {
        this(stp, stp ? MIN_FORWARD_DELAY : 0, DEFAULT_AGEING, DEFAULT_PRIORITY, false, true, DEFAULT_QUERY_RESPONSE);
    }

    /**
     * What makes a bridge ask who is in which group. For the time of {@link #queryResponse} from then on it sends every group's frames
     * everywhere, by what it has when the request comes; so this is a request of its own, after that which makes the bridge.
     */
    public record Querier() implements LinkKind {
        @Override
        public String name() {
            return "bridge";
        }

        @Override
        public void write(AttributeWriter data) {
            data.putByte(IFLA_BR_MCAST_QUERIER, 1);
        }

        @Override
        public String details() {
            return ", multicast querier";
        }
    }

    @Override
    public String name() {
        return "bridge";
    }

    /** Beyond the first two, only what is not the kernel's default: it may know no more. */
    @Override
    public void write(AttributeWriter data) {
        data.putInt(IFLA_BR_STP_STATE, stp ? 1 : 0).putInt(IFLA_BR_FORWARD_DELAY, forwardDelay);
        if (ageing != DEFAULT_AGEING) {
            data.putInt(IFLA_BR_AGEING_TIME, ageing);
        }
        if (priority != DEFAULT_PRIORITY) {
            data.putShort(IFLA_BR_PRIORITY, priority);
        }
        if (vlanFiltering) {
            data.putByte(Rtnetlink.IFLA_BR_VLAN_FILTERING, 1);
        }
        if (!multicastSnooping) {
            data.putByte(IFLA_BR_MCAST_SNOOPING, 0);
        }
        if (queryResponse != DEFAULT_QUERY_RESPONSE) {
            data.putLong(IFLA_BR_MCAST_QUERY_RESPONSE_INTVL, queryResponse);
        }
    }
}
