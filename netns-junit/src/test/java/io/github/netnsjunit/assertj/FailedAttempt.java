package io.github.netnsjunit.assertj;

import static org.awaitility.Awaitility.await;

import io.github.netnsjunit.lab.ThrowingRunnable;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/** What changes in a network only after an assertion was seen to fail in it. */
final class FailedAttempt {

    private FailedAttempt() {}

    /** Makes a change, on another thread, once an assertion on the calling thread has failed and pauses before it tries again. */
    static CompletableFuture<Void> then(ThrowingRunnable change) {
        Thread asserting = Thread.currentThread();
        return CompletableFuture.runAsync(() -> {
            await("a pause after a failed attempt")
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> LockSupport.getBlocker(asserting) instanceof Patience.Watch);
            try {
                change.run();
            } catch (Exception failure) {
                throw new IllegalStateException(failure);
            }
        });
    }
}
