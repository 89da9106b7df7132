package io.github.netnsjunit.assertj;

import io.github.netnsjunit.lab.system.Deadline;
import io.github.netnsjunit.probe.Probe;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * How long one assertion may try.
 *
 * @param within the time given by the user, or null: then an assertion tries once
 */
record Patience(@Nullable Duration within) {

    static final Patience ONE_ATTEMPT = new Patience(null);

    /** Between two attempts: short beside what a human notices, long beside what an attempt costs. */
    private static final Duration PAUSE = Duration.ofMillis(50);

    /**
     * The longest that one of several attempts waits: whoever gets ready after a request was lost has the next one to answer.
     */
    private static final Duration ATTEMPT = Duration.ofSeconds(1);

    static Patience of(Duration within) {
        if (within.isNegative() || within.isZero()) {
            throw new IllegalArgumentException(
                    "the time within which an assertion must hold must be positive: " + within);
        }
        return new Patience(within);
    }

    /** How long to wait for what tells of itself; not at all, where no time is given. */
    Duration waiting() {
        return within == null ? Duration.ZERO : within;
    }

    Watch start() {
        return new Watch(Deadline.in(waiting()));
    }

    /** The time of one assertion, running. */
    final class Watch {

        private final Deadline end;

        private Watch(Deadline end) {
            this.end = end;
        }

        /**
         * How long one of several attempts may wait. The last may so overrun the time: it is the one that is told of, and cut short it
         * would prove nothing.
         */
        Duration attempt() {
            return within == null ? Probe.DEFAULT_TIMEOUT : shorter(within, ATTEMPT);
        }

        /**
         * How long an attempt may wait whose answer may take all the time there is, or whose silence is to prove something; no less
         * than one of several.
         */
        Duration rest() {
            return within == null ? Probe.DEFAULT_TIMEOUT : longer(Duration.ofNanos(end.nanosLeft()), attempt());
        }

        /**
         * Lets a little of the time pass; false where none is left.
         *
         * @throws IllegalStateException if the thread is interrupted, which stays flagged
         */
        boolean pause() {
            if (within == null || end.isOver()) {
                return false;
            }
            LockSupport.parkNanos(this, PAUSE.toNanos());
            if (Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException("interrupted while waiting for an assertion to hold");
            }
            return true;
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
