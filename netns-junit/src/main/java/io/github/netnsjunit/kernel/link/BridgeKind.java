package io.github.netnsjunit.kernel.link;

import io.github.netnsjunit.kernel.AttributeWriter;

/**
 * A bridge.
 *
 * <p>Without the spanning tree protocol its ports forward at once. With it, they listen and learn for 2 s each, the shortest
 * forward delay that the kernel allows (its default is 15 s).
 *
 * @param stp whether it speaks the spanning tree protocol
 */
public record BridgeKind(boolean stp) implements LinkKind {

    /** {@code linux/if_link.h}. */
    private static final int IFLA_BR_FORWARD_DELAY = 1;
    /** {@code linux/if_link.h}. */
    private static final int IFLA_BR_STP_STATE = 5;

    /** {@code BR_MIN_FORWARD_DELAY} of {@code net/bridge/br_private.h}, 2 s, in the hundredths of a second of the user ABI. */
    private static final int MIN_FORWARD_DELAY = 200;

    @Override
    public String name() {
        return "bridge";
    }

    @Override
    public void write(AttributeWriter data) {
        data.putInt(IFLA_BR_STP_STATE, stp ? 1 : 0).putInt(IFLA_BR_FORWARD_DELAY, stp ? MIN_FORWARD_DELAY : 0);
    }
}
