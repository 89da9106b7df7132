package io.github.netnsjunit.assertj.attempt;

import io.github.netnsjunit.assertj.error.MessageWithSnapshot;
import io.github.netnsjunit.lab.waiting.Deadline;
import io.github.netnsjunit.probe.Probe;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.error.ErrorMessageFactory;
import org.jspecify.annotations.Nullable;

/**
 * How long one assertion may try, or must hold.
 *
 * @param kind what the time is for
 * @param time the time that the user gave; zero if none
 */
public record TimeLimit(Kind kind, Duration time) {

    /** What the time of an assertion is for. */
    public enum Kind {
        /** There is none: the assertion tries once. */
        ONCE,
        /** The assertion must hold at some time within it. */
        WITHIN,
        /** The assertion must hold all the time. */
        THROUGHOUT
    }

    public static final TimeLimit ONE_ATTEMPT = new TimeLimit(Kind.ONCE, Duration.ZERO);

    /** The pause between two attempts: too short for a human to notice, yet much longer than an attempt takes. */
    private static final Duration PAUSE = Duration.ofMillis(50);

    /**
     * The longest time that one of several attempts waits for an answer. If a request is lost because the server was not ready,
     * the next attempt is soon there to be answered.
     */
    private static final Duration LONGEST_ATTEMPT = Duration.ofSeconds(1);

    /**
     * Makes the limit of an assertion that must hold at some time.
     *
     * @throws IllegalArgumentException if the time is not positive
     */
    public static TimeLimit within(Duration time) {
        return new TimeLimit(Kind.WITHIN, positive(time, "the time within which an assertion must hold"));
    }

    /**
     * Makes the limit of an assertion that must hold all the time.
     *
     * @throws IllegalArgumentException if the time is not positive
     */
    public static TimeLimit throughout(Duration time) {
        return new TimeLimit(Kind.THROUGHOUT, positive(time, "the time throughout which an assertion must hold"));
    }

    private static Duration positive(Duration time, String what) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException(what + " must be positive: " + time);
        }
        return time;
    }

    /** How long an assertion may wait for something to happen. */
    public Duration patience() {
        return kind == Kind.WITHIN ? time : Duration.ZERO;
    }

    /** Starts the clock for one assertion. */
    public Countdown start() {
        return new Countdown(Deadline.in(time));
    }

    /** The running time of one assertion. */
    public final class Countdown {

        private final long start = System.nanoTime();
        private final Deadline end;

        /** How long after the start the assertion held the last time; null if it never did. */
        private @Nullable Duration heldUntil;

        private Countdown(Deadline end) {
            this.end = end;
        }

        /** Whether the assertion must hold all the time. */
        public boolean isThroughout() {
            return kind == Kind.THROUGHOUT;
        }

        /**
         * How long one of several attempts may wait for an answer. It is not shortened at the end of the time: the failure tells
         * about the last attempt, and an attempt that was cut short proves nothing. So the last attempt may exceed the time.
         */
        public Duration attemptTimeout() {
            return switch (kind) {
                case ONCE -> Probe.DEFAULT_TIMEOUT;
                case WITHIN -> shorter(time, LONGEST_ATTEMPT);
                case THROUGHOUT -> LONGEST_ATTEMPT;
            };
        }

        /**
         * How long an attempt may wait if it may use all the time that is left: for a slow answer, or to prove that none comes.
         * It is never shorter than {@link #attemptTimeout}.
         */
        public Duration remainingTimeout() {
            return kind == Kind.WITHIN
                    ? longer(Duration.ofNanos(end.nanosLeft()), attemptTimeout())
                    : Probe.DEFAULT_TIMEOUT;
        }

        /**
         * Pauses before the next attempt. Returns false, without a pause, if the result of the assertion is certain by now, or no time
         * is left for another attempt.
         *
         * @param holds whether the assertion held in the latest attempt
         * @throws IllegalStateException if the thread is interrupted; its interrupt flag stays set
         */
        public boolean pauseAfter(boolean holds) {
            if (holds) {
                heldUntil = Duration.ofNanos(System.nanoTime() - start);
            }
            boolean certain = kind == Kind.ONCE || holds != isThroughout();
            if (certain || end.isOver()) {
                return false;
            }
            LockSupport.parkNanos(this, PAUSE.toNanos());
            if (Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException("interrupted while waiting for an assertion to hold");
            }
            return true;
        }

        /** Adds to a failure how long the assertion held, if it had to hold all the time. */
        public @Nullable ErrorMessageFactory explain(@Nullable ErrorMessageFactory failure) {
            if (failure == null || !isThroughout()) {
                return failure;
            }
            String held = heldUntil == null ? "it did not even hold at first" : "it held for " + seconds(heldUntil);
            return new MessageWithSnapshot(failure, () -> "This had to hold for " + seconds(time) + "; " + held + ".");
        }
    }

    private static String seconds(Duration time) {
        return BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
