package io.github.netnsjunit.assertj;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** Assertions about the namespaces of a lab and the threads that are left in them. */
class LabAssertTests extends BlueNetwork {

    @Test
    void shouldLeadToANamespace() {
        assertThat(lab).hasNamespace("blue_ns").canPing("10.0.0.1");
        Assertions.assertThat(failureOf(() -> assertThat(lab).hasNamespace("green_ns")))
                .hasMessageContaining("root_ns, blue_ns");
    }

    @Test
    void shouldFailWhileAThreadIsLeft() throws Exception {
        // GIVEN
        assertThat(lab).hasNoLeftThreads();
        CountDownLatch end = new CountDownLatch(1);
        Thread left = blue.call(() -> {
            Thread thread = new Thread(() -> await(end), "left in blue");
            thread.start();
            return thread;
        });
        // THEN
        Assertions.assertThat(failureOf(() -> assertThat(lab).hasNoLeftThreads()))
                .hasMessageContaining("left in blue");
        // WHEN
        end.countDown();
        left.join();
        // THEN
        assertThat(lab).hasNoLeftThreads();
    }

    private static void await(CountDownLatch end) {
        try {
            Assertions.assertThat(end.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
