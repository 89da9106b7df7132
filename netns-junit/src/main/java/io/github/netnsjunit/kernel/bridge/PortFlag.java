package io.github.netnsjunit.kernel.bridge;

import java.util.Locale;

/** What one can turn on or off at a port of a bridge, in the order in which {@code bridge link set} writes it. */
public enum PortFlag {
    /** The bridge may send a frame out of the port through which it came in. */
    HAIRPIN(4),
    /** The bridge sends unicast frames for unknown addresses out of the port. */
    FLOOD(9),
    /** The bridge sends multicast frames for unknown groups out of the port. */
    MCAST_FLOOD(27),
    /** The bridge sends broadcast frames out of the port. */
    BCAST_FLOOD(30),
    /** The bridge learns from incoming frames which addresses are behind the port. */
    LEARNING(8),
    /** The bridge sends no frames from this port to other isolated ports. */
    ISOLATED(33);

    /** {@code IFLA_BRPORT_…} of {@code linux/if_link.h}. */
    private final int attribute;

    PortFlag(int attribute) {
        this.attribute = attribute;
    }

    int attribute() {
        return attribute;
    }

    /** The name of the flag, as in {@code bridge link set}. */
    String option() {
        return name().toLowerCase(Locale.ROOT);
    }
}
