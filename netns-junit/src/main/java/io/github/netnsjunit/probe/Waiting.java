package io.github.netnsjunit.probe;

import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.lab.waiting.Deadline;
import java.math.BigDecimal;
import java.time.Duration;

/** How long a probe waits for an answer; waits for descriptors that long. */
final class Waiting {

    /**
     * The longest time that one call of poll(2) waits. A Java interrupt does not end a system call, so the interrupt flag is
     * checked between short calls.
     */
    private static final long SLICE_MILLIS = 50;

    private final Duration timeout;
    private final Deadline end;

    private Waiting(Duration timeout, Deadline end) {
        this.timeout = timeout;
        this.end = end;
    }

    /** Starts to wait now. */
    static Waiting in(Duration timeout) {
        return new Waiting(timeout, Deadline.in(timeout));
    }

    /** Returns a waiting that ends at the same moment, or after the given time if that is sooner. */
    Waiting atMost(Duration time) {
        return new Waiting(timeout, end.orIn(time));
    }

    /** Whether no time is left. */
    boolean isOver() {
        return end.isOver();
    }

    /**
     * Waits until the descriptor is ready for one of the events, or has failed.
     *
     * @return false if the time is up first
     * @throws InterruptedException if the thread is interrupted before or while it waits; the interrupt flag is cleared
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

    /** Describes that nothing came, such as {@code no answer within 5 s}. */
    String describeSilence() {
        return "no answer within "
                + BigDecimal.valueOf(timeout.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
    }
}
