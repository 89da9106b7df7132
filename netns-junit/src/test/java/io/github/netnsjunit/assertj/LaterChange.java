package io.github.netnsjunit.assertj;

import static org.awaitility.Awaitility.await;

import io.github.netnsjunit.assertj.attempt.TimeLimit;
import io.github.netnsjunit.lab.ThrowingRunnable;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;

/** A change of a network that happens only after an assertion has failed in it. */
final class LaterChange {

    private LaterChange() {}

    /**
     * Makes a change while an assertion on the calling thread pauses between its first attempt, which failed, and the next. The
     * change runs on a new thread, because the common pool may be busy.
     */
    static CompletableFuture<Void> afterFailedAttempt(ThrowingRunnable change) {
        Thread asserting = Thread.currentThread();
        Executor newThread = task -> new Thread(task, "change after a failed attempt").start();
        return CompletableFuture.runAsync(
                () -> {
                    await("a pause after a failed attempt")
                            .atMost(Duration.ofSeconds(25))
                            .pollInterval(Duration.ofMillis(2))
                            .until(() -> LockSupport.getBlocker(asserting) instanceof TimeLimit.Countdown);
                    try {
                        change.run();
                    } catch (Exception failure) {
                        throw new IllegalStateException(failure);
                    }
                },
                newThread);
    }
}
