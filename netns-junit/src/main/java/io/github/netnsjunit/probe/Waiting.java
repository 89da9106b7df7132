package io.github.netnsjunit.probe;

import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.lab.system.Deadline;
import java.math.BigDecimal;
import java.time.Duration;

/** The moment up to which a probe waits, and the waiting. */
final class Waiting {

    /**
     * A Java interrupt sets a flag and wakes nobody inside a system call, so poll(2) is asked for short whiles, and the flag looked
     * at in between.
     */
    private static final long SLICE_MILLIS = 50;

    private final Duration timeout;
    private final Deadline end;

    private Waiting(Duration timeout, Deadline end) {
        this.timeout = timeout;
        this.end = end;
    }

    /** Counts from now on. */
    static Waiting in(Duration timeout) {
        return new Waiting(timeout, Deadline.in(timeout));
    }

    /** The same, or shorter: until so much time is over. */
    Waiting atMost(Duration shorter) {
        return new Waiting(timeout, end.orIn(shorter));
    }

    /** Whether no time is left. */
    boolean isOver() {
        return end.isOver();
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
            long left = end.millisLeft();
            int slice = (int) Math.min(left, SLICE_MILLIS);
            if (libc.poll(descriptors, (short) events, slice)[0] != 0) {
                return true;
            }
            if (left == 0) {
                return false;
            }
        }
    }

    /** Silence in words, such as {@code no answer within 5 s}. */
    String silence() {
        return "no answer within "
                + BigDecimal.valueOf(timeout.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
    }
}
