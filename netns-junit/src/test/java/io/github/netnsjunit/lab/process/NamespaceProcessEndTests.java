package io.github.netnsjunit.lab.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.lab.FailingLibc;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.LiveLab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.process.NamespaceProcess;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens to a program and its children when it ends, and when the lab ends. */
@Timeout(30)
class NamespaceProcessEndTests extends LiveLab {

    @Override
    protected Topology topology() {
        return Topology.of(Namespace.of("blue_ns"), Namespace.of("red_ns"));
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

    /** The first has three seconds, and then the others have three seconds together. One after the other would take twelve. */
    @Test
    void endsWithTheLabEvenIfItIgnoresSigterm() {
        List<NamespaceProcess> stubborn = lab.namespaces().stream()
                .flatMap(namespace -> Stream.of(namespace, namespace))
                .map(namespace ->
                        namespace.start("sh", "-c", "trap 'echo asked' TERM; echo ready; while :; do sleep 1; done"))
                .toList();
        stubborn.forEach(process -> process.awaitOutput("ready"));
        long began = System.nanoTime();
        lab.close();
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isBetween(Duration.ofSeconds(2 * 3), Duration.ofSeconds(4 * 3));
        assertThat(stubborn).hasSize(4).extracting(NamespaceProcess::output).allMatch(said -> said.contains("asked"));
        assertThat(stubborn).hasSize(4).noneMatch(NamespaceProcess::isAlive);
        assertThat(stubborn).extracting(NamespaceProcess::exitCode).containsOnly(128 + 9);
    }

    /** The whole group gets SIGTERM before SIGKILL, so that its programs can react. */
    @Test
    void getsSigtermWithItsChildrenBeforeItIsKilled() {
        String child = "trap \"echo child says bye; exit 0\" TERM; echo ready; sleep 1000 & wait";
        NamespaceProcess polite = blue.start(
                        "sh", "-c", "trap 'wait; echo bye; exit 0' TERM; sh -c '" + child + "' & wait")
                .awaitOutput("ready");
        lab.close();
        assertThat(polite.output()).isEqualTo("ready\nchild says bye\nbye\n");
        assertThat(polite.exitCode()).isZero();
    }

    @Test
    void hasChildrenThatGetSigtermAfterItsOwnEnd() {
        String child = "trap \"sleep 0.2; echo bye; exit 0\" TERM; echo ready; sleep 1000 & wait";
        NamespaceProcess launcher = blue.start("sh", "-c", "sh -c '" + child + "' & exit 3");
        assertThat(launcher.awaitOutput("ready").awaitExit()).isEqualTo(3);
        lab.close();
        assertThat(launcher.output()).isEqualTo("ready\nbye\n");
    }

    @Test
    void endsWhileItPrintsAndSomebodyWaitsForItsOutput() throws InterruptedException {
        NamespaceProcess talker = blue.start("yes").awaitOutput("(y\n){100}");
        AtomicReference<Throwable> refusal = new AtomicReference<>();
        Thread waiter = new Thread(() -> refusal.set(catchThrowable(() -> talker.awaitOutput("no such"))));
        waiter.start();
        long began = System.nanoTime();
        lab.close();
        waiter.join();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
        assertThat(refusal.get())
                .isInstanceOf(LabException.class)
                .hasMessageContaining("prints [no such], but it exited with 143");
    }

    /** The leader of the group ends on SIGTERM. Its child does not, and is killed. */
    @Test
    void endsWithTheLabTogetherWithAChildThatIgnoresSigterm() {
        NamespaceProcess parent = blue.start(
                        "sh", "-c", "sh -c 'trap \"\" TERM; echo child $$; exec sleep 1000' & wait")
                .awaitOutput("child \\d+\n");
        long child = Long.parseLong(parent.output().replaceAll("\\D", ""));
        assertThat(hasEnded(child)).isFalse();
        lab.close();
        assertThat(parent.exitCode()).isEqualTo(128 + 15);
        await("the end of the child " + child).until(() -> hasEnded(child));
    }

    /** Whether a process has ended. It may still be listed as a zombie, until its parent has waited for it (proc_pid_stat(5)). */
    private static boolean hasEnded(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) == 'Z';
        } catch (IOException gone) {
            return true;
        }
    }

    /** Tried many times, because usually the reading thread is fast enough anyway. */
    @Test
    void keepsWhatItPrintsAtItsEnd() {
        String script = "trap 'printf %060000d 7; exit 0' TERM; echo ready; sleep 1000 & wait";
        for (int i = 0; i < 50; i++) {
            NamespaceProcess process = blue.start("sh", "-c", script).awaitOutput("ready");
            process.close();
            assertThat(process.output()).hasSize("ready\n".length() + 60_000);
        }
    }

    /** The program is like a launcher script: it starts a child and exits. The child's output is awaited, and the child ends with the lab. */
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
        launcher.addAll(List.of(JavaCommand.of(NamespaceProcessTests.Server.class, "8080")));
        NamespaceProcess launched = blue.start(launcher.toArray(String[]::new));
        assertThat(launched.awaitListening(8080).exitCode()).isEqualTo(3);
    }

    /** A lab may start thousands of programs. */
    @Test
    void usesNothingAfterItsGroupHasEnded() {
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

    /** A program that left the group by setsid holds the output open. */
    @Test
    void endsThoughAProgramThatLeftItsGroupHoldsItsOutput() {
        NamespaceProcess process = blue.start("/bin/sh", "-c", "setsid sleep 1000 & echo $!; exec sleep 1000")
                .awaitOutput("\\d+\n");
        ProcessHandle stray =
                ProcessHandle.of(Long.parseLong(process.output().strip())).orElseThrow();
        await("its own group").until(() -> new ProcessGroup(stray.pid()).hasLeader());
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

    /** If the namespace has its private views already, the first system call of a start opens a pipe of the new process. */
    @Test
    void isKilledIfItsPipesCannotBeOpened() throws Exception {
        FailingLibc fault = new FailingLibc();
        try (Lab failing = fault.lab(Topology.of(Namespace.of("blue_ns")))) {
            NetworkNamespace namespace = failing.namespace("blue_ns");
            namespace.run(() -> {}); // makes the private views
            Set<Long> before = children();
            fault.failCall(1, Errno.ENOMEM);
            assertThatThrownBy(() -> namespace.start("true"))
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("could not start [true]: open: ENOMEM");
            await("the end of what was started")
                    .untilAsserted(() -> assertThat(children()).isSubsetOf(before));
        }
    }

    private static Set<Long> children() {
        return ProcessHandle.current().children().map(ProcessHandle::pid).collect(Collectors.toSet());
    }

    @Test
    void hasPipesThatNoOtherChildOfThisProcessInherits() throws IOException {
        NamespaceProcess process = blue.start("sleep", "1000");
        String watched = Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "fd", "1"))
                .toString();
        Process other = new ProcessBuilder("ls", "-l", "/proc/self/fd").start();
        assertThat(new String(other.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                .contains("pipe:")
                .doesNotContain(watched);
    }

    /** It ends on SIGTERM. It would get SIGKILL three seconds later. */
    @RepeatedTest(10)
    void endsAtOnceIfItWasJustStarted() {
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
