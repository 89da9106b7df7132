package io.github.netnsjunit.kernel.link;

import io.github.netnsjunit.kernel.netlink.AttributeWriter;
import java.net.InetAddress;

/**
 * A tunnel of IP packets in IP packets: {@code ipip}, {@code sit} or {@code ip6tnl}.
 *
 * @param name its name
 * @param local the address that it sends from
 * @param remote the address of the other end
 * @param ttl the time to live, or hop limit, of what it sends; 0 for that of the packet inside, except for {@code ip6tnl}
 */
public record IpTunnelKind(String name, InetAddress local, InetAddress remote, int ttl) implements LinkKind {

    // linux/if_tunnel.h
    private static final int IFLA_IPTUN_LOCAL = 2;
    private static final int IFLA_IPTUN_REMOTE = 3;
    private static final int IFLA_IPTUN_TTL = 4;
    private static final int IFLA_IPTUN_ENCAP_LIMIT = 6;
    private static final int IFLA_IPTUN_PROTO = 9;
    /** {@code IPV6_DEFAULT_TNL_ENCAP_LIMIT} of {@code linux/ip6_tunnel.h}. */
    private static final int ENCAP_LIMIT = 4;
    /** What ip gives a tunnel over IPv6. */
    private static final int HOP_LIMIT = 64;

    @Override
    public void write(AttributeWriter data) {
        boolean overIpv6 = name.equals("ip6tnl");
        data.putByte(IFLA_IPTUN_PROTO, 0) // all that the kind can carry
                .putAddress(IFLA_IPTUN_LOCAL, local)
                .putAddress(IFLA_IPTUN_REMOTE, remote)
                .putByte(IFLA_IPTUN_TTL, overIpv6 && ttl == 0 ? HOP_LIMIT : ttl);
        if (overIpv6) {
            data.putByte(IFLA_IPTUN_ENCAP_LIMIT, ENCAP_LIMIT);
        }
    }
}
