package io.github.netnsjunit.provision;

/** When a step is performed. In each namespace, all steps of one phase are performed before those of the next. */
public enum Phase {
    /** What must be there before anything can leave through the machine. */
    GUARDS,
    /** Kernel parameters that new links inherit. */
    SETTINGS,
    /** Links are made, each after those that it needs. */
    LINKS,
    /** Kernel parameters of single links. */
    LINK_SETTINGS,
    /** Links become ports of others. */
    MASTERS,
    /** Links get addresses. */
    ADDRESSES,
    /** Links are brought up. */
    UP,
    /** Routes, first those without a gateway: the kernel accepts a gateway only if it is on a link, and such a route can say that it is. */
    ROUTES,
    /** Policy rules, once the tables that they lead to have their routes. */
    RULES,
    /** Rules for packets: translation of addresses. The links and addresses that they name exist already. */
    POLICY,
    /** Makes sure that links carry packets. Before Linux 6.8 this has no effect, and links may need a moment longer. */
    SETTLE,
    /** What needs addresses that can be used: a multicast querier, or what this library itself does in the network, such as name servers. */
    SERVICES,
    /** What needs services elsewhere in the network, or greets others: waits for addresses that hosts form, tunnels that keep themselves alive. */
    EFFECTS;

    /** What the requests of this phase do, as the end of "could not …". A kernel parameter that cannot be set has its own message. */
    public String goal() {
        return switch (this) {
            case GUARDS -> "let packets leave through the machine";
            case LINKS -> "make the links";
            case SETTLE -> "settle the links";
            case SERVICES, EFFECTS -> "begin the services";
            case POLICY -> "make the rules for packets";
            default -> "configure the links";
        };
    }

    /** Whether this phase begins only when the phases before it have ended in all namespaces. */
    public boolean isAfterAll() {
        return this == LINKS || this == SETTLE || this == SERVICES || this == EFFECTS;
    }
}
