package io.github.netnsjunit.jupiter.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.netnsjunit.jupiter.Hermetic;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.TestKit;
import io.github.netnsjunit.kernel.libc.NativeLibrary;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import java.net.DatagramSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.testkit.engine.EngineExecutionResults;

/** What a test is told that uses a pool which another test has left in its network. */
class ClosedNetworkTests {

    @Test
    void aTestIsToldWhoseClosedNetworkAPoolThatItUsesIsIn() throws Exception {
        try {
            EngineExecutionResults results = TestKit.run(LeakingThenUsingTestCases.class);
            assertThat(TestKit.failures(results)).isEmpty();
            assertThat(EscapeTests.reports(results))
                    .singleElement()
                    .asString()
                    .contains("LeakingThenUsingTestCases.uses() was outside its network")
                    .contains("threads [pool of another test] are in the closed network of")
                    .contains("LeakingThenUsingTestCases.leaks()");
        } finally {
            LeakingThenUsingTestCases.pool.shutdownNow();
        }
    }

    @Test
    void aSocketInTheClosedNetworkOfAnotherTestFailsAHermeticTest() throws Exception {
        try {
            assertThat(TestKit.failure(TestKit.run(LeakingThenOpeningTestCases.class)))
                    .hasMessageContaining("a UDP socket on")
                    .hasMessageContaining("is in the closed network of")
                    .hasMessageContaining("LeakingThenOpeningTestCases.leaks()")
                    .hasMessageContaining("threads [pool of another test]");
        } finally {
            LeakingThenOpeningTestCases.socket.close();
            LeakingThenOpeningTestCases.pool.shutdownNow();
        }
    }

    @Test
    void itDoesNotMatterWhetherTheOtherTestHasClosedItsLabByHand() throws Exception {
        try {
            EngineExecutionResults results = TestKit.run(ClosingByHandTestCases.class);
            assertThat(TestKit.failure(results))
                    .hasMessageContaining("ClosingByHandTestCases.uses(")
                    .hasMessageContaining("a UDP socket on")
                    .hasMessageContaining("is in the closed network of")
                    .hasMessageContaining("ClosingByHandTestCases.leaks(")
                    .hasMessageContaining("threads [pool of another test]");
            assertThat(EscapeTests.reports(results)).isEmpty(); // a test is not told of its own closed network
        } finally {
            ClosingByHandTestCases.opened.forEach(DatagramSocket::close);
            ClosingByHandTestCases.pool.shutdownNow();
        }
    }

    @Test
    void inAParallelRunATestIsToldOfAClosedNetworkButNeverFails() throws Exception {
        Map<String, String> parameters = new HashMap<>(TestKit.inParallel(2));
        parameters.put(Settings.ESCAPES, "fail");
        try {
            EngineExecutionResults results = TestKit.run(LeakingThenOpeningTestCases.class, parameters);
            results.testEvents().assertStatistics(stats -> stats.succeeded(2));
            assertThat(EscapeTests.reports(results))
                    .singleElement()
                    .asString()
                    .contains("threads [pool of another test] are in the closed network of")
                    .contains("it may have been their work")
                    .doesNotContain("a UDP socket");
        } finally {
            LeakingThenOpeningTestCases.socket.close();
            LeakingThenOpeningTestCases.pool.shutdownNow();
        }
    }

    @Test
    void aTestThatDoesNotUseThePoolOfAClosedNetworkIsToldNothing() throws Exception {
        try {
            assertThat(EscapeTests.reports(TestKit.run(LeakingThenIdleTestCases.class)))
                    .isEmpty();
        } finally {
            LeakingThenIdleTestCases.pool.shutdownNow();
        }
    }

    /** The JDK keeps these threads for the programs that later tests start, wherever those tests are. */
    @Test
    void aTestIsToldNothingOfTheJdksThreadsThatWaitForPrograms() {
        assertThat(EscapeTests.reports(TestKit.run(
                        ProgramsTestCases.class, Map.of(Settings.LEAKS, "ignore", Settings.ESCAPES, "fail"))))
                .isEmpty();
    }

    /** Starts a pool whose one thread is in the namespace of the calling thread. */
    private static ExecutorService poolHere() throws Exception {
        ExecutorService pool = Executors.newSingleThreadExecutor(task -> new Thread(task, "pool of another test"));
        int tid = pool.submit(() -> NativeLibrary.libc().gettid()).get();
        await("the pool to be idle")
                .until(() -> Files.readString(Path.of("/proc/self/task", Integer.toString(tid), "stat"))
                        .contains(") S "));
        return pool;
    }

    @Hermetic
    @TestMethodOrder(MethodOrderer.MethodName.class)
    static class LeakingThenUsingTestCases {

        private static ExecutorService pool;

        @Test
        void leaks() throws Exception {
            pool = poolHere();
        }

        @Test
        void uses() throws Exception {
            assertThat(pool.submit(() -> 42).get()).isEqualTo(42);
        }
    }

    @NetNamespace("blue_ns")
    @TestMethodOrder(MethodOrderer.MethodName.class)
    static class ClosingByHandTestCases {

        private static final List<DatagramSocket> opened = new ArrayList<>();
        private static ExecutorService pool;

        @Test
        void leaks(Lab lab, NetworkNamespace blue) throws Exception {
            pool = blue.call(() -> poolHere());
            opened.add(pool.submit(() -> new DatagramSocket()).get());
            lab.close();
        }

        @Hermetic
        @Test
        void uses() throws Exception {
            opened.add(pool.submit(() -> new DatagramSocket()).get());
        }
    }

    @Hermetic
    @Execution(ExecutionMode.SAME_THREAD)
    @TestMethodOrder(MethodOrderer.MethodName.class)
    static class LeakingThenOpeningTestCases {

        private static ExecutorService pool;
        private static DatagramSocket socket;

        @Test
        void leaks() throws Exception {
            pool = poolHere();
        }

        @Test
        void opens() throws Exception {
            socket = pool.submit(() -> new DatagramSocket()).get();
        }
    }

    @Hermetic
    @TestMethodOrder(MethodOrderer.MethodName.class)
    static class LeakingThenIdleTestCases {

        private static ExecutorService pool;

        @Test
        void leaks() throws Exception {
            pool = poolHere();
        }

        @Test
        void usesNothing(NetworkNamespace inside) {
            assertThat(inside.listeningPorts()).isEmpty();
        }
    }

    /** The first test leaves the JDK's threads in its network, and the second lets them work. */
    @Hermetic
    @TestMethodOrder(MethodOrderer.MethodName.class)
    static class ProgramsTestCases {

        private static final int MORE_THAN_HAVE_A_THREAD = 20;

        @Test
        void leaves() throws Exception {
            startMany();
        }

        @Test
        void startsPrograms() throws Exception {
            startMany();
        }

        private static void startMany() throws Exception {
            List<Process> started = new ArrayList<>();
            for (int i = 0; i < MORE_THAN_HAVE_A_THREAD; i++) {
                started.add(new ProcessBuilder("sleep", "1000").start());
            }
            for (Process program : started) {
                program.destroy();
                program.waitFor();
            }
        }
    }
}
