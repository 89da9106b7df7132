package io.github.netnsjunit.link;

/** Whether a router drops IPv4 packets that come from a direction to which it would not send the answers (RFC 3704). */
public enum ReversePathFilter {
    /** It does not look at the sender. */
    OFF(0),
    /** It drops a packet if it would send the answer through another interface than the one at which the packet came in. */
    STRICT(1),
    /** It drops a packet if it has no route at all to the sender. */
    LOOSE(2);

    private final int value;

    ReversePathFilter(int value) {
        this.value = value;
    }

    /** The value of {@code net.ipv4.conf.*.rp_filter}. */
    int value() {
        return value;
    }
}
