package io.github.netnsjunit.lab.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.LiveLab;
import io.github.netnsjunit.process.ExecResult;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A program that is run to its end by one call. */
@Timeout(30)
class ExecTests extends LiveLab {

    @Override
    protected Topology topology() {
        return Topology.of(Namespace.of("blue_ns"));
    }

    @Test
    void itRunsInsideAndTellsItsExitCodeAndOutput() throws Exception {
        String network = blue.call(() -> Files.readSymbolicLink(Path.of("/proc/thread-self/ns/net")))
                .toString();
        assertThat(blue.exec("readlink", "/proc/self/ns/net"))
                .isEqualTo(new ExecResult(List.of("readlink", "/proc/self/ns/net"), 0, network + "\n"));
        ExecResult failed = blue.exec("sh", "-c", "echo out; echo err >&2; exit 3");
        assertThat(failed.exitCode()).isEqualTo(3);
        assertThat(failed.output()).isEqualTo("out\nerr\n");
        assertThat(blue.exec("sh", "-c", "kill -9 $$").exitCode()).isEqualTo(128 + 9);
        assertThat(blue.exec("cat").output()).isEmpty(); // its input is empty
    }

    @Test
    void itMayHaveAnEnvironmentAndADirectory(@TempDir Path directory) {
        assertThat(blue.process("sh", "-c", "echo $COLOUR; pwd")
                        .environment("COLOUR", "blue")
                        .directory(directory)
                        .exec()
                        .output())
                .isEqualTo("blue\n" + directory + "\n");
    }

    @Test
    void allOfALongOutputIsThere() {
        assertThat(blue.exec("seq", "100000").output().lines()).hasSize(100_000).endsWith("100000");
    }

    @Test
    void itIsEndedWhenItsTimeIsOver() {
        String script = "echo the process is $$; exec sleep 1000";
        Throwable refusal =
                catchThrowable(() -> blue.process("sh", "-c", script).exec(Duration.ofMillis(500)));
        assertThat(refusal)
                .isInstanceOf(LabException.class)
                .hasMessageContaining("exits, but it still runs after 500 ms")
                .hasMessageContaining("the process is ");
        long pid = Long.parseLong(refusal.getMessage().replaceAll("(?s).*the process is (\\d+).*", "$1"));
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void itIsEndedWhenTheThreadIsInterrupted(@TempDir Path directory) throws Exception {
        Path begun = directory.resolve("begun");
        AtomicReference<Throwable> refusal = new AtomicReference<>();
        Thread waiter = new Thread(() -> {
            refusal.set(catchThrowable(() -> blue.process("sh", "-c", "echo $$ >" + begun + "; exec sleep 1000")
                    .exec(Duration.ofMinutes(10))));
            assertThat(Thread.interrupted()).isTrue();
        });
        waiter.start();
        await("the start").until(() -> Files.exists(begun) && Files.size(begun) > 1);
        waiter.interrupt();
        waiter.join();
        assertThat(refusal.get()).isInstanceOf(LabException.class).hasCauseInstanceOf(InterruptedException.class);
        long pid = Long.parseLong(Files.readString(begun).strip());
        await("its end").until(() -> new ProcessGroup(pid).size() == 0);
    }

    @Test
    void whatItLeavesRunningIsEnded() {
        ExecResult result = blue.exec("sh", "-c", "sleep 1000 >/dev/null 2>&1 & echo $$");
        ProcessGroup group = new ProcessGroup(Long.parseLong(result.output().strip()));
        await("the end of the child").until(() -> group.size() == 0);
    }

    @Test
    void aProgramThatDoesNotExistIsNamed() {
        assertThatThrownBy(() -> blue.exec("no-such-program"))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("there is no program [no-such-program]");
        assertThatIllegalArgumentException().isThrownBy(() -> blue.exec());
    }
}
