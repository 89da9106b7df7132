package io.github.netnsjunit.policy;

/** What a mapping or a filter of a {@link Nat} depends on, in the words of RFC 4787, sections 4.1 and 5. */
public enum NatBehavior {
    /**
     * On nothing. All that a host sends from one port has the same outside address and port, and whoever sends to it reaches the host.
     */
    ENDPOINT_INDEPENDENT,
    /** On the other side's address: to each, the host has another outside port; or only those may answer to which the host has sent. */
    ADDRESS_DEPENDENT,
    /** On the other side's address and port. */
    ADDRESS_AND_PORT_DEPENDENT
}
