package io.github.netnsjunit.jupiter.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.holds.ChildJvm;
import io.github.netnsjunit.jupiter.Hermetic;
import io.github.netnsjunit.jupiter.LabLifecycle;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.TestKit;
import io.github.netnsjunit.lab.Lab;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.testkit.engine.EngineExecutionResults;

/**
 * What is told of sockets that the constructor and the fields of a test class open. They run on JUnit's thread, so these sockets are on the
 * host.
 */
class ConstructorEscapeTests {

    private static final ConcurrentLinkedQueue<ServerSocket> OPENED = new ConcurrentLinkedQueue<>();

    private static ServerSocket open() {
        try {
            ServerSocket server = new ServerSocket(0);
            OPENED.add(server);
            return server;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @AfterEach
    void closeAll() throws IOException {
        for (ServerSocket server; (server = OPENED.poll()) != null; ) {
            server.close();
        }
    }

    private static EngineExecutionResults run(Class<?> testCases) {
        return TestKit.run(testCases, Map.of(Settings.ESCAPES, "fail"));
    }

    private static List<String> failures(Class<?> testCases) {
        return TestKit.failures(run(testCases)).map(Throwable::getMessage).collect(Collectors.toList());
    }

    @Test
    void aFieldThatOpensASocketFailsAHermeticTest() {
        assertThat(TestKit.failure(TestKit.run(FieldTestCases.class)))
                .hasMessageContaining("FieldTestCases.test() was outside its network")
                .hasMessageContaining("a TCP server on ")
                .hasMessageContaining("is in the host's namespace")
                .hasMessageContaining(
                        "The constructor of a test class and the initial values of its fields run outside");
    }

    @Test
    void aConstructorThatGetsTheLabIsWatchedToo() {
        assertThat(failures(LabInConstructorTestCases.class))
                .singleElement()
                .asString()
                .contains("LabInConstructorTestCases.test() was outside its network");
    }

    @Test
    void eachTestIsToldOfItsOwnInstance() {
        assertThat(failures(RepeatedTestCases.class)).hasSize(2).allMatch(message -> numberOfServers(message) == 1);
    }

    @Test
    void aNestedTestIsToldOfBothItsInstances() {
        assertThat(failures(OuterTestCases.class))
                .singleElement()
                .asString()
                .contains("Inner.test() was outside its network")
                .satisfies(message -> assertThat(numberOfServers(message)).isEqualTo(2));
    }

    @Test
    void aClassIsToldOfItsOneInstanceAndItsTestsAreNot() {
        EngineExecutionResults results = run(OneInstanceTestCases.class);
        results.testEvents().assertStatistics(stats -> stats.succeeded(2).reportingEntryPublished(0));
        assertThat(TestKit.failure(results))
                .hasMessageContaining("OneInstanceTestCases was outside its network")
                .satisfies(failure ->
                        assertThat(numberOfServers(failure.getMessage())).isEqualTo(1));
    }

    @Test
    void aNestedClassIsToldOfItsOneInstance() {
        assertThat(failures(OuterOfOneInstanceTestCases.class))
                .singleElement()
                .asString()
                .contains("Inner was outside its network");
    }

    @Test
    void aClassWhoseTestsShareALabIsToldOfItsOneInstance() {
        EngineExecutionResults results = run(SharedLabTestCases.class);
        results.testEvents().assertStatistics(stats -> stats.succeeded(1));
        assertThat(TestKit.failure(results)).hasMessageContaining("SharedLabTestCases was outside its network");
    }

    @Test
    void aTestIsNotToldOfTheStaticFieldsOfItsClasses() throws Exception {
        assertThat(ChildJvm.of(FirstRun.class, StaticTestCases.class.getName()).output())
                .contains("2 succeeded, 0 told, 3 opened, failures: []");
    }

    @Test
    void aClassIsToldNothingOfWhatItsBeforeAllAndItsTestsOpen() {
        EngineExecutionResults results = run(LaterTestCases.class);
        assertThat(TestKit.failure(results)).hasMessageContaining("LaterTestCases.test() was outside its network");
    }

    @Test
    void anInstanceThatHasClosedItsSocketsIsToldNothing() {
        run(ClosingTestCases.class)
                .allEvents()
                .assertStatistics(stats -> stats.failed(0).reportingEntryPublished(0));
    }

    @Test
    void whatAStaticInitializerThrowsArrivesAsWithoutANetwork() throws Exception {
        assertThat(ChildJvm.of(FirstRun.class, FailingInitializerTestCases.class.getName())
                        .output())
                .contains("failures: [java.lang.ExceptionInInitializerError")
                .contains("from the initializer");
    }

    @Test
    void aDisabledTestIsToldNothing() {
        run(DisabledTestCases.class)
                .allEvents()
                .assertStatistics(stats -> stats.failed(0).skipped(1).reportingEntryPublished(0));
    }

    /** The launcher tells of a test only when its instance is there already. */
    @Test
    void whereTestsMayRunInParallelATestThatRanAloneIsTold() throws Exception {
        assertThat(ChildJvm.of(ParallelRun.class).output()).contains("1 failure");
    }

    private static long numberOfServers(String message) {
        return message.lines().filter(line -> line.contains("a TCP server on")).count();
    }

    @Hermetic
    static class FieldTestCases {

        private final ServerSocket server = open();

        @Test
        void test() {
            assertThat(server.isBound()).isTrue();
        }
    }

    @NetNamespace("blue_ns")
    static class LabInConstructorTestCases {

        private final ServerSocket server;

        LabInConstructorTestCases(Lab lab) {
            server = lab.isOpen() ? open() : null;
        }

        @Test
        void test() {
            assertThat(server.isBound()).isTrue();
        }
    }

    @NetNamespace("blue_ns")
    static class RepeatedTestCases {

        private final ServerSocket server = open();

        @RepeatedTest(2)
        void test() {
            assertThat(server.isBound()).isTrue();
        }
    }

    @NetNamespace("blue_ns")
    static class OuterTestCases {

        private final ServerSocket server = open();

        @Nested
        class Inner {

            private final ServerSocket another = open();

            @Test
            void test() {
                assertThat(server).isNotSameAs(another);
            }
        }
    }

    @NetNamespace("blue_ns")
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class OneInstanceTestCases {

        private final ServerSocket server = open();

        @RepeatedTest(2)
        void test() {
            assertThat(server.isBound()).isTrue();
        }
    }

    @NetNamespace("blue_ns")
    static class OuterOfOneInstanceTestCases {

        @Nested
        @TestInstance(TestInstance.Lifecycle.PER_CLASS)
        class Inner {

            private final ServerSocket server = open();

            @RepeatedTest(2)
            void test() {
                assertThat(server.isBound()).isTrue();
            }
        }
    }

    @NetNamespace("blue_ns")
    @LabLifecycle(LabLifecycle.Lifecycle.PER_CLASS)
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class SharedLabTestCases {

        private final ServerSocket server = open();

        @Test
        void test() {
            assertThat(server.isBound()).isTrue();
        }
    }

    @NetNamespace("blue_ns")
    @TestMethodOrder(MethodOrderer.MethodName.class)
    static class StaticTestCases {

        private static final ServerSocket OF_THE_CLASS = open();

        private static ServerSocket ofBeforeAll;

        @BeforeAll
        static void openAnother() {
            ofBeforeAll = open();
        }

        @Test
        void one() {
            assertThat(OF_THE_CLASS.isBound()).isTrue();
        }

        @Nested
        class Inner {

            private static final ServerSocket OF_THE_INNER_CLASS = open();

            @Test
            void another() {
                assertThat(OF_THE_INNER_CLASS).isNotSameAs(ofBeforeAll);
            }
        }
    }

    @NetNamespace("blue_ns")
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class LaterTestCases {

        @BeforeAll
        void openOne() {
            assertThat(open().isBound()).isTrue();
        }

        @Test
        void test() {
            assertThat(open().isBound()).isTrue();
        }
    }

    @NetNamespace("blue_ns")
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class ClosingTestCases {

        private final ServerSocket server = open();

        @Test
        void test() throws IOException {
            server.close();
            assertThat(server.isClosed()).isTrue();
        }
    }

    @NetNamespace("blue_ns")
    static class FailingInitializerTestCases {

        private static final ServerSocket SERVER = fail();

        private static ServerSocket fail() {
            throw new IllegalStateException("from the initializer");
        }

        @Test
        void test() {
            assertThat(SERVER).isNotNull();
        }
    }

    @NetNamespace("blue_ns")
    static class DisabledTestCases {

        private final ServerSocket server = open();

        @Test
        @Disabled("to see what is told of it")
        void test() {
            assertThat(server.isBound()).isTrue();
        }
    }

    /** Runs a class of tests in a JVM that has not initialized it yet, which happens only once in each. */
    static final class FirstRun {

        private FirstRun() {}

        public static void main(String[] arguments) throws ClassNotFoundException {
            EngineExecutionResults results = run(Class.forName(arguments[0], false, FirstRun.class.getClassLoader()));
            System.out.println(results.testEvents().succeeded().count() + " succeeded, "
                    + results.testEvents().reportingEntryPublished().count() + " told, " + OPENED.size()
                    + " opened, failures: "
                    + TestKit.failures(results).map(Throwables::getStackTrace).toList());
        }
    }

    /** Runs tests with JUnit's launcher. */
    static final class ParallelRun {

        private ParallelRun() {}

        public static void main(String[] arguments) {
            SummaryGeneratingListener summary = new SummaryGeneratingListener();
            try (var session = LauncherFactory.openSession()) {
                session.getLauncher()
                        .execute(
                                LauncherDiscoveryRequestBuilder.request()
                                        .selectors(DiscoverySelectors.selectClass(FieldTestCases.class))
                                        .configurationParameters(TestKit.inParallel(2))
                                        .build(),
                                summary);
            }
            System.out.println(summary.getSummary().getTotalFailureCount() + " failure");
        }
    }
}
