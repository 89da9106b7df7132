package io.github.netnsjunit.lab.system;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The moment until which something is waited for. Immutable. */
public final class Deadline {

    private final long end;

    private Deadline(long end) {
        this.end = end;
    }

    /**
     * The moment after some time, counted from now; now, if the time is negative, and in almost three centuries at most, which are as many nanoseconds as a {@code long} can count.
     */
    public static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + Math.max(0, TimeUnit.NANOSECONDS.convert(time)));
    }

    /** The same, or the moment after some time from now if that is sooner. */
    public Deadline orIn(Duration time) {
        Deadline other = in(time);
        return other.end - end < 0 ? other : this;
    }

    /** Whether it has passed. */
    public boolean isOver() {
        return end - System.nanoTime() <= 0;
    }

    /** The time that is left, in nanoseconds; 0 if none is. */
    public long nanosLeft() {
        return Math.max(0, end - System.nanoTime());
    }

    /** The time that is left, in milliseconds, rounded up; 0 if none is. */
    public long millisLeft() {
        long nanos = nanosLeft();
        return TimeUnit.NANOSECONDS.toMillis(nanos) + (nanos % 1_000_000 == 0 ? 0 : 1);
    }
}
