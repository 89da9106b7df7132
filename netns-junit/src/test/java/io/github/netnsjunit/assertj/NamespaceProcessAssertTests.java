package io.github.netnsjunit.assertj;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import io.github.netnsjunit.process.NamespaceProcess;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Assertions about whether a process runs, how it ended, and what it wrote. */
class NamespaceProcessAssertTests extends BlueNetwork {

    @Test
    void shouldDistinguishRunningFromExitedProcesses() {
        NamespaceProcess running = blue.start("sleep", "60");
        assertThat(running).isAlive();
        Assertions.assertThat(failureOf(() -> assertThat(running).hasExited(0))).hasMessageContaining("still running");
        NamespaceProcess failed = blue.start("false");
        assertThat(failed).within(ofSeconds(5)).hasExited(1);
        Assertions.assertThat(failureOf(() -> assertThat(failed).hasExited(0)))
                .hasMessageContaining("exited with code 1");
        Assertions.assertThat(failureOf(() -> assertThat(failed).isAlive())).hasMessageContaining("code 1");
    }

    @Test
    @Timeout(20)
    void shouldNotWaitForWhatCanNoLongerHappen() {
        // GIVEN
        NamespaceProcess failed = blue.start("sh", "-c", "echo oops; exit 1");
        // THEN
        Assertions.assertThat(
                        failureOf(() -> assertThat(failed).within(ofMinutes(1)).hasExited(0)))
                .hasMessageContaining("exited with code 1")
                .hasMessageContaining("oops");
        Assertions.assertThat(
                        failureOf(() -> assertThat(failed).within(ofMinutes(1)).isAlive()))
                .hasMessageContaining("oops");
        Assertions.assertThat(
                        failureOf(() -> assertThat(failed).within(ofMinutes(1)).hasOutputContaining("ready")))
                .hasMessageContaining("oops");
        Assertions.assertThat(
                        failureOf(() -> assertThat(failed).within(ofMinutes(1)).hasOutputMatching("ready")))
                .hasMessageContaining("oops");
    }

    @Test
    void shouldWaitForTheOutputOfAChildAfterTheProcessHasEnded() {
        NamespaceProcess leader = blue.start("sh", "-c", "(sleep 0.5; echo late [) & exit 1");
        assertThat(leader).within(ofSeconds(20)).hasExited(1).hasOutputContaining("late [");
    }

    @Test
    void shouldStopWaitingWhenInterrupted() {
        NamespaceProcess running = blue.start("sleep", "60");
        for (ThrowingCallable assertion : List.<ThrowingCallable>of(
                () -> assertThat(running).within(ofSeconds(10)).hasExited(0),
                () -> assertThat(running).within(ofSeconds(10)).hasOutputContaining("ready"))) {
            // WHEN
            Thread.currentThread().interrupt();
            // THEN
            Assertions.assertThatIllegalStateException().isThrownBy(assertion).withMessageContaining("interrupted");
            Assertions.assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void shouldSayThatTheMatchingTookTooLong() {
        NamespaceProcess process = blue.start("sh", "-c", "head -c 60 /dev/zero | tr '\\0' a");
        process.awaitExit();
        Assertions.assertThat(failureOf(() -> assertThat(process).hasOutputMatching("(.*a){20}b")))
                .hasMessageContaining("but the time ran out while the expression was matched");
    }

    @Test
    void shouldPointToWhatWaitsForTheExit() {
        NamespaceProcess running = blue.start("sleep", "60");
        Assertions.assertThat(failureOf(() -> assertThat(running).hasExited(0)))
                .hasMessageContaining("within(Duration) gives it time to exit, and awaitExit() waits");
        Assertions.assertThatThrownBy(() -> running.awaitExit(Duration.ofMillis(50)))
                .hasMessageContaining("assertThat(process).within(Duration).hasExited(code)");
        Assertions.assertThatThrownBy(running::exitCode).hasMessageContaining("awaitExit() waits until it has");
    }

    @Test
    void shouldFindTextsAndPatternsInTheOutput() {
        NamespaceProcess process = blue.start("sh", "-c", "echo first; echo ready at 80");
        assertThat(process)
                .within(ofSeconds(5))
                .hasOutputMatching("^ready at \\d+$")
                .hasOutputContaining("ready");
        Assertions.assertThat(failureOf(() -> assertThat(process).hasOutputMatching("^ready at$")))
                .hasMessageContaining("ready at 80");
        Assertions.assertThat(failureOf(() -> assertThat(process).hasOutputContaining("Ready")))
                .hasMessageContaining("ready at 80");
    }
}
