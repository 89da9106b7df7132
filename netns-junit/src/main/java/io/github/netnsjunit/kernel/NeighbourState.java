package io.github.netnsjunit.kernel;

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

    static Set<NeighbourState> of(int bits) {
        var states = EnumSet.noneOf(NeighbourState.class);
        for (NeighbourState state : ALL) {
            if ((bits & 1 << state.ordinal()) != 0) {
                states.add(state);
            }
        }
        return Set.copyOf(states);
    }
}
