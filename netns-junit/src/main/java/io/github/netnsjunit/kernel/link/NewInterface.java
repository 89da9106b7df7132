package io.github.netnsjunit.kernel.link;

import io.github.netnsjunit.address.MacAddress;
import io.github.netnsjunit.kernel.netlink.AttributeWriter;
import io.github.netnsjunit.kernel.netlink.Rtnetlink;
import org.jspecify.annotations.Nullable;

/**
 * Describes an interface to add.
 *
 * @param index the interface index, 0 to let the kernel choose
 * @param name the interface name, at most 15 bytes
 * @param mtu in bytes, 0 for the kernel's default
 * @param mac the MAC address, null to let the kernel choose
 * @param transmitQueues how many queues it has for what it sends, 0 for the kernel's default
 * @param receiveQueues how many queues it has for what it receives, 0 for the kernel's default
 */
public record NewInterface(
        int index, String name, int mtu, @Nullable MacAddress mac, int transmitQueues, int receiveQueues) {

    /** An interface with as many queues as the kernel chooses. */
    public NewInterface(int index, String name, int mtu, @Nullable MacAddress mac) {
        this(index, name, mtu, mac, 0, 0);
    }

    /** An interface with the kernel's defaults. */
    public static NewInterface of(int index, String name) {
        return new NewInterface(index, name, 0, null);
    }

    /** Writes the MTU, the MAC address and the numbers of queues, if they are given. */
    void writeHardware(AttributeWriter out) {
        writeHardware(out, mtu, mac);
        if (transmitQueues != 0) {
            out.putInt(Rtnetlink.IFLA_NUM_TX_QUEUES, transmitQueues);
        }
        if (receiveQueues != 0) {
            out.putInt(Rtnetlink.IFLA_NUM_RX_QUEUES, receiveQueues);
        }
    }

    static void writeHardware(AttributeWriter out, int mtu, @Nullable MacAddress mac) {
        if (mtu != 0) {
            out.putInt(Rtnetlink.IFLA_MTU, mtu);
        }
        if (mac != null) {
            out.putBytes(Rtnetlink.IFLA_ADDRESS, mac.bytes());
        }
    }
}
