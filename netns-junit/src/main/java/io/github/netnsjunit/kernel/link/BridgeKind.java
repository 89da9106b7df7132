package io.github.netnsjunit.kernel.link;

import io.github.netnsjunit.kernel.netlink.AttributeWriter;

/**
 * A bridge. All times are in hundredths of a second ({@code USER_HZ}).
 *
 * <p>Without the spanning tree protocol its ports forward at once. With it, a port first listens for the forward delay, and then learns
 * for the forward delay.
 *
 * @param stp whether it uses the spanning tree protocol
 * @param forwardDelay how long a port listens, and then how long it learns, before it forwards; the kernel's default is 15 s
 * @param ageing after what time it forgets an address that it has not seen again
 * @param priority 0 to 65535; the spanning tree protocol makes the bridge with the lowest priority the root
 * @param vlanFiltering whether it forwards the frames of a VLAN only to ports that are in the VLAN
 * @param multicastSnooping whether it sends multicast frames only to the members of the group, if it knows them
 * @param queryResponse how long hosts may take to answer when the bridge asks which multicast groups they are in
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

    /** 2 s, the shortest with the spanning tree protocol: {@code BR_MIN_FORWARD_DELAY} of {@code net/bridge/br_private.h}. */
    public static final int MIN_FORWARD_DELAY = 200;

    /** 30 s, the longest with the spanning tree protocol: {@code BR_MAX_FORWARD_DELAY} of {@code net/bridge/br_private.h}. */
    public static final int MAX_FORWARD_DELAY = 3_000;

    /** The kernel's default, 300 s: {@code BR_DEFAULT_AGEING_TIME} of {@code linux/if_bridge.h}. */
    public static final int DEFAULT_AGEING = 30_000;

    /** The kernel's default, from {@code br_dev_setup} in {@code net/bridge/br_device.c}. */
    public static final int DEFAULT_PRIORITY = 0x8000;

    /** The kernel's default, 10 s, from {@code br_multicast_ctx_init} in {@code net/bridge/br_multicast.c}. */
    public static final int DEFAULT_QUERY_RESPONSE = 1_000;

    // linux/if_link.h
    private static final int IFLA_BR_FORWARD_DELAY = 1;
    private static final int IFLA_BR_AGEING_TIME = 4;
    private static final int IFLA_BR_STP_STATE = 5;
    private static final int IFLA_BR_PRIORITY = 6;
    private static final int IFLA_BR_VLAN_FILTERING = 7;
    private static final int IFLA_BR_MCAST_SNOOPING = 23;
    private static final int IFLA_BR_MCAST_QUERIER = 25;
    private static final int IFLA_BR_MCAST_QUERY_RESPONSE_INTVL = 34;

    /** A bridge with the kernel's defaults, except for the forward delay: none, or the shortest that the spanning tree protocol allows. */
    public BridgeKind(boolean stp) {
        this(stp, stp ? MIN_FORWARD_DELAY : 0, DEFAULT_AGEING, DEFAULT_PRIORITY, false, true, DEFAULT_QUERY_RESPONSE);
    }

    /**
     * Makes a bridge a multicast querier: it asks which hosts are in which groups. For the time {@link #queryResponse} afterwards it
     * sends multicast frames to all ports. The kernel takes that time from what is set already, so a request that adds the bridge and
     * sets the time must come first.
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

    /** Leaves out what is the kernel's default, except for the first two: an old kernel may not know the other attributes. */
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
            data.putByte(IFLA_BR_VLAN_FILTERING, 1);
        }
        if (!multicastSnooping) {
            data.putByte(IFLA_BR_MCAST_SNOOPING, 0);
        }
        if (queryResponse != DEFAULT_QUERY_RESPONSE) {
            data.putLong(IFLA_BR_MCAST_QUERY_RESPONSE_INTVL, queryResponse);
        }
    }
}
