package io.github.netnsjunit.jupiter.lifecycle;

import io.github.netnsjunit.lab.waiting.Deadline;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.InvocationInterceptor.Invocation;

/** A body of a test and the thread that runs it. */
final class Body {

    private final String description;
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile Thread thread = Thread.currentThread(); // until runInside replaces it

    /**
     * Describes a body that the calling thread is about to run, or to have run.
     *
     * @param description what messages call the body
     */
    Body(String description) {
        this.description = description;
    }

    /** Runs the body on the calling thread. */
    <T> T run(Invocation<T> invocation) throws Throwable {
        try {
            return invocation.proceed();
        } finally {
            end.countDown();
        }
    }

    /** Runs the body on the calling thread, a pinned one, which bears the name of the body meanwhile. */
    <T> T runInside(Invocation<T> invocation) {
        thread = Thread.currentThread();
        String idleName = thread.getName();
        thread.setName(description);
        try {
            return run(invocation);
        } catch (Throwable thrown) {
            throw Body.<RuntimeException>unchecked(thrown);
        } finally {
            thread.setName(idleName);
        }
    }

    boolean hasEnded() {
        return end.getCount() == 0;
    }

    /** Waits for the end of the body. Returns whether it ends before the deadline. */
    boolean endsBy(Deadline deadline) throws InterruptedException {
        return end.await(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
    }

    /** Whether the body still runs on a thread of its own although the calling thread has stopped waiting for it. */
    boolean isLeftRunning() {
        return thread != Thread.currentThread() && !hasEnded();
    }

    /** Returns the failure that tells of the body and where it is stuck. */
    StuckBodyException stuck(Duration wait) {
        return new StuckBodyException(description, thread, wait);
    }

    /** Throws a checked exception where the compiler does not allow one. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    static <X extends Throwable> X unchecked(Throwable thrown) throws X {
        throw (X) thrown;
    }
}
