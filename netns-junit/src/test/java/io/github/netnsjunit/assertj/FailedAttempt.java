package io.github.netnsjunit.assertj;

import static org.awaitility.Awaitility.await;

import io.github.netnsjunit.lab.ThrowingRunnable;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;

/** What changes in a network only after an assertion was seen to fail in it. */
final class FailedAttempt {

    private FailedAttempt() {}

    /**
     * Makes a change once an assertion on the calling thread has failed and pauses before it tries again: on a thread of its own, since
     * the pool that all share may be busy.
     */
    static CompletableFuture<Void> then(ThrowingRunnable change) {
        Thread asserting = Thread.currentThread();
        Executor aThreadOfItsOwn = task -> new Thread(task, "change after a failed attempt").start();
        return CompletableFuture.runAsync(
                () -> {
                    await("a pause after a failed attempt")
                            .atMost(Duration.ofSeconds(25))
                            .pollInterval(Duration.ofMillis(2))
                            .until(() -> LockSupport.getBlocker(asserting) instanceof Patience.Watch);
                    try {
                        change.run();
                    } catch (Exception failure) {
                        throw new IllegalStateException(failure);
                    }
                },
                aThreadOfItsOwn);
    }
}
