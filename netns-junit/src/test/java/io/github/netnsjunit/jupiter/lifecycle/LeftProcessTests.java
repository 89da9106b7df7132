package io.github.netnsjunit.jupiter.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.jupiter.Hermetic;
import io.github.netnsjunit.jupiter.TestKit;
import io.github.netnsjunit.lab.NetworkNamespace;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineExecutionResults;

/** What happens if a test leaves programs in its network. */
class LeftProcessTests {

    private static volatile Process started;

    @AfterEach
    void itIsEnded() throws InterruptedException {
        assertThat(started.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void failsIfConfigured() {
        assertThat(TestKit.failure(TestKit.run(LeavingTestCases.class, "program", Map.of(Settings.LEAKS, "fail"))))
                .hasMessageContaining("program() leaves programs inside its network, which were killed.")
                .hasMessageContaining("Start programs by the start(...) of the namespace")
                .hasMessageContaining("netns.junit.leaks=fail fails the test, =ignore silences this.")
                .hasMessageContaining("process " + started.pid() + " [sleep 1000] in hermetic")
                .hasMessageNotContaining("threads");
    }

    @Test
    void isReportedByDefault() {
        EngineExecutionResults results = TestKit.run(LeavingTestCases.class, "program", Map.of());
        results.testEvents().assertStatistics(stats -> stats.succeeded(1));
        assertThat(TestKit.reports(results, Settings.LEAKS)).hasSize(1);
    }

    @Test
    void isEndedInSilenceIfConfigured() {
        EngineExecutionResults results =
                TestKit.run(LeavingTestCases.class, "program", Map.of(Settings.LEAKS, "ignore"));
        results.testEvents().assertStatistics(stats -> stats.succeeded(1));
        assertThat(TestKit.reports(results, Settings.LEAKS)).isEmpty();
    }

    @Test
    void aProgramThatTheTestEndsIsNotLeft() {
        TestKit.run(LeavingTestCases.class, "endedProgram", Map.of(Settings.LEAKS, "fail"))
                .testEvents()
                .assertStatistics(stats -> stats.succeeded(1));
    }

    @Hermetic
    static class LeavingTestCases {

        @Test
        void program() throws Exception {
            started = new ProcessBuilder("sleep", "1000").start();
        }

        @Test
        void endedProgram(NetworkNamespace inside) throws Exception {
            started = new ProcessBuilder("sleep", "1000").start();
            started.destroy();
            inside.start("sh", "-c", "sleep 1000 & echo child; wait").awaitOutput("child");
        }
    }
}
