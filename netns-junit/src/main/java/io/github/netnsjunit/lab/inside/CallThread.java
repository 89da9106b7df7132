package io.github.netnsjunit.lab.inside;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A pinned thread that runs one call after another, so that the thread-locals that one leaves are there for the next.
 * It starts with the first call, and ends when it is closed or its namespace is. Safe for use by several threads: their
 * calls wait for one another.
 */
public final class CallThread implements AutoCloseable {

    private final NamespaceThreads namespace;
    private final ExecutorService executor;

    /** Prepares a thread without starting it. */
    public CallThread(NamespaceThreads namespace) {
        this.namespace = namespace;
        this.executor =
                new ThreadPoolExecutor(
                        1,
                        1,
                        0,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        task -> namespace.newPinnedThread(task, true)) {
                    @Override
                    protected void afterExecute(Runnable task, @Nullable Throwable thrown) {
                        namespace.endIfMoved(thrown);
                    }
                };
        namespace.shutDownAtEnd(executor);
    }

    /**
     * Like {@link io.github.netnsjunit.lab.NetworkNamespace#call}, but always on this thread. Whoever calls first
     * starts the thread, which so inherits the inheritable thread-locals of that caller.
     *
     * @param gracePeriod how long the code may take to end after the calling thread was interrupted
     * @throws io.github.netnsjunit.lab.LabException with the stack of the code, if it takes longer; the code then goes
     *     on running
     */
    @SuppressWarnings("RedundantThrows") // the code's checked exceptions arrive unwrapped
    public <T> T call(Callable<T> body, Duration gracePeriod) throws Exception {
        return namespace.callOn(executor, body, gracePeriod);
    }

    /** Ends the thread, after the code that it may still run. Returns at once. */
    @Override
    public void close() {
        executor.shutdown();
        namespace.forget(executor);
    }
}
