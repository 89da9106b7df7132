package io.github.netnsjunit.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** What a process prints, read by a thread of its own from the start, so that the process never waits for its reader. */
final class ProcessOutput {

    private static final int MOST_KEPT = 1 << 20;
    private static final int TAIL = 4096;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final StringBuilder kept = new StringBuilder();
    private long received;
    private final InputStream stream;
    private boolean ended;

    /**
     * Reads from now on.
     *
     * @param afterwards what its thread does once the output has ended
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
            kept.append(buffer, 0, count);
            received += count;
            if (kept.length() > 2 * MOST_KEPT) { // not each time: what stays is moved to the front
                kept.delete(0, kept.length() - MOST_KEPT);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
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

    String text() {
        lock.lock();
        try {
            return kept.substring(Math.max(0, kept.length() - MOST_KEPT));
        } finally {
            lock.unlock();
        }
    }

    /** The end of it, for messages. */
    String tail() {
        String text = text();
        return text.length() <= TAIL ? text : "..." + text.substring(text.length() - TAIL);
    }

    /**
     * Waits until the text is as wanted; false if time or the text ends before. The text is looked at beside its reader, which goes
     * on meanwhile, and so does the process.
     */
    boolean await(Predicate<String> wanted, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        long seen = -1;
        boolean last;
        do {
            String text;
            lock.lock();
            try {
                long left = deadline - System.nanoTime();
                while (received == seen && !ended && left > 0) {
                    left = changed.awaitNanos(left);
                }
                seen = received;
                last = ended || left <= 0;
                text = text();
            } catch (InterruptedException interrupt) {
                Thread.currentThread().interrupt();
                throw new LabException("interrupted while waiting for output", interrupt);
            } finally {
                lock.unlock();
            }
            if (wanted.test(text)) {
                return true;
            }
        } while (!last);
        return false;
    }

    /** Waits until all of it is read, for a while at most: a grandchild may hold the pipe open. */
    void awaitEnd(Duration timeout) {
        lock.lock();
        try {
            long left = timeout.toNanos();
            while (!ended && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the end of it, for a while at most, and reads no further. */
    void close(Duration patience) {
        awaitEnd(patience);
        try {
            stream.close(); // wakes its reader
        } catch (IOException unread) {
            // nothing is written to it that could be lost
        }
    }
}
