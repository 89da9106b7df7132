package io.github.netnsjunit.kernel.link;

import io.github.netnsjunit.kernel.netlink.AttributeWriter;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.OptionalLong;

/**
 * A GRE tunnel (RFC 2784, RFC 2890): {@code gre} and {@code ip6gre} carry packets, {@code gretap} and {@code ip6gretap} frames.
 *
 * @param name its name
 * @param local the address that it sends from
 * @param remote the address of the other end
 * @param ttl the time to live of what it sends; 0 for that of the packet inside, or 64 over IPv6
 * @param key the key of both ends, an unsigned number of 32 bits; empty for none
 */
public record GreKind(String name, InetAddress local, InetAddress remote, int ttl, OptionalLong key)
        implements LinkKind {

    // linux/if_tunnel.h
    private static final int IFLA_GRE_IFLAGS = 2;
    private static final int IFLA_GRE_OFLAGS = 3;
    private static final int IFLA_GRE_IKEY = 4;
    private static final int IFLA_GRE_OKEY = 5;
    private static final int IFLA_GRE_LOCAL = 6;
    private static final int IFLA_GRE_REMOTE = 7;
    private static final int IFLA_GRE_TTL = 8;
    private static final int IFLA_GRE_ENCAP_LIMIT = 11;
    /** {@code GRE_KEY} in network order: its first byte. */
    private static final byte GRE_KEY = 0x20;
    /** {@code IPV6_DEFAULT_TNL_ENCAP_LIMIT} of {@code linux/ip6_tunnel.h}. */
    private static final int ENCAP_LIMIT = 4;
    /** What ip gives a tunnel over IPv6. */
    private static final int HOP_LIMIT = 64;

    @Override
    public void write(AttributeWriter data) {
        if (key.isPresent()) {
            int number = Integer.reverseBytes((int) key.getAsLong()); // in network order
            data.putInt(IFLA_GRE_IKEY, number)
                    .putInt(IFLA_GRE_OKEY, number)
                    .putBytes(IFLA_GRE_IFLAGS, GRE_KEY, (byte) 0)
                    .putBytes(IFLA_GRE_OFLAGS, GRE_KEY, (byte) 0);
        }
        boolean overIpv6 = remote instanceof Inet6Address;
        data.putAddress(IFLA_GRE_LOCAL, local)
                .putAddress(IFLA_GRE_REMOTE, remote)
                .putByte(IFLA_GRE_TTL, overIpv6 && ttl == 0 ? HOP_LIMIT : ttl);
        if (overIpv6) {
            data.putByte(IFLA_GRE_ENCAP_LIMIT, ENCAP_LIMIT);
        }
    }
}
