package io.github.netnsjunit.lab.listing;

import io.github.netnsjunit.address.LinkAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An interface as the kernel described it at one moment.
 *
 * @param index the kernel's number for it, unique in its namespace
 * @param name such as {@code veth_blue_ns}
 * @param kind {@code veth}, {@code bridge}, … as in {@code ip link add type}; {@code null} if it has none, such as {@code lo}
 * @param up whether it is administratively up
 * @param carrier whether the link has a carrier ({@code LOWER_UP}): for a veth, whether both ends are up
 * @param operationalState whether packets can pass, as far as the driver tells
 * @param mac such as {@code 02:00:00:00:00:01}; {@code null} if it has none, such as an IP tunnel
 * @param mtu the largest packet, in bytes
 * @param master the bridge whose port it is; {@code null} if it is no port
 * @param queueLength how many packets may wait to be sent, where the queueing discipline heeds that ({@code qlen} of {@code ip link})
 * @param transmitQueues how many queues it has for what it sends
 * @param receiveQueues how many queues it has for what it receives
 * @param receivedPackets packets received since it was made
 * @param sentPackets packets sent since it was made
 * @param addresses its addresses, including IPv6 link-local ones
 */
public record Interface(
        int index,
        String name,
        @Nullable String kind,
        boolean up,
        boolean carrier,
        State operationalState,
        @Nullable String mac,
        int mtu,
        @Nullable String master,
        int queueLength,
        int transmitQueues,
        int receiveQueues,
        long receivedPackets,
        long sentPackets,
        List<LinkAddress> addresses) {

    public Interface {
        addresses = List.copyOf(addresses);
    }

    /** The operational states of RFC 2863, named as {@code ip link} prints them. */
    public enum State {
        /** The driver does not tell. {@code lo} is always in this state. */
        UNKNOWN,
        NOTPRESENT,
        DOWN,
        /**
         * Up, but the interface below it or the other end of the veth pair is not. If that is in another namespace, Linux 6.2
         * and later tell {@link #DOWN}.
         */
        LOWERLAYERDOWN,
        TESTING,
        DORMANT,
        UP
    }
}
