package io.github.netnsjunit.lab.waiting;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** What is still there after a moment: what has just been ended needs one to vanish, and the kernel tells nobody when it has. */
public final class Remaining {

    private static final Duration MOMENT = Duration.ofMillis(100);
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private Remaining() {}

    /** Looks again for up to 0.1 s as long as something is there. An interrupt ends the wait, and stays. */
    public static <T> List<T> of(Supplier<List<T>> look) {
        return of(look, MOMENT);
    }

    /** The same for another time. */
    public static <T> List<T> of(Supplier<List<T>> look, Duration time) {
        Deadline end = Deadline.in(time);
        List<T> found = look.get();
        while (!found.isEmpty() && !end.isOver() && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(RETRY_NANOS);
            found = look.get();
        }
        return found;
    }
}
