package io.github.netnsjunit.jupiter;

import io.github.netnsjunit.lab.NetworkNamespace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.InvocationInterceptor.Invocation;

/**
 * The bodies that run in one test's network. JUnit gives up a body that outlasts a {@code @Timeout} in its own thread without
 * waiting for it; the account kept here lets the network outlive it.
 */
final class Bodies {

    private final Duration wait;

    /** The one whose failures JUnit sees: a body's own thread, in a separate thread's timeout, has nobody to tell. */
    private final Thread heard = Thread.currentThread();

    private final Set<Running> running = ConcurrentHashMap.newKeySet();
    private final List<StuckBodyException> stuck = new CopyOnWriteArrayList<>();

    Bodies(Duration wait) {
        this.wait = wait;
    }

    /** A body and the thread that it runs on. */
    private record Running(Thread thread, String words) {}

    /** Runs a body on the calling thread. */
    <T> T here(Invocation<T> body, String words) throws Throwable {
        Running account = new Running(Thread.currentThread(), words);
        running.add(account);
        try {
            return body.proceed();
        } finally {
            synchronized (account) {
                running.remove(account);
                account.notifyAll();
            }
        }
    }

    /** Runs a body on a new thread inside a namespace, as if it were the calling one. */
    <T> T inside(NetworkNamespace namespace, Invocation<T> body, String words) throws Throwable {
        InsideBody<T> inside = new InsideBody<>(body);
        Thread thread = namespace.threadFactory().newThread(inside);
        thread.setName(words + " in " + namespace.name());
        thread.setUncaughtExceptionHandler((dead, failure) -> inside.fail(failure));
        Running account = new Running(thread, words);
        running.add(account);
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException passedOn) {
            awaitInterrupted(account);
        }
        running.remove(account);
        return inside.outcome();
    }

    /** Waits for a body whose caller was interrupted; gives it up after a while. */
    private void awaitInterrupted(Running account) {
        long end = System.nanoTime() + wait.toNanos();
        account.thread.interrupt();
        while (account.thread.isAlive()) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                if (Thread.currentThread() == heard) {
                    running.remove(account);
                }
                throw stuck(account);
            }
            try {
                TimeUnit.NANOSECONDS.timedJoin(account.thread, left);
            } catch (InterruptedException passedOn) {
                account.thread.interrupt();
            }
        }
    }

    /** Interrupts every body that still runs, when none should, and waits for its end. */
    void awaitAbandoned() throws InterruptedException {
        List<Running> abandoned = new ArrayList<>(running);
        abandoned.forEach(account -> account.thread.interrupt());
        long end = System.nanoTime() + wait.toNanos();
        for (Running account : abandoned) {
            if (!ended(account, end) && running.remove(account)) {
                stuck.add(stuck(account));
            }
        }
    }

    private boolean ended(Running account, long end) throws InterruptedException {
        synchronized (account) {
            long left = end - System.nanoTime();
            while (running.contains(account) && account.thread.isAlive() && left > 0) {
                TimeUnit.NANOSECONDS.timedWait(account, Math.min(left, POLL_NANOS));
                left = end - System.nanoTime();
            }
        }
        return !running.contains(account) || !account.thread.isAlive();
    }

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /** Fails if a body was given up. */
    void check() {
        if (!stuck.isEmpty()) {
            StuckBodyException first = stuck.get(0);
            stuck.stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
    }

    private StuckBodyException stuck(Running account) {
        return new StuckBodyException(account.words, account.thread, wait);
    }

    /** Runs a body, and keeps what became of it for the thread that waits for the end of its thread. */
    private static final class InsideBody<T> implements Runnable {

        private final Invocation<T> body;
        private @Nullable T result;
        private @Nullable Throwable failure;
        private boolean interrupted;
        private boolean run;

        InsideBody(Invocation<T> body) {
            this.body = body;
        }

        @Override
        @SuppressWarnings("CatchingUnchecked") // whatever a body throws is its caller's to see
        public void run() {
            try {
                result = body.proceed();
            } catch (Throwable thrown) {
                failure = thrown;
            }
            run = true;
            interrupted = Thread.currentThread().isInterrupted();
        }

        /** The thread died without, or outside of, the body: it could not enter the namespace. */
        void fail(Throwable thrown) {
            failure = thrown;
        }

        @SuppressWarnings("NullAway") // null if, and only if, the body returned it
        T outcome() throws Throwable {
            if (failure != null) {
                throw failure;
            }
            if (!run) {
                throw new IllegalStateException("The thread of the body ended before it ran");
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            return result;
        }
    }
}
