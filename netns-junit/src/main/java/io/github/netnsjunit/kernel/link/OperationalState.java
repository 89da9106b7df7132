package io.github.netnsjunit.kernel.link;

/** The operational state of a link, RFC 2863: {@code IF_OPER_…} of {@code linux/if.h}. */
public enum OperationalState {
    /** The driver does not tell; loopback is always so. */
    UNKNOWN,
    NOT_PRESENT,
    DOWN,
    /** Up, but what lies below is not: a veth end whose peer is down. Kernels after 6.1 say {@link #DOWN} where that is elsewhere. */
    LOWER_LAYER_DOWN,
    TESTING,
    DORMANT,
    UP;

    private static final OperationalState[] KNOWN = values();

    static OperationalState of(int number) {
        return number < KNOWN.length ? KNOWN[number] : UNKNOWN;
    }
}
