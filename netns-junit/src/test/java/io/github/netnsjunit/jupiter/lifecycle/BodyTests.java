package io.github.netnsjunit.jupiter.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.jupiter.Hermetic;
import io.github.netnsjunit.jupiter.LabLifecycle;
import io.github.netnsjunit.jupiter.TestKit;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.process.NamespaceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.SoftAssertions;
import org.assertj.core.api.junit.jupiter.InjectSoftAssertions;
import org.assertj.core.api.junit.jupiter.SoftAssertionsExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.testkit.engine.EngineExecutionResults;

/** What happens if a body fails, does not end, or leaves something behind. */
class BodyTests {

    /** In milliseconds. A body that is interrupted before it begins does not run at all, and a busy machine may be late. */
    private static final int TIME_TO_BEGIN = 500;

    private static final Map<String, String> SHORT_WAIT = Map.of(Settings.INTERRUPT_WAIT, "200 ms");

    @BeforeEach
    void letStubbornThreadsStay() {
        StubbornThreads.begin();
    }

    @AfterEach
    void endStubbornThreads() throws InterruptedException {
        StubbornThreads.end();
    }

    @Nested
    class Failures {

        @Test
        void areWhatTheBodyThrew() {
            assertThat(TestKit.failure(TestKit.run(ThrowingTestCases.class)))
                    .isSameAs(ThrowingTestCases.ERROR)
                    .hasNoSuppressedExceptions();
        }

        @Test
        void keepAllThatSoftAssertionsCollect() {
            assertThat(TestKit.failure(TestKit.run(SoftTestCases.class)))
                    .hasMessageContaining("first wrong")
                    .hasMessageContaining("second wrong");
        }

        @Test
        void haveTheFailureToCloseTheLabAsSuppressed() {
            assertThat(TestKit.failure(TestKit.run(StubbornThreadTestCases.class, SHORT_WAIT)))
                    .isSameAs(StubbornThreadTestCases.ERROR)
                    .satisfies(failure -> assertThat(failure.getSuppressed())
                            .singleElement()
                            .satisfies(close -> assertThat(close) // JUnit wraps it
                                    .hasStackTraceContaining(
                                            LabException.class.getName()
                                                    + ": namespace [hermetic] is closed, but 1 of its threads ignored the interrupt")
                                    .hasStackTraceContaining("StubbornThreadTestCases")));
        }
    }

    @Nested
    class Networks {

        @Test
        void areClosedEvenIfJunitDoesNotCloseAutoCloseables() {
            TestKit.run(
                            KeptLabTestCases.class,
                            Map.of("junit.jupiter.extensions.store.close.autocloseable.enabled", "false"))
                    .testEvents()
                    .assertStatistics(stats -> stats.succeeded(1));
            assertThat(KeptLabTestCases.kept.isOpen()).isFalse();
            assertThat(KeptLabTestCases.process.isAlive()).isFalse();
        }
    }

    @Nested
    class Processes {

        @ParameterizedTest
        @ValueSource(classes = {ProcessTestCases.class, SharedProcessTestCases.class})
        void endBeforeATempDirIsDeleted(Class<?> testCases) {
            ProcessTestCases.ended = false;
            TestKit.run(testCases).allEvents().assertStatistics(stats -> stats.failed(0));
            assertThat(ProcessTestCases.ended).isTrue();
        }
    }

    @Nested
    class Interrupts {

        @Test
        void doNotHideAThreadThatIgnoresTheEndOfTheLab() {
            assertThat(TestKit.failure(TestKit.run(InterruptedTestCases.class, "stubborn", SHORT_WAIT)))
                    .hasStackTraceContaining("ignored the interrupt");
        }
    }

    @Nested
    class Timeouts {

        @Test
        void interruptAndAwaitABodyInTheSameThread() {
            assertThat(TestKit.failures(TestKit.run(TimeoutTestCases.class, "sameThread", Map.of())))
                    .singleElement()
                    .satisfies(failure -> assertThat(failure).hasMessageContaining("timed out"));
            assertThat(TimeoutTestCases.seen).isEqualTo("body saw an open lab");
        }

        @Test
        void interruptAndAwaitABodyInASeparateThread() {
            assertThat(TestKit.failure(TestKit.run(TimeoutTestCases.class, "separateThread", Map.of())))
                    .hasMessageContaining("timed out")
                    .hasNoSuppressedExceptions();
            assertThat(TimeoutTestCases.seen).isEqualTo("body saw an open lab");
        }

        @Test
        void reportABodyThatIgnoresInterruptsInTheSameThread() {
            assertThat(TestKit.failure(TestKit.run(StubbornTestCases.class, "sameThread", SHORT_WAIT)))
                    .hasMessageContaining("timed out")
                    .satisfies(failure -> assertThat(failure.getSuppressed())
                            .anySatisfy(stuck -> assertThat(stuck)
                                    .hasMessageContaining("StubbornTestCases.sameThread() in hermetic")
                                    .hasMessageContaining("still runs 200 ms after it was interrupted")));
        }

