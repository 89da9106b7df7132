package io.github.netnsjunit.kernel;

import org.jspecify.annotations.Nullable;

/** The state of a bridge's port: {@code BR_STATE_…} of {@code linux/if_bridge.h}. */
public enum BridgePortState {
    DISABLED,
    LISTENING,
    LEARNING,
    FORWARDING,
    BLOCKING;

    private static final BridgePortState[] KNOWN = values();

    /** Null where the attributes do not tell. */
    static @Nullable BridgePortState parse(AttributeReader attributes) {
        BridgePortState state = null;
        while (attributes.next()) {
            if (attributes.type() == Rtnetlink.IFLA_BRPORT_STATE && attributes.byteValue() < KNOWN.length) {
                state = KNOWN[attributes.byteValue()];
            }
        }
        return state;
    }
}
