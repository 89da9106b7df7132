package io.github.netnsjunit.jupiter.launcher.hermetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.github.netnsjunit.holds.ChildJvm;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.process.ExecResult;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a suite with {@code netns.junit.jvm=hermetic} sends towards the outside, and what is told of it. */
@NetNamespace("machine")
@NetNamespace("internet")
@VethPair(
        left = @VethEnd(namespace = "machine", name = "eth0", address = "10.0.0.1/24"),
        right = @VethEnd(namespace = "internet", name = "eth0", address = "10.0.0.2/24"))
class EgressTests {

    /** A program that sends a datagram, so that no thread of the JVM does. */
    private static final String SEND =
            "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('10.0.0.2', 5000))";

    private static final String HERMETIC = "-Dnetns.junit.jvm=hermetic";

    @NetNamespace("machine")
    private NetworkNamespace machine;

    @Test
    void aSummaryTellsWhichTestsTriedToLeaveAndHow() {
        ExecResult ended = run(HERMETIC, SendingTestCases.class);
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        assertThat(ended.output())
                .contains("These tests sent something towards the outside, which nobody got:")
                .contains(SendingTestCases.class.getName() + ".connects()")
                .contains("    - TCP to 10.0.0.2:8080, by thread [")
                .contains("at " + SendingTestCases.class.getName() + ".connects(EgressTests.java:")
                .contains(SendingTestCases.class.getName() + ".connectsIpv6()")
                .contains("    - TCP to [2001:db8:ffff::2]:8080, by thread [")
                .contains(SendingTestCases.class.getName() + ".looksUp()")
                .contains("    - DNS query for www.example.org")
                .contains("    - UDP to 10.0.0.2:5000")
                .contains("With netns.junit.egress=fail every such test fails")
                .doesNotContain("staysInside");
    }

    /** Kernels before 6.5 may deliver what nobody waits for after its test. */
    @Test
    void eachTestThatTriedFailsIfWanted() {
        ExecResult ended = run(HERMETIC + " -Dnetns.junit.egress=fail", SendingTestCases.class);
        assertThat(ended.exitCode()).as(ended.output()).isEqualTo(1);
        assertThat(ended.output())
                .containsPattern("\\[ +[345] tests failed +]")
                .contains("AssertionFailedError: sent something towards the outside, which nobody got:")
                .contains("methodName = 'connects'", "methodName = 'connectsIpv6'", "methodName = 'looksUp'");
    }

    @Test
    void aTestThatIsRunAgainAndSendsAgainFailsAgain() {
        ExecResult ended = run(HERMETIC + " -Dnetns.junit.egress=fail", ConnectingTestCases.class, "--again");
        assertThat(ended.exitCode()).as(ended.output()).isEqualTo(1);
        assertThat(ended.output()).contains("[         1 tests failed          ]");
    }

    /** The only test that runs then is that of another class. */
    @Test
    void whatTheBeginningOfAClassSendsIsNotBlamedOnAnotherClass() {
        ExecResult ended = run(
                HERMETIC + " -Dnetns.junit.egress=fail",
                SlowBeginningTestCases.class,
                SlowBeginningTestCases.OtherTestCases.class.getName());
        assertThat(ended.exitCode()).as(ended.output()).isEqualTo(1);
        assertThat(ended.output())
                .contains("class " + SlowBeginningTestCases.class.getName())
                .contains("[         2 tests successful      ]")
                .contains("[         0 tests failed          ]");
    }

    @Test
    void aSenderThatNeverStopsDoesNotKeepTheRun() {
        ExecResult ended = run(HERMETIC, FloodingTestCases.class);
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        assertThat(ended.output()).contains("    - UDP to 10.0.0.2:5000");
    }

    @Test
    void nothingIsHeardIfWanted() {
        ExecResult ended = run(HERMETIC + " -Dnetns.junit.egress=ignore", IgnoredTestCases.class);
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        assertThat(ended.output()).doesNotContain("towards the outside");
    }

