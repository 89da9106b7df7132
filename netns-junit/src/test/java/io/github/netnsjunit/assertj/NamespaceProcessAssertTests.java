package io.github.netnsjunit.assertj;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static java.time.Duration.ofSeconds;

import io.github.netnsjunit.lab.NamespaceProcess;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** The life and the output of a process. */
class NamespaceProcessAssertTests extends BlueNetwork {

    @Test
    void should_see_its_life() {
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
    void should_see_its_output() {
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
