package io.github.netnsjunit.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class NamespaceProcessTests {

    private Lab lab;
    private NetworkNamespace blue;

    @BeforeEach
    void create() {
        lab = Lab.create(
                Topology.builder().namespace("blue_ns").namespace("red_ns").build());
        blue = lab.namespace("blue_ns");
    }

    @AfterEach
    void close() {
        lab.close();
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

    /** A shell on the way to it would drop one, and set the others. */
    @ParameterizedTest
    @ValueSource(strings = {"spring.profile", "COLOUR", "IFS", "OLDPWD", "OPTIND", "PPID", "PWD", "PS1", "_"})
    void hasWhatIsSetInItsEnvironment(String name) {
        NamespaceProcess process =
                blue.process("env").environment(name, "a test").start();
        assertThat(process.awaitExit()).isZero();
        assertThat(process.output().lines()).contains(name + "=a test");
    }

    @Test
    void hasTheEnvironmentOfThisProcessInADirectoryOfItsOwn(@TempDir Path directory) {
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
    void isNoDirectory() {
        assertThatThrownBy(() -> blue.start("/tmp"))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("there is no program [/tmp]");
        assertThatThrownBy(() -> blue.start("")).isInstanceOf(LabException.class);
    }

    /** It is for what is started alone: nsenter and setsid, which start it, stand elsewhere. */
    @Test
    void hasAPathOfItsOwn(@TempDir Path directory) throws IOException {
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
        server.awaitListening(8080).awaitOutput("ready on \\d+");
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

    /** Started as a program of its own. */
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

    @Test
    void failsAtOnceIfItExitsBeforeWhatIsAwaited() {
        NamespaceProcess process = blue.start("sh", "-c", "echo no such file; exit 2");
        assertThatThrownBy(() -> process.awaitListening(8080, Duration.ofSeconds(20)))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("in namespace blue_ns listens on port 8080, but it exited with 2")
                .hasMessageContaining("no such file");
        assertThatThrownBy(() -> process.awaitOutput("ready", Duration.ofSeconds(20)))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("prints [ready], but it exited with 2");
    }

    /** Of more than 4 KiB; the words are computed, because the command is in the message too. */
    @Test
    void failsWithTheEndOfALongOutput() {
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
    void isNotStartedFromWhatIsNotThere() {
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
    void isNotStartedFromWhatMayNotBeExecuted(@TempDir Path directory) throws IOException {
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
    void endsWithItsChildren() {
        NamespaceProcess process =
                blue.start("sh", "-c", "sleep 1000 & echo child $!; sleep 1000").awaitOutput("child \\d+\n");
        long child = Long.parseLong(process.output().replaceAll("\\D", ""));
        assertThat(ProcessHandle.of(child)).isPresent();
        process.close();
        assertThat(process.isAlive()).isFalse();
        awaitEnd(child);
        process.close();
    }

    /** All of them are asked at once, and have the same three seconds: one after the other they would take twelve. */
    @Test
    void endsWithTheLabEvenIfItIgnoresTheAsking() {
        List<NamespaceProcess> stubborn = lab.namespaces().stream()
                .flatMap(namespace -> Stream.of(namespace, namespace))
                .map(namespace ->
                        namespace.start("sh", "-c", "trap 'echo asked' TERM; echo ready; while :; do sleep 1; done"))
                .toList();
        stubborn.forEach(process -> process.awaitOutput("ready"));
        CompletableFuture<?>[] ends = stubborn.stream()
                .map(process -> ProcessHandle.of(process.pid()).orElseThrow().onExit())
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture<List<String>> saidByTheFirstEnd = CompletableFuture.anyOf(ends)
                .thenApply(
                        first -> stubborn.stream().map(NamespaceProcess::output).toList());
        long began = System.nanoTime();
        lab.close();
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isBetween(Duration.ofSeconds(3), Duration.ofSeconds(2 * 3));
        assertThat(saidByTheFirstEnd.join()).hasSize(4).allMatch(said -> said.contains("asked"));
        assertThat(stubborn).hasSize(4).noneMatch(NamespaceProcess::isAlive);
        assertThat(stubborn).extracting(NamespaceProcess::exitCode).containsOnly(128 + 9);
    }

    /** SIGTERM, which a program can act on, comes before SIGKILL, which it cannot; and it comes to the whole group. */
    @Test
    void isAskedToEndWithTheLabAndMaySayGoodbye() {
        String child = "trap \"echo child says bye; exit 0\" TERM; echo ready; sleep 1000 & wait";
        NamespaceProcess polite = blue.start(
                        "sh", "-c", "trap 'wait; echo bye; exit 0' TERM; sh -c '" + child + "' & wait")
                .awaitOutput("ready");
        lab.close();
        assertThat(polite.output()).isEqualTo("ready\nchild says bye\nbye\n");
        assertThat(polite.exitCode()).isZero();
    }

    @Test
    void hasChildrenThatMaySayGoodbyeAfterItsOwnEnd() {
        String child = "trap \"sleep 0.2; echo bye; exit 0\" TERM; echo ready; sleep 1000 & wait";
        NamespaceProcess launcher = blue.start("sh", "-c", "sh -c '" + child + "' & exit 3");
        assertThat(launcher.awaitOutput("ready").awaitExit()).isEqualTo(3);
        lab.close();
        assertThat(launcher.output()).isEqualTo("ready\nbye\n");
    }

    @Test
    void endsThoughItPrintsOnAndIsWaitedFor() throws InterruptedException {
        NamespaceProcess talker = blue.start("yes").awaitOutput("(y\n){100}");
        AtomicReference<Throwable> refusal = new AtomicReference<>();
        Thread waiter = new Thread(() -> refusal.set(catchThrowable(() -> talker.awaitOutput("no such"))));
        waiter.start();
        long began = System.nanoTime();
        lab.close();
        waiter.join();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
        assertThat(refusal.get())
                .isInstanceOf(LabException.class)
                .hasMessageContaining("prints [no such], but it exited with 143");
    }

    /** The leader of the group ends as it is asked; what it leaves behind is ended by force. */
    @Test
    void endsWithTheLabTogetherWithAChildThatIgnoresTheAsking() {
        NamespaceProcess parent = blue.start(
                        "sh", "-c", "sh -c 'trap \"\" TERM; echo child $$; exec sleep 1000' & wait")
                .awaitOutput("child \\d+\n");
        long child = Long.parseLong(parent.output().replaceAll("\\D", ""));
        assertThat(hasEnded(child)).isFalse();
        lab.close();
        assertThat(parent.exitCode()).isEqualTo(128 + 15);
        await("the end of the child " + child).until(() -> hasEnded(child));
    }

    /** Whether it is gone or a zombie, which nobody but its parent can have gone (proc_pid_stat(5)). */
    private static boolean hasEnded(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) == 'Z';
        } catch (IOException gone) {
            return true;
        }
    }

    /** Many times, because its reader may win the race. */
    @Test
    void keepsWhatItPrintsAtItsEnd() {
        String script = "trap 'printf %060000d 7; exit 0' TERM; echo ready; sleep 1000 & wait";
        for (int i = 0; i < 50; i++) {
            NamespaceProcess process = blue.start("sh", "-c", script).awaitOutput("ready");
            process.close();
            assertThat(process.output()).hasSize("ready\n".length() + 60_000);
        }
    }

    /** As a launcher script does: what it started is awaited, and ends with the lab. */
    @Test
    void keepsWhatItsChildrenPrintAfterItsOwnEnd() {
        NamespaceProcess launcher =
                blue.start("sh", "-c", "sh -c 'while :; do echo child $$; sleep 0.1; done' & exit 3");
        assertThat(launcher.awaitExit()).isEqualTo(3);
        launcher.awaitOutput("(child \\d+\n){10}");
        long child = Long.parseLong(
                launcher.output().lines().findFirst().orElseThrow().replaceAll("\\D", ""));
        assertThat(hasEnded(child)).isFalse();
        assertThatThrownBy(() -> launcher.awaitOutput("no such", Duration.ofMillis(50)))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("it exited with 3, and what it left running did not within 50 ms")
                .hasMessageContaining("child " + child);
        lab.close();
        awaitEnd(child);
    }

    @Test
    void isAwaitedAfterItsOwnEnd() {
        List<String> launcher = new ArrayList<>(List.of("sh", "-c", "\"$@\" >/dev/null 2>&1 & exit 3", "sh"));
        launcher.addAll(List.of(NamespaceProcesses.javaCommand(Server.class, "8080")));
        NamespaceProcess launched = blue.start(launcher.toArray(String[]::new));
        assertThat(launched.awaitListening(8080).exitCode()).isEqualTo(3);
    }

    /** A lab may start thousands. */
    @Test
    void holdsNothingOnceItsGroupHasEnded() {
        List<NamespaceProcess> ended =
                Stream.generate(() -> blue.start("/bin/true")).limit(20).toList();
        assertThat(ended).extracting(NamespaceProcess::awaitExit).containsOnly(0);
        await("the end of the groups")
                .until(() -> ended.stream().allMatch(each -> new ProcessGroup(each.pid()).size() == 0));
        await("the end of what holds their pipes")
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .extracting(Thread::getName)
                        .doesNotContain("netns blue_ns output of /bin/true"));
    }

    /** A program that left the group holds its output. */
    @Test
    void endsWhileItsOutputIsHeldByWhatLeftItsGroup() {
        NamespaceProcess process = blue.start("/bin/sh", "-c", "setsid sleep 1000 & echo $!; exec sleep 1000")
                .awaitOutput("\\d+\n");
        ProcessHandle stray =
                ProcessHandle.of(Long.parseLong(process.output().strip())).orElseThrow();
        await("its own group").until(() -> new ProcessGroup(stray.pid()).isLed());
        try {
            process.close();
            assertThat(process.isAlive()).isFalse();
            await("the end of its reader")
                    .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                            .extracting(Thread::getName)
                            .doesNotContain("netns blue_ns output of /bin/sh"));
        } finally {
            stray.destroyForcibly();
        }
    }

    @Test
    void holdsPipesThatNoChildOfThisProcessInherits() throws IOException {
        NamespaceProcess process = blue.start("sleep", "1000");
        String watched = Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "fd", "1"))
                .toString();
        Process other = new ProcessBuilder("ls", "-l", "/proc/self/fd").start();
        assertThat(new String(other.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                .contains("pipe:")
                .doesNotContain(watched);
    }

    @Test
    void isStartedByAnInterruptedThreadToo() {
        Thread.currentThread().interrupt();
        NamespaceProcess process = blue.start("sleep", "1000");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(process.isAlive()).isTrue();
    }

    @Test
    void isNotStartedWhereTheNamespaceClosesMeanwhile() {
        FailingLibc library = new FailingLibc();
        try (Lab closing = Lab.create(Topology.builder().namespace("blue_ns").build(), library.libc())) {
            NetworkNamespace namespace = closing.namespace("blue_ns");
            library.before(
                    "mount", namespace::beginClose); // start() mounts the private views before it starts a program
            assertThatIllegalStateException()
                    .isThrownBy(() -> namespace.start("sleep", "1000"))
                    .withMessage("namespace [blue_ns] is closed");
        }
    }

    /** By being asked to: it is ended by force only after its three seconds. */
    @RepeatedTest(10)
    void endsAtOnceWhereItWasJustStarted() {
        NamespaceProcess process = blue.start("sleep", "1000");
        process.close();
        assertThat(process.exitCode()).isEqualTo(128 + 15);
    }

    private static void awaitEnd(long pid) {
        await("the end of process " + pid)
                .until(() ->
                        ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
    }
}
