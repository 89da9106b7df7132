package io.github.netnsjunit.jupiter.launcher.hermetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.process.ExecResult;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Which test of a suite with {@code netns.junit.egress=fail} fails for what was sent: the one that sent it, and never another one. */
@NetNamespace("machine")
class BlamedTestTests {

    private static final String SEND =
            "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('10.0.0.2', 5000))";

    @NetNamespace("machine")
    private NetworkNamespace machine;

    @Test
    void aThreadThatATestLeftIsNotThatOfTheNextTest() {
        ExecResult ended = run("fail", LeavingTestCases.class);
        assertThat(ended.exitCode()).as(ended.output()).isEqualTo(1);
        assertThat(ended.output())
                .contains("[         2 tests successful      ]")
                .contains("Something was sent towards the outside, and no single test could fail for it:")
                .contains(LeavingTestCases.class.getName() + ".leaves(), after it had ended");
    }

    @Test
    void whatNoStackTellsMayBeOfAClassThatBeginsMeanwhile() {
        ExecResult ended =
                run("fail", ProgramAtTheBeginningTestCases.class, NeighbourOfTheBeginningTestCases.class.getName());
        assertThat(ended.exitCode()).as(ended.output()).isEqualTo(1);
        assertThat(ended.output())
                .contains("[         2 tests successful      ]")
                .contains("[         0 tests failed          ]")
                .contains("one of class " + ProgramAtTheBeginningTestCases.class.getName() + ", or "
                        + NeighbourOfTheBeginningTestCases.class.getName() + ".staysInside()");
    }

    @Test
    void inParallelATestIsKnownByItsLambdasItsBeforeEachAndItsSuperclass() {
        ExecResult ended = run("fail", ParallelTestCases.class, ParallelNeighbourTestCases.class.getName());
        assertThat(ended.exitCode()).as(ended.output()).isEqualTo(1);
        assertThat(ended.output())
                .contains("[         1 tests successful      ]", "[         2 tests failed          ]")
                .contains("methodName = 'connectsOnAnotherThread'", "methodName = 'connectsInASuperclass'")
                .doesNotContain("methodName = 'staysInside'");
    }

    @Test
    void theFactoryOfADynamicTestFails() {
        ExecResult ended = run("fail", DynamicTestCases.class);
        assertThat(ended.exitCode()).as(ended.output()).isEqualTo(1);
        assertThat(ended.output())
                .contains("[         1 containers failed     ]")
                .contains("TCP to 10.0.0.2:8080")
                .doesNotContain("no single test could fail");
    }

    @Test
    void aTestThatTimesOutIsToldToo() {
        ExecResult ended = run("fail", TimedOutTestCases.class);
        assertThat(ended.exitCode()).as(ended.output()).isEqualTo(1);
        assertThat(ended.output())
                .contains("timed out after 5 seconds")
                .contains("Suppressed: org.opentest4j.AssertionFailedError: sent something towards the outside")
                .contains("    - TCP to 10.0.0.2:8080, by thread [");
    }

    @Test
    void whatIsSentAfterTheLastTestIsToldToo() {
        ExecResult ended = run("warn", StayingTestCases.class, "--sends-at-the-end");
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        assertThat(ended.output()).contains("(while no test ran)").contains("    - TCP to 10.0.0.2:7070");

        ended = run("fail", StayingTestCases.class, "--sends-at-the-end");
        assertThat(ended.exitCode()).as(ended.output()).isEqualTo(1);
        assertThat(ended.output())
                .contains("Something was sent towards the outside, and no single test could fail for it:");
    }

    /** A build tool may ask JUnit for one class after the other. */
    @Test
    void whatIsToldAlreadyIsNotToldAgain() {
        assertThat(run("warn", OnceTestCases.class, "--again").output())
                .containsOnlyOnce("These tests sent something towards the outside");
    }

    @Test
    void aParameterThatComesTooLateFailsTheRun() {
        ExecResult ended = run("warn", StayingTestCases.class, "--asks-to-fail-late");
        assertThat(ended.exitCode()).as(ended.output()).isNotZero();
        assertThat(ended.output())
                .contains("The configuration parameter netns.junit.egress has come with the request to run tests")
                .contains("Set it in junit-platform.properties, or as a system property");
    }