    @Test
    void aTestInParallelIsToldFromItsNeighboursByItsStack() {
        ExecResult ended = run(HERMETIC + " -Dnetns.junit.egress=fail", ParallelTestCases.class);
        assertThat(ended.output())
                .contains("[         1 tests successful      ]")
                .contains("[         1 tests failed          ]")
                .contains(ParallelTestCases.class.getName() + ".connects()");
        assertThat(ended.exitCode()).isEqualTo(1);
    }

    /** Two tests run at once, and no thread of the JVM has sent it. */
    @Test
    void theRunFailsIfNoSingleTestCanBeBlamed() {
        ExecResult ended = run(HERMETIC + " -Dnetns.junit.egress=fail", DatagramInParallelTestCases.class);
        assertThat(ended.exitCode()).as(ended.output()).isEqualTo(1);
        assertThat(ended.output())
                .contains("Something was sent towards the outside, and no single test could fail for it:")
                .contains("one of " + DatagramInParallelTestCases.class.getName() + ".sends(), or "
                        + DatagramInParallelTestCases.class.getName() + ".staysInside()")
                .contains("    - UDP to 10.0.0.2:5000");
    }

    @Test
    void whatTheBeginningOfAClassSendsFailsTheClass() {
        ExecResult ended = run(HERMETIC + " -Dnetns.junit.egress=fail", BeforeAllTestCases.class);
        assertThat(ended.exitCode()).as(ended.output()).isEqualTo(1);
        assertThat(ended.output())
                .contains("class " + BeforeAllTestCases.class.getName())
                .contains("TCP to 10.0.0.2:8080");
    }

