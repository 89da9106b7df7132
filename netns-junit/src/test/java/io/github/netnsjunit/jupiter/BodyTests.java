package io.github.netnsjunit.jupiter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.lab.Lab;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.assertj.core.api.junit.jupiter.InjectSoftAssertions;
import org.assertj.core.api.junit.jupiter.SoftAssertionsExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where bodies run, and what becomes of them. */
class BodyTests {

    private static final Map<String, String> SHORT_WAIT = Map.of(Settings.INTERRUPT_WAIT, "200 ms");

    @Nested
    class Inside {

        @Test
        void runs_every_body_inside_when_the_lab_is_shared() {
            EveryBodyTestCases.WHERE.clear();
            TestKit.run(EveryBodyTestCases.class).allEvents().assertStatistics(stats -> stats.failed(0));
            assertThat(EveryBodyTestCases.WHERE)
                    .hasSize(2 + 2 * 5 + 6)
                    .allSatisfy(thread -> assertThat(thread).endsWith("in blue_ns"));
        }

        @Test
        void runs_a_lifecycle_method_where_it_says_itself() {
            TestKit.run(LifecycleMethodTestCases.class).testEvents().assertStatistics(stats -> stats.succeeded(1));
        }

        @Test
        void names_a_lifecycle_method_that_asks_for_a_lab_that_is_not_there() {
            assertThat(TestKit.failure(TestKit.run(TooEarlyTestCases.class)))
                    .hasMessageContaining("@InNamespace(\"blue_ns\") on method BodyTests.TooEarlyTestCases.prepare()")
                    .hasMessageContaining("@LabLifecycle(PER_CLASS)");
        }

        @Test
        void throws_what_the_body_threw() {
            assertThat(TestKit.failure(TestKit.run(ThrowingTestCases.class)))
                    .isSameAs(ThrowingTestCases.ERROR)
                    .hasNoSuppressedExceptions();
        }

        @Test
        void brings_soft_assertions_along() {
            assertThat(TestKit.failure(TestKit.run(SoftTestCases.class)))
                    .hasMessageContaining("first wrong")
                    .hasMessageContaining("second wrong");
        }
    }

    @Nested
    class Timeouts {

        @Test
        void interrupts_and_awaits_the_body_in_its_own_thread() {
            assertThat(TestKit.failures(TestKit.run(TimeoutTestCases.class, "sameThread", Map.of())))
                    .singleElement()
                    .satisfies(failure -> assertThat(failure).hasMessageContaining("timed out"));
            assertThat(TimeoutTestCases.seen).isEqualTo("body saw an open lab");
        }

        @Test
        void interrupts_and_awaits_the_body_in_a_separate_thread() {
            assertThat(TestKit.failure(TestKit.run(TimeoutTestCases.class, "separateThread", Map.of())))
                    .hasMessageContaining("timed out")
                    .hasNoSuppressedExceptions();
            assertThat(TimeoutTestCases.seen).isEqualTo("body saw an open lab");
        }

        @Test
        void tells_of_a_body_that_ignores_interrupts_in_its_own_thread() {
            assertThat(TestKit.failure(TestKit.run(StubbornTestCases.class, "sameThread", SHORT_WAIT)))
                    .hasMessageContaining("timed out")
                    .satisfies(failure -> assertThat(failure.getSuppressed())
                            .anySatisfy(stuck -> assertThat(stuck)
                                    .hasMessageContaining("StubbornTestCases.sameThread() in hermetic")
                                    .hasMessageContaining("still runs 200 ms after it was interrupted")));
        }

        @Test
        void tells_of_a_body_that_ignores_interrupts_in_a_separate_thread() {
            assertThat(TestKit.failure(TestKit.run(StubbornTestCases.class, "separateThread", SHORT_WAIT)))
                    .hasMessageContaining("timed out")
                    .satisfies(failure -> assertThat(failure.getSuppressed())
                            .anySatisfy(stuck -> assertThat(stuck)
                                    .isInstanceOf(StuckBodyException.class)
                                    .hasMessageContaining("StubbornTestCases.separateThread() in hermetic")
                                    .hasMessageContaining(Settings.INTERRUPT_WAIT)));
        }
    }

    @Nested
    class Leaks {

        @Test
        void fails_for_a_thread_that_is_left_when_told_to() {
            assertThat(TestKit.failure(TestKit.run(LeakingTestCases.class, "thread", Map.of(Settings.LEAKS, "fail"))))
                    .hasMessageContaining("thread() leaves threads inside its network")
                    .hasMessageContaining("left over");
        }

        @Test
        void reports_a_thread_that_is_left_by_default() {
            var results = TestKit.run(LeakingTestCases.class, "thread", Map.of());
            results.testEvents().assertStatistics(stats -> stats.succeeded(1).reportingEntryPublished(1));
        }

