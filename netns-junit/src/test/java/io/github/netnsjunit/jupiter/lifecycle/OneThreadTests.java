package io.github.netnsjunit.jupiter.lifecycle;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.jupiter.Hermetic;
import io.github.netnsjunit.jupiter.InNamespace;
import io.github.netnsjunit.jupiter.LabLifecycle;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.TestKit;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.assertj.core.api.junit.jupiter.InjectSoftAssertions;
import org.assertj.core.api.junit.jupiter.SoftAssertionsExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.testkit.engine.EngineExecutionResults;

/** Bodies of one test in one namespace run on one thread, so that what a body leaves in a {@code ThreadLocal} stays there. */
class OneThreadTests {

    /** What each body was, and on which thread it ran. */
    private record Run(String body, Thread thread) {}

    private static final Queue<Run> RUNS = new ConcurrentLinkedQueue<>();

    @ParameterizedTest
    @ValueSource(classes = {PlainTestCases.class, NestingTestCases.class, FactoryTestCases.class})
    void allBodiesOfATestShareAThread(Class<?> testCases) {
        assertThatAllSucceed(run(testCases));
        assertThat(RUNS).hasSizeGreaterThan(2).extracting(Run::thread).containsOnly(firstThread());
    }

    @Test
    void eachSetOfArgumentsHasAThread() {
        assertThatAllSucceed(run(ParameterizedTestCases.class));
        assertThat(RUNS)
                .extracting(Run::body)
                .containsExactly("before each", "test 1", "after each", "before each", "test 2", "after each");
        assertThat(threads(0, 3)).hasSize(1);
        assertThat(threads(3, 6)).hasSize(1).isNotEqualTo(threads(0, 3));
    }

    @Test
    void beforeAllAndAfterAllShareAThreadThatTheTestsDoNotHave() {
        assertThatAllSucceed(run(SharedTestCases.class));
        assertThat(RUNS).extracting(Run::body).containsExactly("before all", "before each", "test", "after all");
        assertThat(threads(1, 3)).hasSize(1).doesNotContain(firstThread());
        assertThat(threads(3, 4)).containsExactly(firstThread());
    }

    @Test
    void eachNamespaceOfATestHasAThread() {
        assertThatAllSucceed(run(TwoNamespacesTestCases.class));
        assertThat(RUNS)
                .extracting(Run::body)
                .containsExactly("before each in red", "test in blue", "after each in red");
        assertThat(threads(0, 2)).hasSize(2);
        assertThat(threads(2, 3)).containsExactly(firstThread());
    }

    @Test
    void theThreadEndsWithItsTestAlthoughTheLabGoesOn() {
        assertThatAllSucceed(run(EndingThreadTestCases.class));
    }

    @Test
    void aBodyThatEndsAfterItsTimeoutGivesItsThreadBack() {
        run(LateTestCases.class);
        assertThat(RUNS).extracting(Run::body).containsExactly("before each", "late", "after each");
        assertThat(threads(0, 3)).hasSize(1);
    }

    @Test
    void aBodyThatIsGivenUpKeepsItsThreadAndTheNextOnesShareAnother() {
        run(StubbornTestCases.class, Map.of(Settings.INTERRUPT_WAIT, "200 ms"));
        assertThat(RUNS)
                .extracting(Run::body)
                .containsExactly("before each", "stubborn", "after each again", "after each");
        assertThat(threads(0, 2)).hasSize(1);
        assertThat(threads(2, 4)).hasSize(1).doesNotContain(firstThread());
    }

    @Test
    void dynamicTestsThatRunAtOnceDoNotWaitForOneAnother() {
        assertThatAllSucceed(run(DynamicTestCases.class, TestKit.inParallel(2)));
        assertThat(RUNS).extracting(Run::body).containsExactlyInAnyOrder("before each", "one", "other", "after each");
        assertThat(RUNS.stream().filter(run -> run.body().equals("after each")))
                .extracting(Run::thread)
                .containsExactly(firstThread());
    }

    @Test
    void softAssertionsCollectAlsoAfterABeforeEachInside() {
        assertThat(TestKit.failure(TestKit.run(SoftTestCases.class)))
                .hasMessageContaining("first wrong")
                .hasMessageContaining("second wrong");
    }

    private static EngineExecutionResults run(Class<?> testCases) {
        return run(testCases, Map.of());
    }

    private static EngineExecutionResults run(Class<?> testCases, Map<String, String> parameters) {
        RUNS.clear();
        return TestKit.run(testCases, parameters);
    }