    @Test
    void aSuiteThatStaysInsideIsNotTold() {
        ExecResult ended = run(HERMETIC + " -Dnetns.junit.egress=fail", StayingTestCases.class);
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        assertThat(ended.output()).doesNotContain("towards the outside");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fial", ""})
    void anotherValueFailsTheRun(String value) {
        ExecResult ended = run(HERMETIC + " -Dnetns.junit.egress=" + value, StayingTestCases.class);
        assertThat(ended.exitCode()).isNotZero();
        assertThat(ended.output())
                .contains("The configuration parameter netns.junit.egress has the value [" + value
                        + "]. Set it to one of [warn], [fail], [ignore].");
    }

    private ExecResult run(String options, Class<?> testCases, String... more) {
        ChildJvm suite = HermeticJvmTests.suite(testCases, more).with(options.split(" "));
        return machine.process(suite.command().toArray(String[]::new)).exec(Duration.ofMinutes(2));
    }

    @Execution(ExecutionMode.SAME_THREAD)
    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    static class SendingTestCases {

        @Test
        @Order(1)
        void connects() {
            connect("10.0.0.2");
        }

        @Test
        @Order(2)
        void connectsIpv6() {
            connect("2001:db8:ffff::2");
        }

        @Test
        @Order(3)
        void staysInside() throws Exception {
            try (DatagramSocket socket =
                    new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
                socket.send(new DatagramPacket(new byte[1], 1, socket.getLocalSocketAddress()));
            }
        }

        @Test
        @Order(4)
        void looksUp() {
            assertTimeout(
                    Duration.ofSeconds(9), // without a refusal the C library asks twice, and waits 5 s each time
                    () -> assertThrows(UnknownHostException.class, () -> InetAddress.getAllByName("www.example.org")));
        }

        @Test
        @Order(5)
        void sendsADatagram() throws Exception {
            try (DatagramSocket socket = new DatagramSocket()) {
                socket.send(new DatagramPacket(new byte[1], 1, InetAddress.getByName("10.0.0.2"), 5000));
            }
        }

        @Test
        @Order(6)
        void connectsWithoutWaiting() throws Exception {
            try (SocketChannel channel = SocketChannel.open()) {
                channel.configureBlocking(false);
                channel.connect(new InetSocketAddress("10.0.0.2", 9090));
            }
        }

        private static void connect(String address) {
            assertTimeout(
                    Duration.ofSeconds(30),
                    () -> assertThrows(SocketException.class, () -> new Socket(address, 8080).close()));
        }
    }

    static class IgnoredTestCases {

        @Test
        void theNetworkHasNoRoute() throws Exception {
            assertThat(assertThrows(SocketException.class, () -> new Socket("10.0.0.2", 8080).close()))
                    .hasMessageContaining("Network is unreachable");
            try (var interfaces = Files.list(Path.of("/sys/class/net"))) {
                assertThat(interfaces)
                        .contains(Path.of("/sys/class/net/lo"))
                        .allMatch(each -> !each.endsWith("egress0"));
            }
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    static class ParallelTestCases {

        private static final CompletableFuture<Boolean> OTHER_RUNS = new CompletableFuture<>();
        private static final CompletableFuture<Boolean> SENT = new CompletableFuture<>();

        @Test
        void connects() throws Exception {
            assertThat(OTHER_RUNS.get()).isTrue();
            assertThrows(SocketException.class, () -> new Socket("10.0.0.2", 8080).close());
            SENT.complete(true);
        }

        @Test
        void staysInside() throws Exception {
            OTHER_RUNS.complete(true);
            assertThat(SENT.get()).isTrue();
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    static class DatagramInParallelTestCases {

        private static final CompletableFuture<Boolean> OTHER_RUNS = new CompletableFuture<>();
        private static final CompletableFuture<Boolean> SENT = new CompletableFuture<>();

        @Test
        void sends() throws Exception {
            assertThat(OTHER_RUNS.get()).isTrue();
            Process program = new ProcessBuilder("python3", "-c", SEND).start();
            assertThat(program.waitFor()).isZero();
            SENT.complete(true);
        }

        @Test
        void staysInside() throws Exception {
            OTHER_RUNS.complete(true);
            assertThat(SENT.get()).isTrue();
        }
    }

    static class BeforeAllTestCases {

        @BeforeAll
        static void connect() throws IOException {
            assertThrows(SocketException.class, () -> new Socket("10.0.0.2", 8080).close());
        }

        @Test
        void test() {}
    }

    static class ConnectingTestCases {

        @Test
        void connects() {
            assertThrows(SocketException.class, () -> new Socket("10.0.0.2", 8080).close());
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    static class SlowBeginningTestCases {

        private static final CompletableFuture<Boolean> OTHER_RUNS = new CompletableFuture<>();
        private static final CompletableFuture<Boolean> SENT = new CompletableFuture<>();

        @BeforeAll
        static void connect() throws Exception {
            assertThat(OTHER_RUNS.get()).isTrue();
            assertThrows(SocketException.class, () -> new Socket("10.0.0.2", 8080).close());
            SENT.complete(true);
        }

        @Test
        void test() {}

        @Execution(ExecutionMode.CONCURRENT)
        static class OtherTestCases {

            @Test
            void staysInside() throws Exception {
                OTHER_RUNS.complete(true);
                assertThat(SENT.get()).isTrue();
            }
        }
    }

    static class FloodingTestCases {

        @Test
        void leavesAThreadThatSendsForever() throws Exception {
            CompletableFuture<Boolean> sent = new CompletableFuture<>();
            Thread sender = new Thread(() -> {
                try (DatagramSocket socket = new DatagramSocket()) {
                    DatagramPacket packet = new DatagramPacket(new byte[1], 1, InetAddress.getByName("10.0.0.2"), 5000);
                    while (true) {
                        try {
                            socket.send(packet);
                            sent.complete(true);
                        } catch (IOException refused) {
                            sent.complete(true); // the answer to an earlier one
                        }
                    }
                } catch (IOException failure) {
                    sent.completeExceptionally(failure);
                }
            });
            sender.setDaemon(true);
            sender.start();
            assertThat(sent.get()).isTrue();
        }
    }

    static class StayingTestCases {

        @Test
        void usesItsOwnPorts() throws Exception {
            try (DatagramSocket socket = new DatagramSocket()) {
                socket.send(
                        new DatagramPacket(new byte[1], 1, InetAddress.getLoopbackAddress(), socket.getLocalPort()));
            }
        }
    }
}
