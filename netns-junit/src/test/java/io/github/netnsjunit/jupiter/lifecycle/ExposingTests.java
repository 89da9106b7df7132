package io.github.netnsjunit.jupiter.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.netnsjunit.holds.ChildJvm;
import io.github.netnsjunit.jupiter.Exposed;
import io.github.netnsjunit.jupiter.Hermetic;
import io.github.netnsjunit.jupiter.LabLifecycle;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.TestKit;
import io.github.netnsjunit.kernel.system.Privileges;
import io.github.netnsjunit.lab.Lab;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineExecutionResults;

/** Names of namespaces while a test runs, by annotation and by setting. */
class ExposingTests {

    private static final Path NAMES = Path.of("/run/netns");

    /** Where the running test finds what it needs. */
    private static volatile List<String> namesMeanwhile = List.of();

    private static volatile boolean deletedByHand;

    private static volatile boolean bodyIsOver;

    private static volatile long bodyEnded;

    @BeforeEach
    void needNames() {
        assumeTrue(Privileges.areOfMachine(), "in a user namespace there are no names");
        namesMeanwhile = List.of();
    }

    @AfterEach
    void noNameIsLeft() throws IOException {
        assertThat(names()).isEmpty();
    }

    @Test
    void aTestThatIsExposedHasNamesWhileItRuns() {
        EngineExecutionResults results = TestKit.run(ExposedTestCases.class, "passes", Map.of());

        results.testEvents().assertStatistics(stats -> stats.succeeded(1));
        String name = "junit-" + ProcessHandle.current().pid() + "-alice";
        assertThat(namesMeanwhile).containsExactly(name);
        assertThat(TestKit.reports(results, Settings.EXPOSE))
                .singleElement()
                .asString()
                .contains("ip netns exec " + name + " sh");
    }

    @Test
    void aTestWithoutAnnotationIsExposedByTheSetting() {
        TestKit.run(PlainTestCases.class, "looks", Map.of()).testEvents().assertStatistics(stats -> stats.succeeded(1));
        assertThat(namesMeanwhile).isEmpty();

        TestKit.run(PlainTestCases.class, "looks", Map.of(Settings.EXPOSE, "on"))
                .testEvents()
                .assertStatistics(stats -> stats.succeeded(1));
        assertThat(namesMeanwhile).hasSize(1);
    }

    /** The name is deleted by a shell that sees the body's failure; without that the test would wait for ten minutes. */
    @Test
    void theNetworkOfAFailedTestStaysUntilANameIsDeleted() {
        EngineExecutionResults results = TestKit.run(ExposedTestCases.class, "fails", Map.of());

        assertThat(TestKit.failure(results)).hasMessage("on purpose");
    }

    /** The test has closed one of its namespaces. The wait is for the other name. */
    @Test
    void aNamespaceThatTheTestHasClosedDoesNotEndTheWait() {
        deletedByHand = false;
        bodyIsOver = false;
        try {
            EngineExecutionResults results = TestKit.run(ClosingTestCases.class, "closesOne", Map.of());

            assertThat(TestKit.failure(results)).hasMessage("on purpose");
            assertThat(deletedByHand).as("the test has waited").isTrue();
        } finally {
            bodyIsOver = true;
        }
    }

    @Test
    void withoutANameTheWaitLastsForItsTime() {
        EngineExecutionResults results = TestKit.run(ClosingTestCases.class, "closesBoth", Map.of());

        assertThat(TestKit.failure(results)).hasMessage("on purpose");
        assertThat(System.nanoTime() - bodyEnded)
                .isGreaterThanOrEqualTo(Duration.ofSeconds(1).toNanos());
    }

    @Test
    void whereNoNameCanBeMadeTheTestRunsAndItsCommandsAreTold() throws Exception {
        assertThat(ChildJvm.of(WithoutNames.class)
                        .startedBy(List.of(
                                "unshare",
                                "--mount",
                                "sh",
                                "-c",
                                "mount -t tmpfs -o ro none /run && exec \"$@\"",
                                "sh"))
                        .output())
                .contains("all held");
    }

    /** Runs where {@code /run} is read-only. */
    static final class WithoutNames {
        private WithoutNames() {}

        public static void main(String[] arguments) {
            EngineExecutionResults results = TestKit.run(PlainTestCases.class, "looks", Map.of(Settings.EXPOSE, "on"));

            results.testEvents().assertStatistics(stats -> stats.succeeded(1));
            assertThat(TestKit.reports(results, Settings.EXPOSE))
                    .singleElement()
                    .asString()
                    .contains("Read-only file system", "hermetic: nsenter --target ");
            System.out.println("all held");
        }
    }

