package io.github.netnsjunit.kernel.libc;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An open file descriptor, closed exactly once however often and from wherever {@link #close()} is called.
 *
 * <p>Closing does not wait for a call on another thread that has read the {@link #number()} already: it may reach the next file of
 * that number. Who shares a descriptor between threads keeps them apart, as {@code NetlinkSocket} does with a lock.
 */
public final class Descriptor implements AutoCloseable {

    private final Libc libc;
    private final int number;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Takes charge of an open descriptor. */
    public Descriptor(Libc libc, int number) {
        this.libc = libc;
        this.number = number;
    }

    /**
     * The number that the kernel knows it by.
     *
     * @throws IllegalStateException once closed: the number may be another file's by then
     */
    public int number() {
        if (closed.get()) {
            throw new IllegalStateException("descriptor " + number + " is closed");
        }
        return number;
    }

    /** Whether {@link #close()} was called. */
    public boolean isClosed() {
        return closed.get();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            libc.close(number);
        }
    }

    @Override
    public String toString() {
        return "descriptor " + number + (closed.get() ? " (closed)" : "");
    }
}
