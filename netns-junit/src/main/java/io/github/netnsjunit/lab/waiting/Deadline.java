package io.github.netnsjunit.lab.waiting;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The moment at which a wait ends. Immutable. */
public final class Deadline {

    private final long end;

    private Deadline(long end) {
        this.end = end;
    }

    /**
     * Returns the moment that comes after the given time, or now if the time is negative. The latest one is 292 years
     * from now: a {@code long} counts no more nanoseconds.
     */
    public static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + Math.max(0, TimeUnit.NANOSECONDS.convert(time)));
    }

    /** Returns the earlier of this deadline and {@link #in} of the given time. */
    public Deadline orIn(Duration time) {
        return earlierOf(in(time));
    }

    /** Returns the earlier of this deadline and another one. */
    public Deadline earlierOf(Deadline other) {
        return other.end - end < 0 ? other : this;
    }

    /** Whether the moment has come. */
    public boolean isOver() {
        return end - System.nanoTime() <= 0;
    }

    /** Returns how many nanoseconds are left; 0 if the moment has come. */
    public long nanosLeft() {
        return Math.max(0, end - System.nanoTime());
    }

    /** Returns how many milliseconds are left, rounded up; 0 if the moment has come. */
    public long millisLeft() {
        long nanos = nanosLeft();
        return TimeUnit.NANOSECONDS.toMillis(nanos) + (nanos % 1_000_000 == 0 ? 0 : 1);
    }
}
