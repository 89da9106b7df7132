package io.github.netnsjunit.lab.waiting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.github.netnsjunit.lab.LabException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
public class HandoffTests {

    @Test
    void anotherThreadThanTheOneThatMadeItMayWait() throws Exception {
        AtomicBoolean mayEnd = new AtomicBoolean();
        Handoff<Integer> handoff = new Handoff<>(() -> spinUntil(mayEnd));
        Thread runner = new Thread(handoff);
        runner.start();
        CompletableFuture<Integer> result = new CompletableFuture<>();
        Thread waiting = new Thread(() -> result.complete(handoff.await()));
        waiting.start();
        await("the other thread to wait").until(() -> waiting.getState() == Thread.State.WAITING);
        mayEnd.set(true);
        assertThat(result.get()).isEqualTo(42);
        waiting.join();
        runner.join();
    }

    /**
     * The test holds the lock of the handoff, so that caller and code both wait for it. The one that gets it first
     * decides.
     */
    @Test
    void whenCodeEndsJustAsTheCallerGivesUpTheCallerGetsTheResultOrTheFailure() throws Exception {
        AtomicBoolean mayEnd = new AtomicBoolean();
        CompletableFuture<Handoff<Integer>> handed = new CompletableFuture<>();
        AtomicReference<Object> outcome = new AtomicReference<>();
        Thread caller = new Thread(() -> {
            Handoff<Integer> handoff = new Handoff<>(() -> spinUntil(mayEnd), Duration.ofSeconds(1));
            handed.complete(handoff);
            Throwable givenUp = catchThrowable(() -> outcome.set(handoff.await()));
            outcome.compareAndSet(null, givenUp);
        });
        caller.start();
        Handoff<Integer> handoff = handed.get();
        Thread runner = new Thread(handoff);
        runner.start();
        caller.interrupt();
        await("the interrupt to be passed on").until(runner::isInterrupted);
        synchronized (handoff) {
            await("the caller to give up").until(() -> caller.getState() == Thread.State.BLOCKED);
            mayEnd.set(true);
            await("the end of the code").until(() -> runner.getState() == Thread.State.BLOCKED);
        }
        caller.join();
        runner.join();
        assertThat(outcome.get())
                .satisfiesAnyOf(
                        result -> assertThat(result).isEqualTo(42),
                        refusal -> assertThat(refusal)
                                .isInstanceOfSatisfying(
                                        LabException.class,
                                        stuck -> assertThat(stuck).hasMessageContaining("still runs 1000 ms after")));
    }

    @SuppressWarnings("ThreadPriorityCheck") // yield() ignores interrupts, and other threads can run
    private static int spinUntil(AtomicBoolean mayEnd) {
        while (!mayEnd.get()) {
            Thread.yield();
        }
        return 42;
    }
}
