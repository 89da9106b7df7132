package io.github.netnsjunit.probe;

import java.time.Duration;

/** What came of a {@link Probe}. */
public sealed interface Reachability {

    /**
     * The host answered.
     *
     * @param roundTrip from the request's leaving to its answer's arrival, as this program saw it
     */
    record Reached(Duration roundTrip) implements Reachability {
        @Override
        public String toString() {
            return "reached in " + roundTrip.toNanos() / 1_000 / 1_000.0 + " ms";
        }
    }

    /**
     * The host did not answer.
     *
     * @param reason why, in one word
     * @param detail who said so, in the words of the kernel or the router, such as {@code ENETUNREACH (Network is unreachable)}
     */
    record NotReached(Unreachable reason, String detail) implements Reachability {
        @Override
        public String toString() {
            return reason + ": " + detail;
        }
    }
}
