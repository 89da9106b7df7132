package io.github.netnsjunit.kernel.link;

import io.github.netnsjunit.kernel.netlink.AttributeWriter;
import java.net.Inet4Address;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * A tunnel of Ethernet frames in UDP (RFC 7348).
 *
 * @param id the network's number
 * @param local the address that it sends from; null for the kernel's choice
 * @param remote the address of the other end, or a multicast group
 * @param below the index of the interface that it sends through; 0 for that of the route
 * @param port the UDP port of all ends
 */
public record VxlanKind(int id, @Nullable InetAddress local, InetAddress remote, int below, int port)
        implements LinkKind {

    // linux/if_link.h
    private static final int IFLA_VXLAN_ID = 1;
    private static final int IFLA_VXLAN_GROUP = 2;
    private static final int IFLA_VXLAN_LINK = 3;
    private static final int IFLA_VXLAN_LOCAL = 4;
    private static final int IFLA_VXLAN_LEARNING = 7;
    private static final int IFLA_VXLAN_PORT = 15;
    private static final int IFLA_VXLAN_GROUP6 = 16;
    private static final int IFLA_VXLAN_LOCAL6 = 17;

    @Override
    public String name() {
        return "vxlan";
    }

    @Override
    public void write(AttributeWriter data) {
        boolean ipv4 = remote instanceof Inet4Address;
        if (below != 0) {
            data.putInt(IFLA_VXLAN_LINK, below);
        }
        data.putInt(IFLA_VXLAN_ID, id);
        if (local != null) {
            data.putAddress(ipv4 ? IFLA_VXLAN_LOCAL : IFLA_VXLAN_LOCAL6, local);
        }
        data.putAddress(ipv4 ? IFLA_VXLAN_GROUP : IFLA_VXLAN_GROUP6, remote);
        data.putByte(IFLA_VXLAN_LEARNING, 1);
        data.putBytes(IFLA_VXLAN_PORT, (byte) (port >> Byte.SIZE), (byte) port); // in network order
    }

    @Override
    public String details() {
        return " with number " + id;
    }
}
