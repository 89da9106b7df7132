package io.github.netnsjunit.kernel.link;

import java.util.Locale;

/** What a port of a bridge does or does not do, in the order in which {@code bridge link set} writes it. */
public enum PortFlag {
    /** It sends a frame back out of the port that it came in by. */
    HAIRPIN(4, false),
    /** Frames to one address that the bridge does not know go out of it. */
    FLOOD(9, true),
    /** Frames to a group that the bridge does not know go out of it. */
    MCAST_FLOOD(27, true),
    /** Frames to all go out of it. */
    BCAST_FLOOD(30, true),
    /** The bridge learns from its frames which addresses are behind it. */
    LEARNING(8, true),
    /** No frame goes from it to another port that is isolated. */
    ISOLATED(33, false);

    /** {@code IFLA_BRPORT_…} of {@code linux/if_link.h}. */
    private final int attribute;

    private final boolean onAtFirst;

    PortFlag(int attribute, boolean onAtFirst) {
        this.attribute = attribute;
        this.onAtFirst = onAtFirst;
    }

    /** Whether a fresh port has it on. */
    public boolean isOnAtFirst() {
        return onAtFirst;
    }

    int attribute() {
        return attribute;
    }

    /** The kernel's word, as {@code bridge link set} takes it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
