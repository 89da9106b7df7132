package io.github.netnsjunit.lab.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.netnsjunit.lab.FailingLibc;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.LiveLab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.process.NamespaceProcess;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class NamespaceProcessTests extends LiveLab {

    @Override
    protected Topology topology() {
        return Topology.of(Namespace.of("blue_ns"), Namespace.of("red_ns"));
    }

    @Test
    void runsInsideAndKeepsItsOutput() throws Exception {
        NamespaceProcess process = blue.start("sh", "-c", "readlink /proc/self/ns/net; echo wrong >&2; exit 3");
        assertThat(process.awaitExit()).isEqualTo(3);
        assertThat(process.exitCode()).isEqualTo(3);
        assertThat(process.isAlive()).isFalse();
        assertThat(process.output())
                .isEqualTo(blue.call(() -> Files.readSymbolicLink(Path.of("/proc/thread-self/ns/net"))) + "\nwrong\n");
        assertThat(process.command()).startsWith("sh", "-c");
    }

    @Test
    void hasAnEnvironmentAndADirectory(@TempDir Path directory) {
        NamespaceProcess process = blue.process("sh", "-c", "pwd; echo $COLOUR; read line; echo end")
                .environment("COLOUR", "blue")
                .directory(directory)
                .start();
        assertThat(process.awaitExit()).isZero();
        assertThat(process.output()).isEqualTo(directory + "\nblue\nend\n");
    }

    /** The shell that starts the program would drop the first variable and set the others itself. */
    @ParameterizedTest
    @ValueSource(strings = {"spring.profile", "COLOUR", "IFS", "OLDPWD", "OPTIND", "PPID", "PWD", "PS1", "_"})
    void hasEveryVariableThatIsSet(String name) {
        NamespaceProcess process =
                blue.process("env").environment(name, "a test").start();
        assertThat(process.awaitExit()).isZero();
        assertThat(process.output().lines()).contains(name + "=a test");
    }

    @Test
    void hasTheEnvironmentOfThisProcessAndItsOwnDirectory(@TempDir Path directory) {
        Map<String, String> expected = new TreeMap<>(System.getenv());
        expected.put("PWD", directory.toString());
        NamespaceProcess process =
                blue.process("env", "--null").directory(directory).start();
        assertThat(process.awaitExit()).isZero();
        assertThat(process.output().split("\0"))
                .containsExactlyInAnyOrder(expected.entrySet().stream()
                        .map(variable -> variable.getKey() + "=" + variable.getValue())
                        .toArray(String[]::new));
    }

    @Test
    void isNotStartedFromADirectory() {
        assertThatThrownBy(() -> blue.start("/tmp"))
                .isInstanceOf(LabException.class)
                .hasMessage("namespace [blue_ns]: the program [/tmp] is a directory");
    }

    /** The path is only for the program. The tools that start it, nsenter and setsid, are found elsewhere. */
    @Test
    void mayHaveItsOwnPath(@TempDir Path directory) throws IOException {
        Path tool = Files.writeString(directory.resolve("netns-tool"), "#!/bin/sh\necho \"on $PATH\"\n");
        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwx------"));
        NamespaceProcess process = blue.process("netns-tool")
                .environment("PATH", directory.toString())
                .start();
        process.awaitExit();
        assertThat(process.output()).isEqualTo("on " + directory + "\n");
        assertThat(process.exitCode()).isZero();
    }

    @Test
    void isAwaited() {
        NamespaceProcess server = blue.startJava(Server.class, "8080");
        server.awaitListening(8080, Duration.ofMinutes(1)).awaitOutput("ready on \\d+", Duration.ofMinutes(1));
        assertThat(blue.listeningPorts()).containsExactly(8080);
        assertThatIllegalStateException().isThrownBy(server::exitCode).withMessageContaining("has not exited");
        assertThatThrownBy(() -> server.awaitListening(8081, Duration.ofMillis(50)))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("listens on port 8081, but it still runs after 50 ms")
                .hasMessageContaining("ready on 8080");
        assertThatThrownBy(() -> server.awaitExit(Duration.ofMillis(50)))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("exits, but it still runs");
        assertThatIllegalArgumentException().isThrownBy(() -> server.awaitListening(0));
    }

    /** Run in another Java process. */
    static final class Server {
        private Server() {}

        public static void main(String[] arguments) throws Exception {
            try (ServerSocket server =
                    new ServerSocket(Integer.parseInt(arguments[0]), 1, InetAddress.getLoopbackAddress())) {
                System.out.println("ready on " + server.getLocalPort());
                server.accept().close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE, Long.MAX_VALUE / 1_000_000_000})
    void isAwaitedForEver(long seconds) {
        Duration ever = Duration.ofSeconds(seconds);
        NamespaceProcess server = blue.process(JavaCommand.of(Server.class, "8080"))
                .environment("JAVA_TOOL_OPTIONS", "-Xrs") // SIGTERM ends it at once, also on a slow machine
                .start();
        server.awaitListening(8080, ever).awaitOutput("ready", ever).close();
        assertThat(server.awaitExit(ever)).isEqualTo(128 + 15);
        assertThatThrownBy(() -> server.awaitOutput("no such", ever)).hasMessageContaining("it exited with 143");
        assertThatThrownBy(() -> server.awaitListening(8080, ever)).hasMessageContaining("it exited with 143");
    }

    @Test
    void isNotAwaitedIfTheTimeoutIsNegative() {
        Duration before = Duration.ofSeconds(Long.MIN_VALUE);
        NamespaceProcess process = blue.start("sleep", "1000");
        assertThatThrownBy(() -> process.awaitOutput("no such", before)).hasMessageContaining("it still runs");
        assertThatThrownBy(() -> process.awaitListening(8080, before)).hasMessageContaining("it still runs");
        assertThatThrownBy(() -> process.awaitExit(before)).hasMessageContaining("it still runs");
    }

    @Test
    void isNotAwaitedAfterItExited() {
        NamespaceProcess process = blue.start("sh", "-c", "echo no such file; exit 2");
        assertThatThrownBy(() -> process.awaitListening(8080, Duration.ofSeconds(20)))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("in namespace blue_ns listens on port 8080, but it exited with 2")
                .hasMessageContaining("no such file");
        assertThatThrownBy(() -> process.awaitOutput("ready", Duration.ofSeconds(20)))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("prints [ready], but it exited with 2");
    }

    /**
     * The output is longer than 4096 characters. Its first and last words are computed, because the message also contains the command,
     * which must not match.
     */
    @Test
    void isReportedWithTheEndOfItsLongOutput() {
        NamespaceProcess process =
                blue.start("sh", "-c", "echo begin $((40 + 1)); seq 3000; echo end $((40 + 2)); exit 2");
        assertThatThrownBy(() -> process.awaitOutput("ready"))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("it exited with 2")
                .hasMessageContaining("  3000" + System.lineSeparator() + "  end 42")
                .message()
                .doesNotContain("begin 41")
                .hasSizeBetween(4096, 3 * 4096); // each short line is indented
        assertThat(process.output()).startsWith("begin 41\n").endsWith("end 42\n");
    }

    @Test
    void isNotStartedIfTheProgramOrDirectoryDoesNotExist() {
        assertThatThrownBy(() -> blue.start("no-such-program"))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("namespace [blue_ns]: there is no program [no-such-program] on the PATH");
        assertThatThrownBy(() ->
                        blue.process("true").directory(Path.of("/no/such")).start())
                .isInstanceOf(LabException.class)
                .hasMessageContaining("no directory [/no/such]");
        assertThatIllegalArgumentException().isThrownBy(() -> blue.start());
    }

    @Test
    void isNotStartedIfItIsNotExecutable(@TempDir Path directory) throws IOException {
        Path script = Files.writeString(directory.resolve("script.sh"), "#!/bin/sh\n");
        String message = "namespace [blue_ns]: the program [" + script + "] is not executable: chmod +x it";
        assertThatThrownBy(() -> blue.start(script.toString()))
                .isInstanceOf(LabException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> blue.process("script.sh")
                        .environment("PATH", directory.toString())
                        .start())
                .isInstanceOf(LabException.class)
                .hasMessage(message);
    }

    @Test
    void isStartedByAnInterruptedThreadToo() {
        Thread.currentThread().interrupt();
        NamespaceProcess process = blue.start("sleep", "1000");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(process.isAlive()).isTrue();
    }

    @Test
    void isNotStartedIfTheNamespaceClosesMeanwhile() {
        FailingLibc library = new FailingLibc();
        try (Lab closing = library.lab(Topology.of(Namespace.of("blue_ns")))) {
            NetworkNamespace namespace = closing.namespace("blue_ns");
            library.before(
                    "mount",
                    () -> beginClose(namespace)); // start() mounts the private views before it starts a program
            assertThatIllegalStateException()
                    .isThrownBy(() -> namespace.start("sleep", "1000"))
                    .withMessage("namespace [blue_ns] is closed");
        }
    }
}
