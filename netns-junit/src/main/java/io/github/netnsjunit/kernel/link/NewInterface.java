package io.github.netnsjunit.kernel.link;

import io.github.netnsjunit.address.MacAddress;
import io.github.netnsjunit.kernel.netlink.AttributeWriter;
import io.github.netnsjunit.kernel.netlink.Rtnetlink;
import org.jspecify.annotations.Nullable;

/**
 * An interface that is to be made.
 *
 * @param index the interface index it shall have, 0 to let the kernel choose
 * @param name the interface name, at most 15 bytes
 * @param mtu in bytes, 0 for the default
 * @param mac null for one that the kernel chooses
 */
public record NewInterface(
        int index, String name, int mtu, @Nullable MacAddress mac) {

    /** One with the kernel's defaults. */
    public static NewInterface of(int index, String name) {
        return new NewInterface(index, name, 0, null);
    }

    /** Writes what is not the kernel's default. */
    void writeHardware(AttributeWriter out) {
        if (mtu != 0) {
            out.putInt(Rtnetlink.IFLA_MTU, mtu);
        }
        if (mac != null) {
            out.putBytes(Rtnetlink.IFLA_ADDRESS, mac.bytes());
        }
    }
}
