package io.github.netnsjunit.kernel;

import io.github.netnsjunit.kernel.libc.Descriptor;
import org.jspecify.annotations.Nullable;

/**
 * One end of a veth pair that is to be created.
 *
 * @param index the interface index it shall have, 0 to let the kernel choose
 * @param name the interface name, at most 15 bytes
 * @param mtu in bytes, 0 for the default
 * @param mac null for one that the kernel chooses
 * @param master the index of the bridge whose port it becomes, 0 for none; the near end's alone
 * @param up whether it is brought up at once; the near end's alone, for the peer is refused with {@code ENOTCONN}
 */
public record VethEnd(
        int index, String name, int mtu, @Nullable MacAddress mac, int master, boolean up) {

    /** An end with the kernel's defaults, down. */
    public static VethEnd of(int index, String name) {
        return new VethEnd(index, name, 0, null, 0, false);
    }

    void writeNear(AttributeWriter out) {
        LinkHeader.write(out, index, up);
        writeHardware(out);
        out.putString(Rtnetlink.IFLA_IFNAME, name);
        if (master != 0) {
            out.putInt(Rtnetlink.IFLA_MASTER, master);
        }
    }

    void writePeer(AttributeWriter out, Descriptor namespace) {
        LinkHeader.write(out, index, 0, 0);
        writeHardware(out);
        out.putInt(Rtnetlink.IFLA_NET_NS_FD, namespace.number());
        out.putString(Rtnetlink.IFLA_IFNAME, name);
    }

    /** What is sent only if it is not the default. */
    private void writeHardware(AttributeWriter out) {
        if (mtu != 0) {
            out.putInt(Rtnetlink.IFLA_MTU, mtu);
        }
        if (mac != null) {
            out.putBytes(Rtnetlink.IFLA_ADDRESS, mac.bytes());
        }
    }
}
