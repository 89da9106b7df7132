package io.github.netnsjunit.lab.process;

import io.github.netnsjunit.process.Signal;
import java.time.Duration;
import java.util.List;

/**
 * How a program is asked to end.
 *
 * @param signals what it gets, one after the other; at least one
 * @param patience how long it may take after each
 * @param order of two programs the one with the lower order is asked first, and of two with the same order the one that was started later
 */
record StopPlan(List<Signal> signals, Duration patience, int order) {

    static final StopPlan USUAL = new StopPlan(List.of(Signal.SIGTERM), Duration.ofSeconds(3), 0);

    StopPlan signals(Signal... others) {
        if (others.length == 0) {
            throw new IllegalArgumentException("signals is empty: name at least one");
        }
        return new StopPlan(List.of(others), patience, order);
    }

    StopPlan patience(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("patience [" + time + "] is negative");
        }
        return new StopPlan(signals, time, order);
    }

    StopPlan order(int other) {
        return new StopPlan(signals, patience, other);
    }
}
