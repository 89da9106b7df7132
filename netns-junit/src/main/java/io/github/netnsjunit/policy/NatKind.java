package io.github.netnsjunit.policy;

import static io.github.netnsjunit.policy.NatBehavior.ADDRESS_AND_PORT_DEPENDENT;
import static io.github.netnsjunit.policy.NatBehavior.ADDRESS_DEPENDENT;
import static io.github.netnsjunit.policy.NatBehavior.ENDPOINT_INDEPENDENT;

/** Common kinds of {@linkplain Nat NATs}, by the names of RFC 3489. Each is a mapping and a filter of RFC 4787. */
public enum NatKind {
    /** Whoever sends to a host's outside port reaches the host. */
    FULL_CONE(ENDPOINT_INDEPENDENT, ENDPOINT_INDEPENDENT, NatPorts.PRESERVED),
    /** Only those addresses reach a host to which it has sent from that port. */
    RESTRICTED_CONE(ENDPOINT_INDEPENDENT, ADDRESS_DEPENDENT, NatPorts.PRESERVED),
    /** Only those addresses and ports reach a host to which it has sent from that port. Most home routers are so. */
    PORT_RESTRICTED_CONE(ENDPOINT_INDEPENDENT, ADDRESS_AND_PORT_DEPENDENT, NatPorts.PRESERVED),
    /** The same, and a host has another outside port, a random one, towards each other address and port. */
    SYMMETRIC(ADDRESS_AND_PORT_DEPENDENT, ADDRESS_AND_PORT_DEPENDENT, NatPorts.RANDOM),
    /**
     * That of a provider, of whose customers each has a block of outside ports (RFC 6888), 1000 unless another size is said. It filters as
     * {@link #PORT_RESTRICTED_CONE}.
     */
    CARRIER_GRADE(ENDPOINT_INDEPENDENT, ADDRESS_AND_PORT_DEPENDENT, NatPorts.BLOCKS);

    private final NatBehavior mapping;
    private final NatBehavior filtering;

    @SuppressWarnings("ImmutableEnumChecker") // a text and its value, neither of which changes
    private final NatPorts ports;

    NatKind(NatBehavior mapping, NatBehavior filtering, NatPorts ports) {
        this.mapping = mapping;
        this.filtering = filtering;
        this.ports = ports;
    }

    /** What the outside port of a host depends on. */
    public NatBehavior mapping() {
        return mapping;
    }

    /** What it depends on who may send to the host. */
    public NatBehavior filtering() {
        return filtering;
    }

    /** Which outside ports hosts get. */
    NatPorts ports() {
        return ports;
    }
}
