package io.github.netnsjunit.topology;

/** What an interface that is no switch is to those that name it as their master. */
public enum MasterRole {
    /** They are the cables of one interface, as those of a bond are: it takes all their frames, and sends through some of them. */
    BUNDLE,
    /** They keep their frames and addresses, and it has a routing table of its own for them, as a VRF has. */
    ROUTING
}
