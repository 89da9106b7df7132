package io.github.netnsjunit.kernel;

import java.time.Duration;

/**
 * What is particular to a bridge ({@code IFLA_BR_…} of {@code linux/if_link.h}).
 *
 * @param stp whether it speaks the spanning tree protocol
 * @param forwardDelay how long a port listens, and then learns, before it forwards
 */
public record BridgeState(boolean stp, Duration forwardDelay) {

    /** The user ABI's clock ticks 100 times a second, {@code USER_HZ}. */
    private static final int MILLIS_PER_TICK = 10;

    static BridgeState parse(AttributeReader attributes) {
        boolean stp = false;
        long forwardDelay = 0;
        while (attributes.next()) {
            switch (attributes.type()) {
                case Rtnetlink.IFLA_BR_STP_STATE -> stp = attributes.intValue() != 0;
                case Rtnetlink.IFLA_BR_FORWARD_DELAY -> forwardDelay = Integer.toUnsignedLong(attributes.intValue());
                default -> {}
            }
        }
        return new BridgeState(stp, Duration.ofMillis(forwardDelay * MILLIS_PER_TICK));
    }
}
