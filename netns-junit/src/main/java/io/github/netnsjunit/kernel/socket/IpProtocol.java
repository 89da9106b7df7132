package io.github.netnsjunit.kernel.socket;

/** The numbers of protocols over IP, with the kernel's names; see {@code linux/in.h} and {@code linux/in6.h}. */
public final class IpProtocol {

    public static final int IPPROTO_ICMP = 1;
    public static final int IPPROTO_IGMP = 2;
    public static final int IPPROTO_TCP = 6;
    public static final int IPPROTO_UDP = 17;
    public static final int IPPROTO_IPV6 = 41;
    public static final int IPPROTO_ICMPV6 = 58;
    public static final int IPPROTO_SCTP = 132;

    private IpProtocol() {}
}