    private static void assertThatAllSucceed(EngineExecutionResults results) {
        assertThat(TestKit.failures(results)).isEmpty();
        assertThat(results.testEvents().succeeded().count()).isPositive();
    }

    private static void ran(String body) {
        RUNS.add(new Run(body, Thread.currentThread()));
    }

    private static Thread firstThread() {
        return RUNS.element().thread();
    }

    /** Returns the threads of the runs from one number to before another, each once. */
    private static List<Thread> threads(int from, int to) {
        return RUNS.stream()
                .skip(from)
                .limit(to - from)
                .map(Run::thread)
                .distinct()
                .toList();
    }

    @Hermetic
    abstract static class EachTestCases {

        @BeforeEach
        void beforeEach() {
            ran("before each");
        }

        @AfterEach
        void afterEach() {
            ran("after each");
        }
    }

    static class PlainTestCases extends EachTestCases {

        @Test
        void test() {
            ran("test");
        }
    }

    static class NestingTestCases extends EachTestCases {

        @Nested
        class InnerTestCases {

            @BeforeEach
            void innerBeforeEach() {
                ran("inner before each");
            }

            @Test
            void test() {
                ran("test");
            }
        }
    }

    static class FactoryTestCases extends EachTestCases {

        @TestFactory
        Stream<DynamicTest> factory() {
            ran("factory");
            return Stream.of("one", "other").map(name -> {
                ran("making of " + name);
                return DynamicTest.dynamicTest(name, () -> ran(name));
            });
        }
    }

    static class ParameterizedTestCases extends EachTestCases {

        @ParameterizedTest
        @ValueSource(ints = {1, 2})
        void test(int number) {
            ran("test " + number);
        }
    }

    @Hermetic
    @LabLifecycle(LabLifecycle.Lifecycle.PER_CLASS)
    static class SharedTestCases {

        @BeforeAll
        static void beforeAll() {
            ran("before all");
        }

        @BeforeEach
        void beforeEach() {
            ran("before each");
        }

        @Test
        void test() {
            ran("test");
        }

        @AfterAll
        static void afterAll() {
            ran("after all");
        }
    }

    @NetNamespace("red_ns")
    @NetNamespace("blue_ns")
    static class TwoNamespacesTestCases {

        @BeforeEach
        @InNamespace("red_ns")
        void beforeEach() {
            ran("before each in red");
        }

        @Test
        @InNamespace("blue_ns")
        void test() {
            ran("test in blue");
        }

        @AfterEach
        @InNamespace("red_ns")
        void afterEach() {
            ran("after each in red");
        }
    }

    @Hermetic
    @LabLifecycle(LabLifecycle.Lifecycle.PER_CLASS)
    @TestMethodOrder(MethodOrderer.MethodName.class)
    static class EndingThreadTestCases {

        @Test
        void first() {
            ran("first");
        }

        @Test
        void second() throws InterruptedException {
            firstThread().join(SECONDS.toMillis(20));
            assertThat(firstThread().isAlive()).isFalse();
        }
    }

    static class LateTestCases extends EachTestCases {

        @Test
        @Timeout(value = 100, unit = MILLISECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
        void late() {
            ran("late");
            LockSupport.parkNanos(SECONDS.toNanos(20)); // until it is interrupted
        }
    }

    static class StubbornTestCases extends EachTestCases {

        static final CountDownLatch GIVEN_UP = new CountDownLatch(1);

        @Test
        @Timeout(value = 100, unit = MILLISECONDS)
        void stubborn() {
            ran("stubborn");
            while (GIVEN_UP.getCount() > 0) {
                LockSupport.parkNanos(1_000_000);
            }
        }

        @AfterEach
        void afterEachAgain() {
            ran("after each again");
            GIVEN_UP.countDown();
        }
    }

    static class DynamicTestCases extends EachTestCases {

        private final CyclicBarrier bothRun = new CyclicBarrier(2);

        @TestFactory
        Stream<DynamicTest> factory() {
            return Stream.of("one", "other")
                    .map(name -> DynamicTest.dynamicTest(name, () -> {
                        ran(name);
                        bothRun.await(20, SECONDS);
                    }));
        }
    }

    @ExtendWith(SoftAssertionsExtension.class)
    static class SoftTestCases extends EachTestCases {

        @InjectSoftAssertions
        private SoftAssertions softly;

        @Test
        void test() {
            softly.assertThat(1).as("first wrong").isEqualTo(2);
            softly.assertThat(1).as("second wrong").isEqualTo(3);
        }
    }
}
