package io.github.netnsjunit.probe;

/**
 * Numbers of the types and codes of ICMP (RFC 792) and ICMPv6 (RFC 4443), with the names that they have
 * in {@code linux/icmp.h} and {@code linux/icmpv6.h}.
 */
final class Icmp {

    static final int ICMP_ECHOREPLY = 0;
    static final int ICMP_DEST_UNREACH = 3;
    static final int ICMP_ECHO = 8;
    static final int ICMP_TIME_EXCEEDED = 11;

    /**
     * A code of {@link #ICMP_DEST_UNREACH}. It is no failure: the kernel learns from it how large a packet may be, and sends
     * again.
     */
    static final int ICMP_FRAG_NEEDED = 4;

    static final int ICMPV6_DEST_UNREACH = 1;
    static final int ICMPV6_TIME_EXCEED = 3;
    static final int ICMPV6_ECHO_REQUEST = 128;
    static final int ICMPV6_ECHO_REPLY = 129;

    private Icmp() {}
}
