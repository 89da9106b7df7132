package io.github.netnsjunit.route;

import io.github.netnsjunit.kernel.socket.IpProtocol;

/** Which protocol the packets of a {@link PolicyRule} have. */
public enum RuleProtocol {
    /** Whatever it is. */
    ANY(0, ""),
    ICMP(IpProtocol.IPPROTO_ICMP, "icmp"),
    TCP(IpProtocol.IPPROTO_TCP, "tcp"),
    UDP(IpProtocol.IPPROTO_UDP, "udp"),
    ICMPV6(IpProtocol.IPPROTO_ICMPV6, "ipv6-icmp"),
    SCTP(IpProtocol.IPPROTO_SCTP, "sctp");

    private final int number;
    private final String word;

    RuleProtocol(int number, String word) {
        this.number = number;
        this.word = word;
    }

    /** The number, {@code IPPROTO_…} of {@code linux/in.h}; 0 for any. */
    public int number() {
        return number;
    }

    /** The protocol that does the same for the other family. */
    RuleProtocol counterpart() {
        return switch (this) {
            case ICMP -> ICMPV6;
            case ICMPV6 -> ICMP;
            default -> this;
        };
    }

    /** The name as {@code ip rule} writes it; empty for any. */
    @Override
    public String toString() {
        return word;
    }
}
