package io.github.netnsjunit.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.netnsjunit.jupiter.Hermetic;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

// tag::hermetic[]
/** Ports never clash and nothing reaches outside: each test has an empty network of its own, and runs inside. */
@Hermetic
@Execution(ExecutionMode.CONCURRENT)
class HermeticTests {

    @Test
    void oneHasPort8080() throws IOException {
        serveOnce();
    }

    @Test
    void anotherHasPort8080AtTheSameTime() throws IOException {
        serveOnce();
    }

    @Test
    void nothingReachesOutside() {
        assertThatThrownBy(() -> new Socket("192.0.2.1", 80)).hasMessageContaining("Network is unreachable");
    }

    private static void serveOnce() throws IOException {
        try (ServerSocket server = new ServerSocket(8080);
                Socket client = new Socket("localhost", 8080);
                Socket accepted = server.accept()) {
            client.getOutputStream().write(42);
            assertThat(accepted.getInputStream().read()).isEqualTo(42);
        }
    }
}
// end::hermetic[]