    /** A JVM with little memory lives, and the summary can be read. */
    @Test
    void aFloodIsToldInFewLines() {
        ExecResult ended = run("warn", FloodTestCases.class);
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        assertThat(ended.output()).containsPattern("    - and \\d+ more");
        assertThat(ended.output().lines().filter(line -> line.startsWith("    - ")))
                .hasSizeLessThan(300);
    }

    private ExecResult run(String egress, Class<?> testCases, String... more) {
        return machine.process(HermeticJvmTests.suite(testCases, more)
                        .with("-Xmx64m", "-Dnetns.junit.jvm=hermetic", "-Dnetns.junit.egress=" + egress)
                        .command()
                        .toArray(String[]::new))
                .exec(Duration.ofMinutes(3));
    }

    private static void connect() {
        assertThrows(SocketException.class, () -> new Socket("10.0.0.2", 8080).close());
    }

    @Execution(ExecutionMode.SAME_THREAD)
    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    static class LeavingTestCases {

        private static final CompletableFuture<Boolean> LEFT = new CompletableFuture<>();
        private static final CompletableFuture<Boolean> SENT = new CompletableFuture<>();

        @Test
        @Order(1)
        void leaves() {
            new Thread(() -> {
                        LEFT.join();
                        connect();
                        SENT.complete(true);
                    })
                    .start();
        }

        @Test
        @Order(2)
        void staysInside() throws Exception {
            LEFT.complete(true);
            assertThat(SENT.get()).isTrue();
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    static class ProgramAtTheBeginningTestCases {

        private static final CompletableFuture<Boolean> OTHER_RUNS = new CompletableFuture<>();
        private static final CompletableFuture<Boolean> SENT = new CompletableFuture<>();

        @BeforeAll
        static void send() throws Exception {
            assertThat(OTHER_RUNS.get()).isTrue();
            assertThat(new ProcessBuilder("python3", "-c", SEND).start().waitFor())
                    .isZero();
            SENT.complete(true);
        }

        @Test
        void test() {}
    }

    @Execution(ExecutionMode.CONCURRENT)
    static class NeighbourOfTheBeginningTestCases {

        @Test
        void staysInside() throws Exception {
            ProgramAtTheBeginningTestCases.OTHER_RUNS.complete(true);
            assertThat(ProgramAtTheBeginningTestCases.SENT.get()).isTrue();
        }
    }

    abstract static class WithConnectionTestCases {

        static final CompletableFuture<Boolean> OTHER_RUNS = new CompletableFuture<>();
        static final CountDownLatch SENT = new CountDownLatch(4);

        @BeforeEach
        void connectFirst() throws Exception {
            assertThat(OTHER_RUNS.get()).isTrue();
            connect();
            SENT.countDown();
        }

        @Test
        void connectsInASuperclass() {
            connect();
            SENT.countDown();
        }
    }

    @Execution(ExecutionMode.SAME_THREAD)
    static class ParallelTestCases extends WithConnectionTestCases {

        @Test
        void connectsOnAnotherThread() throws Exception {
            Thread thread = new Thread(() -> {
                connect();
                SENT.countDown();
            });
            thread.start();
            thread.join();
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    static class ParallelNeighbourTestCases {

        @Test
        void staysInside() throws Exception {
            WithConnectionTestCases.OTHER_RUNS.complete(true);
            assertThat(WithConnectionTestCases.SENT.await(2, TimeUnit.MINUTES)).isTrue();
        }
    }

    static class DynamicTestCases {

        @TestFactory
        Stream<DynamicTest> connects() {
            return Stream.of(dynamicTest("a dynamic test", BlamedTestTests::connect));
        }
    }

    static class TimedOutTestCases {

        @Test
        @Timeout(value = 5, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
        void connectsAndWaits() throws Exception {
            connect();
            new CountDownLatch(1).await();
        }
    }

    static class OnceTestCases {

        private static boolean sent;

        @Test
        void connectsTheFirstTime() {
            if (!sent) {
                connect();
            }
            sent = true;
        }
    }

    static class FloodTestCases {

        @Test
        void sendsToEveryPort() throws Exception {
            try (DatagramSocket socket = new DatagramSocket()) {
                for (String address : new String[] {"10.0.0.2", "10.0.0.3"}) {
                    for (int port = 1000; port < 51_000; port++) {
                        socket.send(new DatagramPacket(new byte[1], 1, InetAddress.getByName(address), port));
                    }
                }
            }
        }
    }

    static class StayingTestCases {
        @Test
        void test() {}
    }
}
