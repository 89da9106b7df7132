package io.github.netnsjunit.probe;

import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.libc.Libc;
import java.math.BigDecimal;
import java.time.Duration;

/** The moment up to which a probe waits, and the waiting. */
final class Deadline {

    /**
     * A Java interrupt sets a flag and wakes nobody inside a system call, so poll(2) is asked for short whiles, and the flag looked
     * at in between.
     */
    private static final long SLICE_MILLIS = 50;

    private final Duration timeout;
    private final long end;

    private Deadline(Duration timeout, long end) {
        this.timeout = timeout;
        this.end = end;
    }

    /** Counts from now on. */
    static Deadline in(Duration timeout) {
        return new Deadline(timeout, System.nanoTime() + nanos(timeout));
    }

    /** The same, or earlier: once so much time is over. */
    Deadline atMost(Duration shorter) {
        Deadline sooner = in(shorter);
        return sooner.end - end < 0 ? sooner : this;
    }

    /** Whether no time is left. */
    boolean isOver() {
        return end - System.nanoTime() <= 0;
    }

    /**
     * Waits until the descriptor is ready for one of the events or failed.
     *
     * @return false when the time was up first
     * @throws InterruptedException if the thread is interrupted before or while it waits; the flag is cleared
     */
    boolean await(Libc libc, Descriptor descriptor, int events) throws InterruptedException {
        Descriptor[] descriptors = {descriptor};
        while (true) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while a probe waited for an answer");
            }
            long left = (end - System.nanoTime() + 999_999) / 1_000_000;
            int slice = (int) Math.max(0, Math.min(left, SLICE_MILLIS));
            if (libc.poll(descriptors, (short) events, slice)[0] != 0) {
                return true;
            }
            if (left <= 0) {
                return false;
            }
        }
    }

    /** Silence in words, such as {@code no answer within 5 s}. */
    String silence() {
        return "no answer within "
                + BigDecimal.valueOf(timeout.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
    }

    private static long nanos(Duration timeout) {
        // a century is as good as for ever, and does not overflow
        Duration longest = Duration.ofDays(36_500);
        return (timeout.compareTo(longest) < 0 ? timeout : longest).toNanos();
    }
}