        @Test
        void reportABodyThatIgnoresInterruptsInASeparateThread() {
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
    class SharedLabs {

        @Test
        void stayOpenForOtherTestsIfABodyIgnoresInterrupts() {
            EngineExecutionResults results = TestKit.run(SharedStubbornTestCases.class, SHORT_WAIT);
            assertThat(TestKit.failures(results).findFirst().orElseThrow().getSuppressed())
                    .anySatisfy(stuck -> assertThat(stuck).hasMessageContaining("its network is not kept open for it"));
            results.testEvents().assertStatistics(stats -> stats.succeeded(1).failed(1));
        }

        @Test
        void nameOnlyThatBodyWhenTheyAreClosed() {
            assertThat(TestKit.failures(TestKit.run(SharedStubbornTestCases.class, SHORT_WAIT)))
                    .last()
                    .satisfies(close -> assertThat(close)
                            .hasStackTraceContaining("1 of its threads ignored the interrupt")
                            .hasStackTraceContaining("SharedStubbornTestCases.first() in hermetic"));
        }
    }

    @Hermetic
    static class ThrowingTestCases {

        @SuppressWarnings("StaticAssignmentOfThrowable") // the test checks for this instance
        static final Error ERROR = new AssertionError("on purpose");

        @Test
        void test() {
            throw ERROR;
        }
    }

    @Hermetic
    static class StubbornThreadTestCases {

        @SuppressWarnings("StaticAssignmentOfThrowable") // the test checks for this instance
        static final Error ERROR = new AssertionError("on purpose");

        @Test
        void test(NetworkNamespace hermetic) throws InterruptedException {
            StubbornThreads.startInside(hermetic, () -> StubbornThreads.ignoreInterrupts());
            throw ERROR;
        }
    }

    @Hermetic
    static class KeptLabTestCases {

        static volatile Lab kept;
        static volatile NamespaceProcess process;

        @Test
        void test(Lab lab, NetworkNamespace hermetic) {
            kept = lab;
            process = hermetic.start("sleep", "60");
        }
    }

    @Hermetic
    static class ProcessTestCases {

        static volatile boolean ended;
        static volatile NamespaceProcess process;

        @Test
        void test(@TempDir(factory = ProcessObserver.class) Path directory, NetworkNamespace hermetic) {
            process = hermetic.process("sleep", "60").directory(directory).start();
        }

        /** Looks whether the process has ended when the directory is deleted. */
        static class ProcessObserver implements TempDirFactory {

            @Override
            public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context)
                    throws IOException {
                return Files.createTempDirectory("netns-junit");
            }

            @Override
            public void close() {
                ended = !process.isAlive();
            }
        }
    }

    @Hermetic
    @LabLifecycle(LabLifecycle.Lifecycle.PER_CLASS)
    static class SharedProcessTestCases {

        @BeforeAll
        static void beforeAll(
                @TempDir(factory = ProcessTestCases.ProcessObserver.class) Path directory, NetworkNamespace hermetic) {
            ProcessTestCases.process =
                    hermetic.process("sleep", "60").directory(directory).start();
        }

        @Test
        void test() {}

        @AfterAll
        static void afterAll() {
            assertThat(ProcessTestCases.process.isAlive()).isTrue();
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
        @Timeout(value = TIME_TO_BEGIN, unit = TimeUnit.MILLISECONDS)
        void sameThread(Lab lab) throws Exception {
            block(lab);
        }

        @Test
        @Timeout(value = TIME_TO_BEGIN, unit = TimeUnit.MILLISECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
        void separateThread(Lab lab) throws Exception {
            block(lab);
        }

        private void block(Lab lab) throws InterruptedException {
            try {
                new CountDownLatch(1).await();
            } finally {
                assertThat(new CountDownLatch(1)
                                .await(300, TimeUnit.MILLISECONDS)) // a second interrupt would end the wait
                        .isFalse();
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
        @Timeout(value = TIME_TO_BEGIN, unit = TimeUnit.MILLISECONDS)
        void sameThread() {
            StubbornThreads.ignoreInterrupts();
        }

        @Test
        @Timeout(value = TIME_TO_BEGIN, unit = TimeUnit.MILLISECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
        void separateThread() {
            StubbornThreads.ignoreInterrupts();
        }
    }

    @Hermetic
    @LabLifecycle(LabLifecycle.Lifecycle.PER_CLASS)
    @TestMethodOrder(MethodOrderer.MethodName.class)
    static class SharedStubbornTestCases {

        @Test
        @Timeout(value = TIME_TO_BEGIN, unit = TimeUnit.MILLISECONDS)
        void first() {
            StubbornThreads.ignoreInterrupts();
        }

        @Test
        void second(NetworkNamespace hermetic) {
            assertThat(hermetic.interfaces()).isNotEmpty();
            hermetic.executor().execute(() -> {
                LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(9)); // until it is interrupted
                StubbornThreads.ignoreInterruptsFor(20);
            });
        }
    }

    @Hermetic
    static class InterruptedTestCases {

        @Test
        void stubborn(NetworkNamespace hermetic) throws Exception {
            StubbornThreads.startInside(hermetic, () -> StubbornThreads.ignoreInterrupts());
            Thread.currentThread().interrupt();
        }
    }
}
