package io.github.netnsjunit.lab.leak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.netnsjunit.lab.Addition;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.listing.LeftProcess;
import io.github.netnsjunit.process.NamespaceProcess;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeftProcessesTests {

    private static final Topology TWO = Topology.of(Namespace.of("red_ns"), Namespace.of("blue_ns"));

    /** Starts a program in a session of its own, as daemons do, prints its id and exits. */
    private static final String DAEMON = "setsid sleep 1000 > /dev/null 2>&1 & echo daemon $!";

    private Lab lab;
    private NetworkNamespace blue;

    @BeforeEach
    void make() {
        lab = Lab.create(TWO);
        blue = lab.namespace("blue_ns");
    }

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void aProgramOfAProcessBuilderIsNamedAndEnded() throws Exception {
        Process sleep = blue.call(() -> new ProcessBuilder("sleep", "1000").start());
        assertThat(lab.leftProcesses()).containsExactly(new LeftProcess("blue_ns", sleep.pid(), "sleep 1000"));
        assertThat(lab.leftProcesses()).hasToString("[process " + sleep.pid() + " [sleep 1000] in blue_ns]");
        lab.close();
        assertThat(sleep.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aDaemonIsNamedAndEnded() {
        NamespaceProcess shell = blue.start("sh", "-c", DAEMON);
        shell.awaitExit();
        ProcessHandle daemon = daemonOf(shell);
        assertThat(lab.leftProcesses()).containsExactly(new LeftProcess("blue_ns", daemon.pid(), "sleep 1000"));
        lab.close();
        assertThat(inNamespaces(daemon)).isFalse();
    }

    /** It may keep the lab's network alive, and has a copy of the lab's mounts at least. */
    @ParameterizedTest
    @ValueSource(
            strings = {"--net", "--net --mount", "--net --uts", "--net --mount --uts", "--net --mount --uts --ipc"})
    void aDaemonWithANetworkOfItsOwnIsNamedAndEnded(String namespaces) {
        NamespaceProcess shell = blue.start(
                "sh", "-c", "setsid unshare " + namespaces + " sleep 1000 > /dev/null 2>&1 & echo daemon $!");
        shell.awaitExit();
        ProcessHandle daemon = daemonOf(shell);
        assertThat(lab.leftProcesses()).containsExactly(new LeftProcess("blue_ns", daemon.pid(), "sleep 1000"));
        lab.close();
        assertThat(inNamespaces(daemon)).isFalse();
    }

    @Test
    void aDaemonIsEndedWithTheNamespaceThatIsClosedByHand() {
        NamespaceProcess shell = blue.start("sh", "-c", DAEMON);
        shell.awaitExit();
        ProcessHandle daemon = daemonOf(shell);
        blue.close();
        assertThat(inNamespaces(daemon)).isFalse();
    }

    @Test
    void aDaemonIsEndedWithTheAdditionThatMadeItsNamespace() {
        ProcessHandle daemon;
        try (Addition green = lab.add(Namespace.of("green_ns"))) {
            assertThat(green.parts()).hasSize(1);
            NamespaceProcess shell = lab.namespace("green_ns").start("sh", "-c", DAEMON);
            shell.awaitExit();
            daemon = daemonOf(shell);
        }
        assertThat(inNamespaces(daemon)).isFalse();
    }

    @Test
    void aProgramThatWasStartedProperlyIsNotLeft() {
        blue.start("sh", "-c", "sleep 1000 & echo child; wait").awaitOutput("child");
        assertThat(lab.leftProcesses()).isEmpty();
    }

    @Test
    void theSandboxOfAProgramThatWasStartedProperlyIsNotLeft() {
        blue.start("sh", "-c", "unshare --net --mount --uts setsid sh -c 'echo child; exec sleep 1000' & wait")
                .awaitOutput("child");
        assertThat(lab.leftProcesses()).isEmpty();
    }

    @Test
    void aProgramOutsideIsNotTouched() throws Exception {
        Process outside = new ProcessBuilder("sleep", "1000").start();
        try {
            assertThat(lab.leftProcesses()).isEmpty();
            lab.close();
            assertThat(outside.isAlive()).isTrue();
        } finally {
            outside.destroyForcibly();
        }
    }

    @Test
    void aProgramInANamespaceThatIsOnlyOpenedIsNotTouched() throws Exception {
        Process sleep = blue.call(() -> new ProcessBuilder("sleep", "1000").start());
        try (NetworkNamespace opened = NetworkNamespace.ofProcess(sleep.pid())) {
            assertThat(opened.<Integer>call(() -> 42)).isEqualTo(42);
        }
        assertThat(sleep.isAlive()).isTrue();
    }

    @Test
    void nobodyIsAskedOnceTheLabIsClosed() {
        lab.close();
        assertThatThrownBy(() -> lab.leftProcesses()).isInstanceOf(IllegalStateException.class);
    }

    /** Returns the daemon when it has left the group of the shell that started it. */
    private static ProcessHandle daemonOf(NamespaceProcess shell) {
        long pid = Long.parseLong(shell.output().replaceAll("(?s).*daemon (\\d+).*", "$1"));
        await("setsid to become sleep")
                .until(() ->
                        Files.readString(Path.of("/proc/" + pid + "/cmdline")).startsWith("sleep"));
        return ProcessHandle.of(pid).orElseThrow();
    }

    /** Whether a process has not ended. Nobody may have collected its exit code yet, so it may still have its id. */
    private static boolean inNamespaces(ProcessHandle process) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/ns/net"))
                    .toString()
                    .startsWith("net:");
        } catch (IOException ended) {
            return false;
        }
    }
}
