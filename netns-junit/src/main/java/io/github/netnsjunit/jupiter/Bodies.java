package io.github.netnsjunit.jupiter;

import io.github.netnsjunit.lab.NetworkNamespace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.InvocationInterceptor.Invocation;

/**
 * The bodies that run in one test's network. JUnit gives up a body that outlasts a {@code @Timeout} in a thread of its own without
 * waiting for it; the account kept here lets the network outlive it.
 */
final class Bodies {

    private final Duration wait;

    /** The thread whose failures JUnit sees; what a given-up one throws, nobody does. */
    private final Thread heard = Thread.currentThread();

    private final Set<Running> running = ConcurrentHashMap.newKeySet();
    private final List<StuckBodyException> stuck = new CopyOnWriteArrayList<>();

    /** To be made by the thread that runs the test's callbacks. */
    Bodies(Duration wait) {
        this.wait = wait;
    }

    /** A body that runs. */
    private record Running(Thread thread, String words, CountDownLatch ended) {}

    /** Runs a body on the calling thread. */
    <T> T here(Invocation<T> body, String words) throws Throwable {
        Running account = account(Thread.currentThread(), words);
        try {
            return body.proceed();
        } finally {
            end(account);
        }
    }

    /** Runs a body on a new thread inside a namespace, as if it were the calling one. */
    <T> T inside(NetworkNamespace namespace, Invocation<T> body, String words) throws Throwable {
        InsideBody<T> inside = new InsideBody<>(body);
        Thread thread = namespace.threadFactory().newThread(inside);
        thread.setName(words + " in " + namespace.name());
        Running account = account(thread, words);
        thread.setUncaughtExceptionHandler((dead, failure) -> inside.end(failure));
        thread.start();
        try {
            inside.ended.await();
        } catch (InterruptedException passedOn) {
            awaitInterrupted(account, inside.ended);
        }
        end(account);
        thread.join(wait.toMillis()); // it is on its way out: nobody shall meet it as left behind
        return inside.outcome();
    }

    private Running account(Thread thread, String words) {
        Running account = new Running(thread, words, new CountDownLatch(1));
        running.add(account);
        return account;
    }

    private void end(Running account) {
        running.remove(account);
        account.ended.countDown();
    }

    /** Waits for a body whose caller was interrupted; gives it up after a while. */
    private void awaitInterrupted(Running account, CountDownLatch ended) {
        long deadline = System.nanoTime() + wait.toNanos();
        account.thread.interrupt();
        while (true) {
            try {
                if (ended.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    return;
                }
                if (Thread.currentThread() == heard) {
                    end(account);
                }
                throw stuck(account);
            } catch (InterruptedException passedOn) {
                account.thread.interrupt();
            }
        }
    }

    /** Interrupts every body that still runs, when none should, and waits for its end. */
    void awaitAbandoned() throws InterruptedException {
        List<Running> abandoned = new ArrayList<>(running);
        abandoned.forEach(account -> account.thread.interrupt());
        long deadline = System.nanoTime() + wait.toNanos();
        for (Running account : abandoned) {
            if (!account.ended.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                end(account);
                stuck.add(stuck(account));
            }
        }
    }

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

    /** Runs a body, and keeps what became of it for the thread that waits for it. */
    private static final class InsideBody<T> implements Runnable {

        private final Invocation<T> body;
        private final CountDownLatch ended = new CountDownLatch(1);
        private @Nullable T result;
        private @Nullable Throwable failure;
        private boolean interrupted;

        InsideBody(Invocation<T> body) {
            this.body = body;
        }

        @Override
        @SuppressWarnings("CatchingUnchecked") // whatever a body throws is its caller's to see
        public void run() {
            Throwable thrown = null;
            try {
                result = body.proceed();
            } catch (Throwable failed) {
                thrown = failed;
            }
            interrupted = Thread.currentThread().isInterrupted();
            end(thrown);
        }

        /** Also called where the thread could not enter the namespace. */
        void end(@Nullable Throwable thrown) {
            failure = thrown;
            ended.countDown();
        }

        @SuppressWarnings("NullAway") // null if, and only if, the body returned it
        T outcome() throws Throwable {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            if (failure != null) {
                throw failure;
            }
            return result;
        }
    }
}
