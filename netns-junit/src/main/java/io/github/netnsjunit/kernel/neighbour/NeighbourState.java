package io.github.netnsjunit.kernel.neighbour;

import java.util.EnumSet;
import java.util.Set;

/** The states of a neighbour entry, in the order of their bits: {@code NUD_…} of {@code linux/neighbour.h}. */
public enum NeighbourState {
    INCOMPLETE,
    REACHABLE,
    STALE,
    DELAY,
    PROBE,
    FAILED,
    NOARP,
    PERMANENT;

    private static final NeighbourState[] ALL = values();

    /** The states whose bits are set. */
    public static Set<NeighbourState> of(int bits) {
        var states = EnumSet.noneOf(NeighbourState.class);
        for (int bit = 0; bit < ALL.length; bit++) {
            if ((bits & 1 << bit) != 0) {
                states.add(ALL[bit]);
            }
        }
        return Set.copyOf(states);
    }
}
