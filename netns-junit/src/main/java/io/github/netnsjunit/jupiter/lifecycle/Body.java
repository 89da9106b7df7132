package io.github.netnsjunit.jupiter.lifecycle;

import io.github.netnsjunit.lab.system.Deadline;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.InvocationInterceptor.Invocation;

/** A body and the thread that it runs on: at first the one that asks for it. */
public final class Body {

    private final String words;
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile Thread thread = Thread.currentThread();

    /**
     * A body that is about to run.
     *
     * @param words what a message calls it
     */
    Body(String words) {
        this.words = words;
    }

    /** Runs it on the calling thread. */
    <T> T run(Invocation<T> invocation) throws Throwable {
        try {
            return invocation.proceed();
        } finally {
            end.countDown();
        }
    }

    /** Runs it on the calling thread, which is new and its own. */
    <T> T runInside(Invocation<T> invocation) {
        thread = Thread.currentThread();
        thread.setName(words);
        try {
            return run(invocation);
        } catch (Throwable thrown) {
            throw Body.<RuntimeException>unchecked(thrown);
        }
    }

    /** Whether it ends before a deadline. */
    boolean endsBy(Deadline deadline) throws InterruptedException {
        return end.await(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
    }

    /** Whether it runs on, on a thread of its own, while the calling thread waits for it no longer. */
    boolean isLeftRunning() {
        return thread != Thread.currentThread() && end.getCount() > 0;
    }

    StuckBodyException stuck(Duration wait) {
        return new StuckBodyException(words, thread, wait);
    }

    /** Throws anything as it is: the compiler takes it for unchecked. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public static <X extends Throwable> X unchecked(Throwable thrown) throws X {
        throw (X) thrown;
    }
}
