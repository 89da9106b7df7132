package io.github.netnsjunit.jupiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.netnsjunit.jupiter.lifecycle.BodyTests;
import io.github.netnsjunit.jupiter.lifecycle.Settings;
import io.github.netnsjunit.lab.NetworkNamespace;
import java.net.ServerSocket;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** What becomes of threads that a test leaves inside its network. */
class LeftThreadTests {

    @Test
    void countsAPoolOfTheThreadFactoryThatIsNotShutDown() {
        try {
            assertThat(TestKit.failure(TestKit.run(LeakingTestCases.class, "pool", Map.of(Settings.LEAKS, "fail"))))
                    .hasMessageContaining("leaves threads inside its network")
                    .hasMessageContaining("ThreadPoolExecutor.getTask");
        } finally {
            LeakingTestCases.pool.shutdown();
        }
    }

    @Test
    void failsForAThreadThatIsLeftWhenToldTo() {
        assertThat(TestKit.failure(TestKit.run(LeakingTestCases.class, "thread", Map.of(Settings.LEAKS, "fail"))))
                .hasMessageContaining("thread() leaves threads inside its network")
                .hasMessageContaining("netns.junit.leaks=fail fails the test, =ignore silences this.")
                .hasMessageContaining("left over");
    }

    @Test
    void tellsOfAThreadWhateverItsName() {
        assertThat(TestKit.failure(TestKit.run(NamedTestCases.class, Map.of(Settings.LEAKS, "fail"))))
                .hasMessageContaining("thread [two" + '\n' + "lines]")
                .hasMessageContaining("thread [quoted\" #1 nid=0x1 x]")
                .hasMessageContaining("thread []");
    }

    @Test
    void saysOfAPoolOfTheJdkWhatNotToStartInside() {
        assertThat(TestKit.failure(TestKit.run(LeakingTestCases.class, "forkJoinPool", Map.of(Settings.LEAKS, "fail"))))
                .hasMessageContaining("thread [ForkJoinPool-")
                .hasMessageContaining("start neither virtual threads nor parallel streams inside");
    }

    @Test
    void reportsAThreadThatIsLeftByDefault() {
        var results = TestKit.run(LeakingTestCases.class, "thread", Map.of());
        results.testEvents().assertStatistics(stats -> stats.succeeded(1).reportingEntryPublished(1));
    }

    @Test
    void saysNothingWhenToldToIgnore() {
        var results = TestKit.run(LeakingTestCases.class, "thread", Map.of(Settings.LEAKS, "ignore"));
        results.testEvents().assertStatistics(stats -> stats.succeeded(1).reportingEntryPublished(0));
    }

    @Test
    void leavesTimeForAPoolThatWasShutDownThoughTheBodyLeavesAnInterrupt() {
        TestKit.run(ShutDownTestCases.class, "pool", Map.of(Settings.LEAKS, "fail"))
                .testEvents()
                .assertStatistics(stats -> stats.succeeded(1));
    }

    @Test
    void countsNoThreadOfTheExecutor() {
        TestKit.run(FailedTaskTestCases.class, Map.of(Settings.LEAKS, "fail"))
                .testEvents()
                .assertStatistics(stats -> stats.succeeded(1));
    }

    @Test
    void leavesTimeForWhatJunitCloses() {
        TestKit.run(AutoCloseTestCases.class, Map.of(Settings.LEAKS, "fail"))
                .testEvents()
                .assertStatistics(stats -> stats.succeeded(1));
    }

    @Test
    void freesThePortOfAServerSocketThatIsLeftOpen() {
        TestKit.run(LeakingTestCases.class, "serverSocket", Map.of(Settings.LEAKS, "fail"))
                .testEvents()
                .assertStatistics(stats -> stats.succeeded(2));
    }

    @Hermetic
    static class ShutDownTestCases {

        @Test
        void pool() {
            ExecutorService pool = Executors.newSingleThreadExecutor();
            pool.execute(() -> BodyTests.spinFor(20));
            pool.shutdown();
            Thread.currentThread().interrupt();
        }
    }

    @Hermetic
    static class FailedTaskTestCases {

        @Test
        void test(NetworkNamespace inside) {
            ThreadPoolExecutor executor = (ThreadPoolExecutor) inside.executor();
            executor.execute(() -> {
                Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> {});
                throw new IllegalStateException("on purpose");
            });
            await("another thread for the one that ended")
                    .until(() -> executor.getCompletedTaskCount() == 1 && executor.getPoolSize() == 1);
        }
    }

    @Hermetic
    static class AutoCloseTestCases {

        @AutoClose("shutdownNow")
        private final ExecutorService pool = Executors.newSingleThreadExecutor();

        @Test
        void test() throws Exception {
            assertThat(pool.submit(() -> 42).get()).isEqualTo(42);
        }
    }

    @Hermetic
    static class LeakingTestCases {

        @Test
        void thread() {
            leave("left over");
        }

        @Test
        void forkJoinPool() throws Exception {
            assertThat(new ForkJoinPool(1).submit(() -> 42).get()).isEqualTo(42);
        }

        static ExecutorService pool;

        @Test
        void pool(NetworkNamespace inside) throws Exception {
            pool = Executors.newFixedThreadPool(1, inside.threadFactory());
            Thread worker = pool.submit(Thread::currentThread).get();
            await("the pool to be idle").until(() -> worker.getState() == Thread.State.WAITING);
        }

        @RepeatedTest(2)
        @SuppressWarnings("resource") // on purpose
        void serverSocket() throws Exception {
            assertThat(new ServerSocket(8080).getLocalPort()).isEqualTo(8080);
        }
    }

    @Hermetic
    static class NamedTestCases {

        @Test
        void test() {
            leave("two\nlines");
            leave("quoted\" #1 nid=0x1 x");
            leave("");
        }
    }

    private static void leave(String name) {
        CountDownLatch never = new CountDownLatch(1);
        Thread thread = new Thread(
                () -> {
                    try {
                        never.await(5, TimeUnit.SECONDS);
                    } catch (InterruptedException end) {
                        Thread.currentThread().interrupt();
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }
}
