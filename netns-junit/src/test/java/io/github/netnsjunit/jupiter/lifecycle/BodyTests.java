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
import java.util.concurrent.atomic.AtomicBoolean;
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

/** What becomes of bodies that fail, that do not end, and that leave something. */
public class BodyTests {

    private static final Map<String, String> SHORT_WAIT = Map.of(Settings.INTERRUPT_WAIT, "200 ms");

    @Nested
    class Failures {

        @Test
        void throwsWhatTheBodyThrew() {
            assertThat(TestKit.failure(TestKit.run(ThrowingTestCases.class)))
                    .isSameAs(ThrowingTestCases.ERROR)
                    .hasNoSuppressedExceptions();
        }

        @Test
        void bringsSoftAssertionsAlong() {
            assertThat(TestKit.failure(TestKit.run(SoftTestCases.class)))
                    .hasMessageContaining("first wrong")
                    .hasMessageContaining("second wrong");
        }

        @Test
        void keepsWhatTheEndOfTheLabThrowsBesideWhatTheBodyThrew() {
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
        void endThoughJunitIsToldToCloseNothingOfTheKind() {
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
        void endBeforeADirectoryThatTheyMayWriteToIsDeleted(Class<?> fixture) {
            ProcessTestCases.ended = false;
            TestKit.run(fixture).allEvents().assertStatistics(stats -> stats.failed(0));
            assertThat(ProcessTestCases.ended).isTrue();
        }
    }

    @Nested
    class Interrupts {

        @Test
        void tellsOfAThreadThatIgnoresTheEndThoughTheBodyLeavesAnInterrupt() {
            assertThat(TestKit.failure(TestKit.run(InterruptedTestCases.class, "stubborn", SHORT_WAIT)))
                    .hasStackTraceContaining("ignored the interrupt");
        }
    }

    @Nested
    class Timeouts {

        @Test
        void interruptsAndAwaitsTheBodyInItsOwnThread() {
            assertThat(TestKit.failures(TestKit.run(TimeoutTestCases.class, "sameThread", Map.of())))
                    .singleElement()
                    .satisfies(failure -> assertThat(failure).hasMessageContaining("timed out"));
            assertThat(TimeoutTestCases.seen).isEqualTo("body saw an open lab");
        }

        @Test
        void interruptsAndAwaitsTheBodyInASeparateThread() {
            assertThat(TestKit.failure(TestKit.run(TimeoutTestCases.class, "separateThread", Map.of())))
                    .hasMessageContaining("timed out")
                    .hasNoSuppressedExceptions();
            assertThat(TimeoutTestCases.seen).isEqualTo("body saw an open lab");
        }

        @Test
        void tellsOfABodyThatIgnoresInterruptsInItsOwnThread() {
            assertThat(TestKit.failure(TestKit.run(StubbornTestCases.class, "sameThread", SHORT_WAIT)))
                    .hasMessageContaining("timed out")
                    .satisfies(failure -> assertThat(failure.getSuppressed())
                            .anySatisfy(stuck -> assertThat(stuck)
                                    .hasMessageContaining("StubbornTestCases.sameThread() in hermetic")
                                    .hasMessageContaining("still runs 200 ms after it was interrupted")));
        }

        @Test
        void tellsOfABodyThatIgnoresInterruptsInASeparateThread() {
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

        @BeforeEach
        void begin() {
            SharedStubbornTestCases.OVER.set(false);
        }

        @AfterEach
        void end() {
            SharedStubbornTestCases.OVER.set(true);
        }

        @Test
        void outliveABodyThatIgnoresInterruptsAndDoNotWaitForIt() {
            EngineExecutionResults results = TestKit.run(SharedStubbornTestCases.class, SHORT_WAIT);
            assertThat(TestKit.failures(results).findFirst().orElseThrow().getSuppressed())
                    .anySatisfy(stuck -> assertThat(stuck).hasMessageContaining("its network is not kept open for it"));
            results.testEvents().assertStatistics(stats -> stats.succeeded(1).failed(1));
        }

        @Test
        void blameNobodyButThatBody() {
            assertThat(TestKit.failures(TestKit.run(SharedStubbornTestCases.class, SHORT_WAIT)))
                    .last()
                    .satisfies(close -> assertThat(close)
                            .hasStackTraceContaining("1 of its threads ignored the interrupt")
                            .hasStackTraceContaining("SharedStubbornTestCases.first() in hermetic"));
        }
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
    static class StubbornThreadTestCases {

        @SuppressWarnings("StaticAssignmentOfThrowable") // the very one must arrive
        static final Error ERROR = new AssertionError("on purpose");

        @Test
        void test(NetworkNamespace hermetic) {
            hermetic.threadFactory().newThread(() -> spinFor(1_500)).start();
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
        void test(@TempDir(factory = Witness.class) Path directory, NetworkNamespace hermetic) {
            process = hermetic.process("sleep", "60").directory(directory).start();
        }

        /** Is closed with its directory. */
        static class Witness implements TempDirFactory {

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
                @TempDir(factory = ProcessTestCases.Witness.class) Path directory, NetworkNamespace hermetic) {
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
                assertThat(new CountDownLatch(1).await(300, TimeUnit.MILLISECONDS)) // another interrupt would end this
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
    @LabLifecycle(LabLifecycle.Lifecycle.PER_CLASS)
    @TestMethodOrder(MethodOrderer.MethodName.class)
    static class SharedStubbornTestCases {

        static final AtomicBoolean OVER = new AtomicBoolean();

        @Test
        @Timeout(value = 100, unit = TimeUnit.MILLISECONDS)
        void first() {
            long latest = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (!OVER.get() && System.nanoTime() < latest) {
                spinFor(1);
            }
        }

        @Test
        void second(NetworkNamespace hermetic) {
            assertThat(hermetic.interfaces()).isNotEmpty();
            hermetic.executor().execute(() -> {
                LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(9)); // until it is interrupted
                spinFor(20);
            });
        }
    }

    @Hermetic
    static class InterruptedTestCases {

        @Test
        void stubborn(NetworkNamespace hermetic) throws Exception {
            CountDownLatch begun = new CountDownLatch(1);
            hermetic.threadFactory()
                    .newThread(() -> {
                        begun.countDown();
                        spinFor(1_500);
                    })
                    .start();
            begun.await();
            Thread.currentThread().interrupt();
        }
    }

    /** Ignores interrupts. */
    public static void spinFor(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(1_000_000);
        }
    }
}
