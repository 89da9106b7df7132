package io.github.netnsjunit.assertj.attempt;

import io.github.netnsjunit.lab.waiting.Deadline;
import io.github.netnsjunit.probe.Probe;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * How long one assertion may try.
 *
 * @param within the time that the user gave, or null: then an assertion tries once
 */
public record TimeLimit(@Nullable Duration within) {

    public static final TimeLimit ONE_ATTEMPT = new TimeLimit(null);

    /** The pause between two attempts: too short for a human to notice, yet much longer than an attempt takes. */
    private static final Duration PAUSE = Duration.ofMillis(50);

    /**
     * The longest time that one of several attempts waits for an answer. If a request is lost because the server was not ready,
     * the next attempt is soon there to be answered.
     */
    private static final Duration LONGEST_ATTEMPT = Duration.ofSeconds(1);

    /**
     * Makes the limit that a user asked for.
     *
     * @throws IllegalArgumentException if the time is not positive
     */
    public static TimeLimit of(Duration within) {
        if (within.isNegative() || within.isZero()) {
            throw new IllegalArgumentException(
                    "the time within which an assertion must hold must be positive: " + within);
        }
        return new TimeLimit(within);
    }

    /** The time that the user gave, or zero if none was given. */
    public Duration orZero() {
        return within == null ? Duration.ZERO : within;
    }

    /** Starts the clock for one assertion. */
    public Countdown start() {
        return new Countdown(Deadline.in(orZero()));
    }

    /** The running time of one assertion. */
    public final class Countdown {

        private final Deadline end;

        private Countdown(Deadline end) {
            this.end = end;
        }

        /**
         * How long one of several attempts may wait for an answer. It is not shortened at the end of the time: the failure tells
         * about the last attempt, and an attempt that was cut short proves nothing. So the last attempt may exceed the time.
         */
        public Duration attemptTimeout() {
            return within == null ? Probe.DEFAULT_TIMEOUT : shorter(within, LONGEST_ATTEMPT);
        }

        /**
         * How long an attempt may wait if it may use all the time that is left: for a slow answer, or to prove that none comes.
         * It is never shorter than {@link #attemptTimeout}.
         */
        public Duration remainingTimeout() {
            return within == null ? Probe.DEFAULT_TIMEOUT : longer(Duration.ofNanos(end.nanosLeft()), attemptTimeout());
        }

        /**
         * Pauses before the next attempt. Returns false, without a pause, if no time is left for another attempt.
         *
         * @throws IllegalStateException if the thread is interrupted; its interrupt flag stays set
         */
        public boolean pause() {
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