    @Test
    void aMethodWithoutANetworkCannotBeExposed() {
        assertThat(TestKit.failure(TestKit.run(WithoutNetworkTestCases.class, "annotated", Map.of())))
                .hasMessageContaining(
                        "@Exposed on method ExposingTests.WithoutNetworkTestCases.annotated() has no effect:"
                                + " no network is declared");
        TestKit.run(WithoutNetworkTestCases.class, "plain", Map.of())
                .testEvents()
                .assertStatistics(stats -> stats.succeeded(1));
    }

    @Test
    void theNetworkOfAFailedTestStaysForTheTimeOfTheSetting() {
        assertThat(TestKit.failure(TestKit.run(PlainTestCases.class, "fails", Map.of(Settings.EXPOSE, "1 ms"))))
                .hasMessage("on purpose");
    }

    @Test
    void aSharedNetworkHasItsNamesOnce() {
        TestKit.run(SharedTestCases.class).testEvents().assertStatistics(stats -> stats.succeeded(2));

        assertThat(namesMeanwhile).hasSize(1);
    }

    @Test
    void badValuesNameTheAttributeAndTheParameter() {
        assertThat(TestKit.failure(TestKit.run(BadTestCases.class)))
                .hasMessageContaining(
                        "@Exposed on class ExposingTests.BadTestCases: [a while] is no duration; hold is");
        assertThat(TestKit.failure(TestKit.run(PlainTestCases.class, "looks", Map.of(Settings.EXPOSE, "yes"))))
                .hasMessageContaining("netns.junit.expose has the value [yes]. Set it to [on], [off] or a number");
    }

    /** Deletes a name when the thread that calls this, which runs the test, waits in the poll of its watch. */
    private static void deleteDuringTheWait(String name) {
        Thread body = Thread.currentThread();
        Thread shell = new Thread(() -> {
            while (!waits(body)) {
                if (bodyIsOver) {
                    return;
                }
                Thread.onSpinWait();
            }
            deletedByHand = true;
            deleteByHand(name);
        });
        shell.setDaemon(true);
        shell.start();
    }

    private static boolean waits(Thread body) {
        List<String> methods = Stream.of(body.getStackTrace())
                .map(StackTraceElement::getMethodName)
                .toList();
        return methods.contains("awaitDeletion") && methods.contains("poll");
    }

    private static void deleteByHand(String name) {
        try {
            Files.delete(NAMES.resolve(name));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static List<String> names() throws IOException {
        if (!Files.exists(NAMES)) {
            return List.of();
        }
        try (Stream<Path> names = Files.list(NAMES)) {
            return names.map(name -> name.getFileName().toString())
                    .filter(name ->
                            name.startsWith("junit-" + ProcessHandle.current().pid() + "-"))
                    .toList();
        }
    }

    @Exposed(hold = "10 m")
    @NetNamespace("alice")
    static class ExposedTestCases {

        @Test
        void passes() throws IOException {
            namesMeanwhile = names();
        }

        @Test
        void fails() throws IOException {
            deleteDuringTheWait(names().get(0));
            throw new IllegalStateException("on purpose");
        }
    }

    @NetNamespace("alice")
    @NetNamespace("bob")
    static class ClosingTestCases {

        @Test
        @Exposed(hold = "10 m")
        void closesOne(Lab lab) throws IOException {
            lab.namespace("alice").close();
            deleteDuringTheWait(names().get(0));
            throw new IllegalStateException("on purpose");
        }

        @Test
        @Exposed(hold = "1 s")
        void closesBoth(Lab lab) {
            lab.namespace("alice").close();
            lab.namespace("bob").close();
            bodyEnded = System.nanoTime();
            throw new IllegalStateException("on purpose");
        }
    }

    @Exposed
    static class WithoutNetworkTestCases {

        @Test
        @Exposed
        void annotated() {}

        @Test
        void plain() {}
    }

    @Hermetic
    static class PlainTestCases {

        @Test
        void looks() throws IOException {
            namesMeanwhile = names();
        }

        @Test
        void fails() {
            throw new IllegalStateException("on purpose");
        }
    }

    @Exposed
    @LabLifecycle(LabLifecycle.Lifecycle.PER_CLASS)
    @NetNamespace("alice")
    static class SharedTestCases {

        @Test
        void first() throws IOException {
            namesMeanwhile = names();
        }

        @Test
        void second() throws IOException {
            namesMeanwhile = names();
        }
    }

    @Exposed(hold = "a while")
    @NetNamespace("alice")
    static class BadTestCases {

        @Test
        void test() {}
    }
}
