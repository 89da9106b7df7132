package io.github.netnsjunit.lab.waiting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.netnsjunit.lab.LabException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Code that is handed over does not have the locks of its caller. If it waits for one, the failure says so. */
@Timeout(30)
class HeldLockTests {

    private static final Duration GRACE = Duration.ofMillis(200);

    /** Hands code over that takes a lock of the caller, interrupts the caller, and returns what the caller gets. */
    private static void handOverAndInterrupt(Runnable takeLock) {
        CountDownLatch begun = new CountDownLatch(1);
        Handoff<Boolean> handoff = new Handoff<>(
                () -> {
                    begun.countDown();
                    takeLock.run();
                    return true;
                },
                GRACE);
        Thread caller = Thread.currentThread();
        Thread runner = new Thread(handoff, "runner");
        runner.start();
        new Thread(() -> {
                    await("the lock to be waited for")
                            .until(() -> begun.getCount() == 0
                                    && (runner.getState() == Thread.State.BLOCKED
                                            || runner.getState() == Thread.State.WAITING));
                    caller.interrupt();
                })
                .start();
        try {
            handoff.await();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void aSynchronizedBlockIsNamed() {
        Object lock = new Object();
        synchronized (lock) {
            assertThatThrownBy(() -> handOverAndInterrupt(() -> {
                        synchronized (lock) {
                            throw new IllegalStateException("the caller holds the lock");
                        }
                    }))
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("still runs 200 ms after it was interrupted")
                    .hasMessageContaining("It waits for the lock [java.lang.Object@"
                            + Integer.toHexString(System.identityHashCode(lock)) + "], which its caller holds")
                    .hasMessageContaining("does not have the caller's locks");
        }
    }

    @Test
    void aReentrantLockIsNamed() {
        ReentrantLock lock = new ReentrantLock();
        lock.lock();
        try {
            assertThatThrownBy(() -> handOverAndInterrupt(() -> {
                        lock.lock();
                        try {
                            throw new IllegalStateException("the caller holds the lock");
                        } finally {
                            lock.unlock();
                        }
                    }))
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("It waits for the lock [java.util.concurrent.locks.ReentrantLock$")
                    .hasMessageContaining("which its caller holds");
        } finally {
            lock.unlock();
        }
    }

    @Test
    void aLockOfTheCallerIsNamedIfTheCodeWasHandedOnOnceMore() throws InterruptedException {
        Object lock = new Object();
        Thread between = new Thread(() -> {
            Handoff<Boolean> handedOn = new Handoff<>(() -> {
                synchronized (lock) {
                    return true;
                }
            });
            new Thread(handedOn, "runner").start();
            handedOn.await();
        });
        synchronized (lock) {
            between.start();
            await("the lock to be waited for")
                    .until(() -> !HeldLock.describe(between).isEmpty());
            assertThat(HeldLock.describe(between))
                    .startsWith(" It waits for the lock [java.lang.Object@")
                    .contains("which its caller holds");
        }
        between.join();
    }

    @Test
    void aLockOfAThirdThreadIsNamedWithThatThread() throws InterruptedException {
        Object lock = new Object();
        Thread waiting = new Thread(() -> {
            synchronized (lock) {
                lock.notifyAll();
            }
        });
        CountDownLatch read = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(1);
        Thread holder = new Thread(
                () -> {
                    synchronized (lock) {
                        held.countDown();
                        assertThat(read).satisfies(CountDownLatch::await);
                    }
                },
                "holder");
        holder.start();
        held.await();
        waiting.start();
        await("the lock to be waited for").until(() -> waiting.getState() == Thread.State.BLOCKED);
        assertThat(HeldLock.describe(waiting))
                .startsWith(" It waits for the lock [java.lang.Object@")
                .endsWith("which thread [holder] holds.");
        read.countDown();
        waiting.join();
        assertThat(HeldLock.describe(waiting)).isEmpty();
        assertThat(HeldLock.describe(Thread.currentThread())).isEmpty();
    }
}
