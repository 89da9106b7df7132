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
    private final String description;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Takes over an open descriptor; {@link #close()} closes it. */
    public Descriptor(Libc libc, int number) {
        this(libc, number, "file");
    }

    /**
     * The same with a description for messages to users, who do not know the number.
     *
     * @param description what it refers to: a path, or a kind of socket
     */
    public Descriptor(Libc libc, int number, String description) {
        this.libc = libc;
        this.number = number;
        this.description = description;
    }

    /**
     * The number to give to the kernel.
     *
     * @throws IllegalStateException if it is closed: by now the number may belong to another file
     */
    public int number() {
        if (closed.get()) {
            throw new IllegalStateException(description + " is closed");
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

    /** What it refers to, without the number. */
    @Override
    public String toString() {
        return description + (closed.get() ? " (closed)" : "");
    }
}
