package io.github.netnsjunit.provision;

/** When a step is taken: all of one phase before those of the next, as far as they are in one namespace. */
public enum Phase {
    /** Kernel parameters that links are born with. */
    SETTINGS("set the kernel parameters", false),
    /** Links, each after those that it needs. */
    LINKS("make the links", true),
    /** Kernel parameters of single links. */
    LINK_SETTINGS("set the kernel parameters", false),
    /** Links that become ports of others. */
    MASTERS("configure the links", false),
    /** Addresses of links. */
    ADDRESSES("configure the links", false),
    /** Links that are brought up. */
    UP("configure the links", false),
    /** Routes, those without a gateway first: the kernel takes a gateway only where it is on a link, which another route may say. */
    ROUTES("configure the links", false),
    /** From Linux 6.8 on the network is handed over when its links carry packets; before, the kernel may take a moment longer. */
    SETTLE("settle the links", true);

    private final String goal;
    private final boolean afterAll;

    Phase(String goal, boolean afterAll) {
        this.goal = goal;
        this.afterAll = afterAll;
    }

    /** What is being done in this phase, as the end of "could not …". */
    public String goal() {
        return goal;
    }

    /** Whether it begins only when the phases before it have ended in every namespace. */
    public boolean isAfterAll() {
        return afterAll;
    }
}
