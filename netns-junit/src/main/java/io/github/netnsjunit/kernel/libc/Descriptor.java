package io.github.netnsjunit.kernel.libc;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An open file descriptor. It is closed only once, however often and by whichever threads {@link #close()} is called.
 *
 * <p>Do not close it while another thread uses it: the other thread has read the {@link #number()} already, and the kernel may give
 * that number to the next file that is opened. {@code NetlinkSocket} prevents this with a lock.
 */
public final class Descriptor implements AutoCloseable {

    private final Libc libc;
    private final int number;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Takes over an open descriptor; {@link #close()} closes it. */
    public Descriptor(Libc libc, int number) {
        this.libc = libc;
        this.number = number;
    }

    /**
     * The number to give to the kernel.
     *
     * @throws IllegalStateException if it is closed: by now the number may belong to another file
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
