package io.github.netnsjunit.lab.process;

import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.system.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * What a process prints, read by a thread of its own from the start, so that the process does not wait for its reader; unless
 * somebody waits for output, and looks at it more slowly than it comes.
 */
public final class ProcessOutput {

    private static final int MOST_KEPT = 1 << 20;
    /** How much may come during a look at what came before: the rest waits, so that nothing is missed. */
    private static final int MOST_UNSEEN = 4 << 20;

    private static final int TAIL = 4096;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final StringBuilder kept = new StringBuilder();
    private final Set<Waiter> waiters = new HashSet<>();
    private final InputStream stream;
    private long received;
    private boolean closing;
    private boolean ended;

    /** Somebody who waits, and how much of what was received that one has looked at. */
    private static final class Waiter {
        private long seen;
    }

    /**
     * Reads from now on.
     *
     * @param afterwards what its thread does once the output has ended
     */
    public ProcessOutput(InputStream stream, String threadName, Runnable afterwards) {
        this.stream = stream;
        Thread thread = new Thread(
                () -> {
                    read();
                    afterwards.run();
                },
                threadName);
        thread.setDaemon(true);
        thread.start();
    }

    private void read() {
        char[] buffer = new char[8192];
        try (Reader reader = new InputStreamReader(stream, Charset.defaultCharset())) {
            for (int count = reader.read(buffer); count >= 0; count = reader.read(buffer)) {
                append(buffer, count);
            }
        } catch (IOException closed) {
            // its lab is closed, and something else holds the pipe: what came until then is kept
        } finally {
            end();
        }
    }

    private void append(char[] buffer, int count) {
        lock.lock();
        try {
            while (unseen() >= MOST_UNSEEN && !closing) {
                changed.awaitUninterruptibly();
            }
            kept.append(buffer, 0, count);
            received += count;
            int needed = MOST_KEPT + unseen();
            if (kept.length() > needed + MOST_KEPT) { // not each time: what stays is moved to the front
                kept.delete(0, kept.length() - needed);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** How much has not been looked at by whoever is furthest behind of those that wait. */
    private int unseen() {
        long seen = waiters.stream().mapToLong(waiter -> waiter.seen).min().orElse(received);
        return (int) Math.min(received - seen, MOST_UNSEEN);
    }

    private void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    public boolean hasEnded() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }

    public String text() {
        lock.lock();
        try {
            return last(MOST_KEPT);
        } finally {
            lock.unlock();
        }
    }

    private String last(long count) {
        return kept.substring((int) Math.max(0, kept.length() - count));
    }

    /** The end of it, for messages. */
    public String tail() {
        String text = text();
        return text.length() <= TAIL ? text : "..." + text.substring(text.length() - TAIL);
    }

    /**
     * Waits until the text is as wanted; false if time or the text ends before. The text is looked at beside its reader, which goes
     * on meanwhile, and so does the process. The first look is at {@link #text}, each other at that of the last and all that is new.
     */
    public boolean await(Predicate<String> wanted, Deadline deadline) {
        Waiter waiter = new Waiter();
        try {
            boolean last;
            do {
                String text;
                lock.lock();
                try {
                    awaitMore(waiter, deadline);
                    last = ended || deadline.isOver();
                    text = last(MOST_KEPT + received - waiter.seen);
                    waiter.seen = received;
                    changed.signalAll(); // the reader, if it was too far ahead
                } finally {
                    lock.unlock();
                }
                if (wanted.test(text)) {
                    return true;
                }
            } while (!last);
            return false;
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted while waiting for output", interrupt);
        } finally {
            leave(waiter);
        }
    }

    /** Waits until there is more than was seen; not the first time. */
    private void awaitMore(Waiter waiter, Deadline deadline) throws InterruptedException {
        if (waiters.add(waiter)) {
            waiter.seen = received;
            return;
        }
        long left = deadline.nanosLeft();
        while (received == waiter.seen && !ended && left > 0) {
            left = changed.awaitNanos(left);
        }
    }

    private void leave(Waiter waiter) {
        lock.lock();
        try {
            waiters.remove(waiter);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until all of it is read, or until a deadline: a grandchild may hold the pipe open. */
    public void awaitEnd(Deadline deadline) {
        lock.lock();
        try {
            long left = deadline.nanosLeft();
            while (!ended && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** From now on nobody is waited for. */
    private void hurry() {
        lock.lock();
        try {
            closing = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the end of it until a deadline, and reads no further. */
    public void close(Deadline deadline) {
        hurry();
        awaitEnd(deadline);
        try {
            stream.close(); // wakes its reader
        } catch (IOException unread) {
            // nothing is written to it that could be lost
        }
    }
}
