package io.github.netnsjunit.holds;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.github.netnsjunit.jupiter.Hermetic;
import io.github.netnsjunit.lab.NetworkNamespace;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/**
 * Gradle's workers, and the runners of IntelliJ and Eclipse, run tests so: a Java process uses JUnit's launcher, and talks to the one that
 * started it by a TCP connection that is older than the session. Parameters are system properties.
 */
class LauncherWorkerTests {

    @ParameterizedTest
    @ValueSource(strings = {"shared", "hermetic"})
    void aWorkerRunsTestsAndAnswersByItsOlderConnection(String jvm) throws Exception {
        try (ServerSocket parent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            parent.setSoTimeout(60_000);
            CompletableFuture<String> worker = CompletableFuture.supplyAsync(() -> output(parent.getLocalPort(), jvm));
            try (Socket connection = parent.accept();
                    PrintStream out = new PrintStream(connection.getOutputStream(), true, StandardCharsets.UTF_8);
                    BufferedReader in = new BufferedReader(
                            new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
                connection.setSoTimeout(60_000);
                out.println(HermeticTestCases.class.getName());
                assertThat(in.readLine()).isEqualTo("1 passed, 1 failed");
                out.println(HermeticTestCases.class.getName()); // the next class comes later, in the same session
                assertThat(in.readLine()).isEqualTo("1 passed, 1 failed");
            }
            assertThat(worker.get()).doesNotContain("WARNING: A restricted method");
        }
    }

    private static String output(int port, String jvm) {
        try {
            return ChildJvm.of(Worker.class, Integer.toString(port))
                    .with("-Dnetns.junit.leaks=fail", "-Dnetns.junit.jvm=" + jvm)
                    .output();
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** The worker. */
    static final class Worker {

        private Worker() {}

        public static void main(String[] arguments) throws Exception {
            try (Socket parent = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
                    LauncherSession session = LauncherFactory.openSession();
                    PrintStream out = new PrintStream(parent.getOutputStream(), true, StandardCharsets.UTF_8);
                    BufferedReader in = new BufferedReader(
                            new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))) {
                for (String name = in.readLine(); name != null; name = in.readLine()) {
                    SummaryGeneratingListener listener = new SummaryGeneratingListener();
                    session.getLauncher()
                            .execute(
                                    LauncherDiscoveryRequestBuilder.request()
                                            .selectors(selectClass(Class.forName(name)))
                                            .build(),
                                    listener);
                    out.println(listener.getSummary().getTestsSucceededCount() + " passed, "
                            + listener.getSummary().getTestsFailedCount() + " failed");
                }
            }
        }
    }

    @Hermetic
    static class HermeticTestCases {

        @Test
        void listens(NetworkNamespace hermetic) throws Exception {
            try (ServerSocket server = new ServerSocket(8080)) {
                assertThat(hermetic).isListeningOn(server.getLocalPort());
            }
        }

        /** Fails if the system property counts. */
        @Test
        void leavesAThread() {
            Thread left = new Thread(
                    () -> {
                        while (!Thread.currentThread().isInterrupted()) {
                            LockSupport.park();
                        }
                    },
                    "left");
            left.setDaemon(true);
            left.start();
        }
    }
}
