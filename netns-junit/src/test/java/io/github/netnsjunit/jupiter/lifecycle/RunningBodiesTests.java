package io.github.netnsjunit.jupiter.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RunningBodiesTests {

    private final RunningBodies bodies = new RunningBodies(Duration.ofSeconds(10), () -> {});

    @Test
    void areAwaitedEvenIfTheThreadWasInterruptedBefore() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        Thread body = new Thread(() -> {
            try {
                bodies.runHere(
                        () -> {
                            begun.countDown();
                            new CountDownLatch(1).await(200, TimeUnit.MILLISECONDS);
                            return null;
                        },
                        "a body");
            } catch (Throwable impossible) {
                throw new AssertionError(impossible);
            }
        });
        body.start();
        begun.await();
        Thread.currentThread().interrupt();
        bodies.awaitAbandoned();
        assertThat(Thread.interrupted()).isTrue();
        bodies.failIfStuck();
        body.join();
    }
}