        @Test
        void says_nothing_when_told_to_ignore() {
            var results = TestKit.run(LeakingTestCases.class, "thread", Map.of(Settings.LEAKS, "ignore"));
            results.testEvents().assertStatistics(stats -> stats.succeeded(1).reportingEntryPublished(0));
        }

        @Test
        void leaves_time_for_what_junit_closes() {
            TestKit.run(AutoCloseTestCases.class, Map.of(Settings.LEAKS, "fail"))
                    .testEvents()
                    .assertStatistics(stats -> stats.succeeded(1));
        }

        @Test
        void takes_the_port_of_a_server_socket_that_is_left_open() {
            TestKit.run(LeakingTestCases.class, "serverSocket", Map.of(Settings.LEAKS, "fail"))
                    .testEvents()
                    .assertStatistics(stats -> stats.succeeded(2));
        }
    }

    @NetNamespace("blue_ns")
    @InNamespace("blue_ns")
    @LabLifecycle(LabLifecycle.Lifecycle.PER_CLASS)
    static class EveryBodyTestCases {

        static final List<String> WHERE = Collections.synchronizedList(new ArrayList<>());

        private static void here() {
            WHERE.add(Thread.currentThread().getName());
        }

        @BeforeAll
        static void beforeAll() {
            here();
        }

        @AfterAll
        static void afterAll() {
            here();
        }

        @BeforeEach
        void beforeEach() {
            here();
        }

        @AfterEach
        void afterEach() {
            here();
        }

        @Test
        void test() {
            here();
        }

        @ParameterizedTest
        @ValueSource(ints = 1)
        void parameterized(int number) {
            here();
        }

        @RepeatedTest(2)
        void repeated() {
            here();
        }

        @TestFactory
        Stream<DynamicTest> factory() {
            here();
            return Stream.of(DynamicTest.dynamicTest("dynamic", EveryBodyTestCases::here));
        }
    }

    @NetNamespace("blue_ns")
    static class LifecycleMethodTestCases {

        private String before = "";

        @BeforeEach
        @InNamespace("blue_ns")
        void prepare() {
            before = Thread.currentThread().getName();
        }

        @Test
        void test() {
            assertThat(before).endsWith("prepare() in blue_ns");
            assertThat(Thread.currentThread().getName()).doesNotEndWith("in blue_ns");
        }
    }

    @NetNamespace("blue_ns")
    static class TooEarlyTestCases {

        @BeforeAll
        @InNamespace("blue_ns")
        static void prepare() {}

        @Test
        void test() {}
    }

    @Hermetic
    static class ThrowingTestCases {

        @SuppressWarnings("StaticAssignmentOfThrowable") // the very one must arrive
        static final Error ERROR = new AssertionError("on purpose");

        @Test
        void test() {
            throw ERROR;
        }
    }

    @Hermetic
    @ExtendWith(SoftAssertionsExtension.class)
    static class SoftTestCases {

        @InjectSoftAssertions
        private SoftAssertions softly;

        @Test
        void test() {
            softly.assertThat(1).as("first wrong").isEqualTo(2);
            softly.assertThat(1).as("second wrong").isEqualTo(3);
        }
    }

    @Hermetic
    static class TimeoutTestCases {

        static volatile String seen = "";

        private volatile String body = "";

        @Test
        @Timeout(value = 200, unit = TimeUnit.MILLISECONDS)
        void sameThread(Lab lab) throws Exception {
            block(lab);
        }

        @Test
        @Timeout(value = 200, unit = TimeUnit.MILLISECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
        void separateThread(Lab lab) throws Exception {
            block(lab);
        }

        private void block(Lab lab) throws InterruptedException {
            try {
                new CountDownLatch(1).await();
            } finally {
                spinFor(300);
                lab.namespace("hermetic").interfaces();
                body = lab.isOpen() ? "body saw an open lab" : "body saw a closed lab";
            }
        }

        @AfterEach
        void afterTheBody() {
            seen = body;
        }
    }

    @Hermetic
    static class StubbornTestCases {

        @Test
        @Timeout(value = 100, unit = TimeUnit.MILLISECONDS)
        void sameThread() {
            spinFor(1_500);
        }

        @Test
        @Timeout(value = 100, unit = TimeUnit.MILLISECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
        void separateThread() {
            spinFor(1_500);
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
            CountDownLatch never = new CountDownLatch(1);
            Thread thread = new Thread(
                    () -> {
                        try {
                            never.await(5, TimeUnit.SECONDS);
                        } catch (InterruptedException end) {
                            Thread.currentThread().interrupt();
                        }
                    },
                    "left over");
            thread.setDaemon(true);
            thread.start();
        }

        @RepeatedTest(2)
        @SuppressWarnings("resource") // on purpose
        void serverSocket() throws Exception {
            assertThat(new ServerSocket(8080).getLocalPort()).isEqualTo(8080);
        }
    }

    /** Ignores interrupts. */
    private static void spinFor(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() < end) {
            java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
        }
    }
}
