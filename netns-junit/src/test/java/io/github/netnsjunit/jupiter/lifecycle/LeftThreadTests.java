package io.github.netnsjunit.jupiter.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.netnsjunit.holds.ChildJvm;
import io.github.netnsjunit.jupiter.Hermetic;
import io.github.netnsjunit.jupiter.TestKit;
import io.github.netnsjunit.lab.NetworkNamespace;
import java.net.ServerSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** What happens if a test leaves threads in its network. */
class LeftThreadTests {

    @Test
    void reportsAPoolOfTheThreadFactoryThatIsNotShutDown() {
        try {
            assertThat(TestKit.failure(TestKit.run(LeakingTestCases.class, "pool", Map.of(Settings.LEAKS, "fail"))))
                    .hasMessageContaining("leaves threads inside its network")
                    .hasMessageContaining("ThreadPoolExecutor.getTask");
        } finally {
            LeakingTestCases.pool.shutdown();
        }
    }

    @Test
    void failsForALeftThreadIfConfigured() {
        assertThat(TestKit.failure(TestKit.run(LeakingTestCases.class, "thread", Map.of(Settings.LEAKS, "fail"))))
                .hasMessageContaining("thread() leaves threads inside its network")
                .hasMessageContaining("netns.junit.leaks=fail fails the test, =ignore silences this.")
                .hasMessageContaining("left over");
    }

    @Test
    void reportsThreadsWithUnusualNames() {
        assertThat(TestKit.failure(TestKit.run(NamedTestCases.class, Map.of(Settings.LEAKS, "fail"))))
                .hasMessageContaining("thread [two" + '\n' + "lines]")
                .hasMessageContaining("thread [quoted\" #1 nid=0x1 x]")
                .hasMessageContaining("thread []");
    }

    @Test
    void saysWhatNotToStartInsideIfThreadsMayBelongToTheJdk() {
        assertThat(TestKit.failure(TestKit.run(LeakingTestCases.class, "forkJoinPool", Map.of(Settings.LEAKS, "fail"))))
                .hasMessageContaining("thread [ForkJoinPool-")
                .hasMessageContaining("start neither virtual threads nor parallel streams inside");
    }

    @Test
    void reportsALeftThreadByDefault() {
        var results = TestKit.run(LeakingTestCases.class, "thread", Map.of());
        results.testEvents().assertStatistics(stats -> stats.succeeded(1));
        assertThat(TestKit.reports(results, Settings.LEAKS)).hasSize(1);
    }

    @Test
    void reportsNothingIfConfigured() {
        var results = TestKit.run(LeakingTestCases.class, "thread", Map.of(Settings.LEAKS, "ignore"));
        results.testEvents().assertStatistics(stats -> stats.succeeded(1));
        assertThat(TestKit.reports(results, Settings.LEAKS)).isEmpty();
    }

    @Test
    void waitsForAPoolThatWasShutDownEvenIfTheBodyLeavesAnInterrupt() {
        TestKit.run(ShutDownTestCases.class, "pool", Map.of(Settings.LEAKS, "fail"))
                .testEvents()
                .assertStatistics(stats -> stats.succeeded(1));
    }

    @Test
    void doesNotReportThreadsOfTheExecutor() {
        TestKit.run(FailedTaskTestCases.class, Map.of(Settings.LEAKS, "fail"))
                .testEvents()
                .assertStatistics(stats -> stats.succeeded(1));
    }

    @Test
    void doesNotReportThreadsThatAutoCloseEnds() {
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

    @Test
    void aTimeoutOfACompletableFutureLeavesNoThreadInside() throws Exception {
        assertThat(ChildJvm.of(FirstTimeoutInProcess.class).output()).contains("left nothing");
    }

    @Hermetic
    static class ShutDownTestCases {

        @Test
        void pool() {
            ExecutorService pool = Executors.newSingleThreadExecutor();
            pool.execute(() -> StubbornThreads.ignoreInterruptsFor(20));
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
            leaveThread("left over");
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
            leaveThread("two\nlines");
            leaveThread("quoted\" #1 nid=0x1 x");
            leaveThread("");
        }
    }

    /** The JDK has one thread for the timeouts of all futures. It must not be started inside a namespace. */
    static final class FirstTimeoutInProcess {

        private FirstTimeoutInProcess() {}

        public static void main(String[] arguments) {
            TestKit.run(TimeoutTestCases.class, Map.of(Settings.LEAKS, "fail"))
                    .testEvents()
                    .assertStatistics(stats -> stats.succeeded(1));
            System.out.println("left nothing");
        }
    }

    @Hermetic
    static class TimeoutTestCases {

        @Test
        void test() throws Exception {
            assertThat(new CompletableFuture<String>()
                            .completeOnTimeout("too late", 10, TimeUnit.MILLISECONDS)
                            .get())
                    .isEqualTo("too late");
        }
    }

    private static void leaveThread(String name) {
        CountDownLatch never = new CountDownLatch(1);
        Thread thread = new Thread(
                () -> {
                    try {
                        never.await(5, TimeUnit.SECONDS);
                    } catch (InterruptedException ended) {
                        Thread.currentThread().interrupt();
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }
}
