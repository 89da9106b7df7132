package io.github.netnsjunit.kernel.link;

import java.util.Locale;

/** What a port of a bridge does or does not do, in the order in which {@code bridge link set} writes it. */
public enum PortFlag {
    /** It sends a frame back out of the port that it came in by. */
    HAIRPIN(4),
    /** Frames to one address that the bridge does not know go out of it. */
    FLOOD(9),
    /** Frames to a group that the bridge does not know go out of it. */
    MCAST_FLOOD(27),
    /** Frames to all go out of it. */
    BCAST_FLOOD(30),
    /** The bridge learns from its frames which addresses are behind it. */
    LEARNING(8),
    /** No frame goes from it to another port that is isolated. */
    ISOLATED(33);

    /** {@code IFLA_BRPORT_…} of {@code linux/if_link.h}. */
    private final int attribute;

    PortFlag(int attribute) {
        this.attribute = attribute;
    }

    int attribute() {
        return attribute;
    }

    /** The kernel's word, as {@code bridge link set} takes it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
