package io.github.netnsjunit.jupiter.lifecycle;

import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.waiting.Deadline;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/** Threads that ignore interrupts for as long as a test runs. They stay in closed networks, and later tests would be warned of them. */
final class StubbornThreads {

    private static final Queue<Thread> ALL = new ConcurrentLinkedQueue<>();
    private static volatile boolean mayEnd;

    private StubbornThreads() {}

    static void begin() {
        mayEnd = false;
    }

    static void end() throws InterruptedException {
        mayEnd = true;
        for (Thread thread = ALL.poll(); thread != null; thread = ALL.poll()) {
            thread.join();
        }
    }

    /** Runs on, whatever interrupts, until {@link #end}. */
    static void ignoreInterrupts() {
        ALL.add(Thread.currentThread());
        Deadline latest = Deadline.in(Duration.ofSeconds(20));
        while (!mayEnd && !latest.isOver()) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    static void ignoreInterruptsFor(long millis) {
        Deadline end = Deadline.in(Duration.ofMillis(millis));
        while (!end.isOver()) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Runs code on a thread of the namespace, and returns when the code begins: a thread that is interrupted before that ends at once. */
    static void startInside(NetworkNamespace inside, Runnable code) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        inside.executor().execute(() -> {
            begun.countDown();
            code.run();
        });
        begun.await();
    }
}
