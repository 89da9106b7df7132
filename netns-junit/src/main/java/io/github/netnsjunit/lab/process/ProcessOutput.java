package io.github.netnsjunit.lab.process;

import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.waiting.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a process prints. A thread reads it from the start, so that the process need not wait for a reader. There is one exception: if
 * somebody waits for a certain output and tests it more slowly than it comes, the process has to wait, so that nothing is missed.
 */
final class ProcessOutput {

    /** How many characters of the output are kept. */
    private static final int MAX_KEPT = 1 << 20;

    /** How many characters are read ahead of the slowest waiter. */
    private static final int MAX_UNSEEN = 4 << 20;

    /** How many characters of the output a message shows. */
    private static final int TAIL = 4096;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final StringBuilder kept = new StringBuilder();
    private final Set<Waiter> waiters = new HashSet<>();
    private final InputStream stream;
    private long received;
    private boolean closing;
    private boolean ended;

    /** Somebody who looks for something in the output. */
    @FunctionalInterface
    interface Search {

        /**
         * Looks for it in the text that was given before and this one together.
         *
         * @param more the next piece of the output
         * @param last whether nothing comes afterwards, because the output has ended or the time is up
         * @return whether it is there
         */
        boolean findsIn(String more, boolean last) throws InterruptedException;
    }

    /** Somebody who waits for a certain output, and how many of the received characters they have seen. */
    private static final class Waiter {
        private long seen;
    }

    /**
     * Begins to read.
     *
     * @param afterwards what the reading thread does once the output has ended
     */
    ProcessOutput(InputStream stream, String threadName, Runnable afterwards) {
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
        try (Reader reader = new InputStreamReader(stream, ProgramText.ENCODING)) {
            for (int count = reader.read(buffer); count >= 0; count = reader.read(buffer)) {
                append(buffer, count);
            }
        } catch (IOException closed) {
            // close() was called while another process held the pipe open. What was read until then is kept.
        } finally {
            end();
        }
    }

    private void append(char[] buffer, int count) {
        lock.lock();
        try {
            while (unseen() >= MAX_UNSEEN && !closing) {
                changed.awaitUninterruptibly();
            }
            kept.append(buffer, 0, count);
            received += count;
            int needed = MAX_KEPT + unseen();
            if (kept.length() > needed + MAX_KEPT) { // not every time: each deletion moves the rest to the front
                kept.delete(0, kept.length() - needed);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** How many characters the slowest waiter has not seen yet. */
    private int unseen() {
        long seen = waiters.stream().mapToLong(waiter -> waiter.seen).min().orElse(received);
        return (int) Math.min(received - seen, MAX_UNSEEN);
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

    boolean hasEnded() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }

    /** What is kept of the output so far. */
    String text() {
        lock.lock();
        try {
            return last(MAX_KEPT);
        } finally {
            lock.unlock();
        }
    }

    private String last(long count) {
        return kept.substring((int) Math.max(0, kept.length() - count));
    }

    /** The end of the output, for messages. */
    String tail() {
        String text = text();
        return text.length() <= TAIL ? text : "..." + text.substring(text.length() - TAIL);
    }

    /**
     * Waits until a search finds something in the output. Returns false if the time or the output ends before. The caller's thread
     * searches, while the reading thread and the process go on. The first piece is {@link #text}; each later one is what came after the
     * piece before.
     */
    boolean await(Search search, Deadline deadline) {
        Waiter waiter = new Waiter();
        try {
            boolean last;
            do {
                String more;
                lock.lock();
                try {
                    awaitMore(waiter, deadline);
                    last = ended || deadline.isOver();
                    more = last(received - waiter.seen);
                    waiter.seen = received;
                    changed.signalAll(); // the reading thread, which may have waited for this
                } finally {
                    lock.unlock();
                }
                if (search.findsIn(more, last)) {
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

    /** Waits until there is more than the waiter has seen. Does not wait the first time. */
    private void awaitMore(Waiter waiter, Deadline deadline) throws InterruptedException {
        if (waiters.add(waiter)) {
            waiter.seen = received - Math.min(kept.length(), MAX_KEPT);
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

    /** Waits until the whole output is read, but not beyond a deadline: a grandchild may hold the pipe open. */
    void awaitEnd(Deadline deadline) {
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

    /** Lets the reading thread wait for nobody from now on. */
    private void stopWaitingForWaiters() {
        lock.lock();
        try {
            closing = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the end of the output, but not beyond a deadline, and then stops reading. */
    void close(Deadline deadline) {
        stopWaitingForWaiters();
        awaitEnd(deadline);
        try {
            stream.close(); // ends the reading thread
        } catch (IOException ignored) {
            // The stream was only read, so nothing is lost.
        }
    }
}
