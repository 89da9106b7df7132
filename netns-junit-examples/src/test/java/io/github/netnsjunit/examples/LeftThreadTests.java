package io.github.netnsjunit.examples;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.netnsjunit.jupiter.InNamespace;
import io.github.netnsjunit.lab.Lab;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/**
 * A pool that is first used inside a namespace starts its threads there, and they stay there when others use the pool
 * later. Such threads are reported with their names and stacks.
 */
@BlueNetwork
class LeftThreadTests {

    @Test
    @InNamespace("blue_ns")
    void aPoolThatIsStartedInsideIsReported(Lab lab) throws Exception {
        ExecutorService pool = Executors.newSingleThreadExecutor(task -> new Thread(task, "my pool"));
        try {
            pool.submit(() -> {}).get();

            // The extension checks this after each test: it warns, or fails the test with -Dnetns.junit.leaks=fail.
            assertThatThrownBy(() -> assertThat(lab).hasNoLeftThreads())
                    .hasMessageContaining("my pool")
                    .hasMessageContaining("blue_ns");
        } finally {
            pool.shutdown();
        }
    }
}
