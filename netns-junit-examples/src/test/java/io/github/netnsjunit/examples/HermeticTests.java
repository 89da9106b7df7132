package io.github.netnsjunit.examples;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.netnsjunit.jupiter.Hermetic;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

// tag::hermetic[]
/** Ports never clash and nothing reaches outside: each test has an empty network of its own, and runs inside. */
@Hermetic
@Execution(ExecutionMode.CONCURRENT)
class HermeticTests {

    private static final CyclicBarrier BOTH_HAVE_IT = new CyclicBarrier(2);

    @RepeatedTest(2)
    void twoHavePort8080AtTheSameTime() throws Exception {
        try (ServerSocket server = new ServerSocket(8080);
                Socket client = new Socket("localhost", 8080);
                Socket accepted = server.accept()) {
            BOTH_HAVE_IT.await(10, SECONDS);
            client.getOutputStream().write(42);
            assertThat(accepted.getInputStream().read()).isEqualTo(42);
        }
    }

    @Test
    void nothingReachesOutside() {
        assertThatThrownBy(() -> new Socket("192.0.2.1", 80)).hasMessageContaining("Network is unreachable");
    }
}
// end::hermetic[]
