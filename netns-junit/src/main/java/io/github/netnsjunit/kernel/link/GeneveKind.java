package io.github.netnsjunit.kernel.link;

import io.github.netnsjunit.kernel.netlink.AttributeWriter;
import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * A tunnel of Ethernet frames in UDP (RFC 8926).
 *
 * @param id the network's number
 * @param remote the address of the other end
 * @param port the UDP port of both ends
 */
public record GeneveKind(int id, InetAddress remote, int port) implements LinkKind {

    // linux/if_link.h
    private static final int IFLA_GENEVE_ID = 1;
    private static final int IFLA_GENEVE_REMOTE = 2;
    private static final int IFLA_GENEVE_PORT = 5;
    private static final int IFLA_GENEVE_REMOTE6 = 7;

    @Override
    public String name() {
        return "geneve";
    }

    @Override
    public void write(AttributeWriter data) {
        data.putInt(IFLA_GENEVE_ID, id)
                .putAddress(remote instanceof Inet4Address ? IFLA_GENEVE_REMOTE : IFLA_GENEVE_REMOTE6, remote)
                .putBytes(IFLA_GENEVE_PORT, (byte) (port >> Byte.SIZE), (byte) port); // in network order
    }

    @Override
    public String details() {
        return " with number " + id;
    }
}
