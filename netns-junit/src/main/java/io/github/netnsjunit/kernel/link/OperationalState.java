package io.github.netnsjunit.kernel.link;

/** The operational state of a link (RFC 2863), in the order of the kernel's numbers: {@code IF_OPER_…} of {@code linux/if.h}. */
public enum OperationalState {
    /** The driver does not report it. The loopback is always in this state. */
    UNKNOWN,
    NOT_PRESENT,
    DOWN,
    /**
     * Up, but the link below or the other end of the veth pair is not. If that is in another namespace, Linux 6.2 and later report
     * {@link #DOWN}.
     */
    LOWER_LAYER_DOWN,
    TESTING,
    DORMANT,
    UP;

    private static final OperationalState[] KNOWN = values();

    static OperationalState of(int number) {
        return number < KNOWN.length ? KNOWN[number] : UNKNOWN;
    }
}
