package io.github.netnsjunit.route;

/** Which protocol the packets of a {@link PolicyRule} have. */
public enum RuleProtocol {
    /** Whatever it is. */
    ANY(0, ""),
    ICMP(1, "icmp"),
    TCP(6, "tcp"),
    UDP(17, "udp"),
    ICMPV6(58, "ipv6-icmp"),
    SCTP(132, "sctp");

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

    /** The name as {@code ip rule} writes it; empty for any. */
    @Override
    public String toString() {
        return word;
    }
}
