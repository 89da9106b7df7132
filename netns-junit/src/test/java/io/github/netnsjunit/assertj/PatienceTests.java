package io.github.netnsjunit.assertj;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.probe.Unreachable;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.Test;

/** What an assertion does with the time that it is given. */
@NetNamespace("root_ns")
@NetNamespace("blue_ns")
@VethPair(
        left = @VethEnd(namespace = "root_ns", name = "veth_root_ns", address = "10.0.0.1/24"),
        right = @VethEnd(namespace = "blue_ns", name = "veth_blue_ns", address = "10.0.0.2/24"))
class PatienceTests {

    /** Longer than one of several attempts to reach a host. */
    private static final long SLOW_MILLIS = 1_300;

    @NetNamespace("root_ns")
    private NetworkNamespace root;

    @NetNamespace("blue_ns")
    private NetworkNamespace blue;

    @Test
    void should_let_a_slow_server_take_all_of_it() throws Exception {
        try (MockWebServer server = slowServer()) {
            assertThat(blue).within(ofSeconds(30)).get("http://10.0.0.1:8080/").hasStatus(200);
            org.assertj.core.api.Assertions.assertThat(server.getRequestCount()).isEqualTo(1);
        }
    }

    @Test
    void should_say_when_no_answer_came_in_it() throws Exception {
        try (MockWebServer server = slowServer()) {
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(() -> assertThat(blue).within(ofMillis(200)).get("http://10.0.0.1:8080/"))
                    .withMessageContaining("a connection was made and then:")
                    .withMessageContaining("no answer came within");
            org.assertj.core.api.Assertions.assertThat(server.getRequestCount()).isPositive();
        }
    }

    private MockWebServer slowServer() throws Exception {
        MockWebServer server = new MockWebServer();
        server.setServerSocketFactory(root.serverSocketFactory());
        server.enqueue(new MockResponse.Builder()
                .headersDelay(SLOW_MILLIS, TimeUnit.MILLISECONDS)
                .build());
        server.start(InetAddress.getByName("10.0.0.1"), 8080);
        return server;
    }

    @Test
    void should_wait_in_it_until_a_host_is_not_reached_any_more() throws Exception {
        ServerSocket server = root.serverSocketFactory().createServerSocket(8080);
        CompletableFuture<Void> later = FailedAttempt.then(server::close);
        assertThat(blue).within(ofSeconds(30)).cannotConnectTo("10.0.0.1", 8080).because(Unreachable.REFUSED);
        later.get();
    }

    @Test
    void should_fail_if_a_host_is_still_reached_at_its_end() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat(blue).within(ofMillis(200)).cannotPing("10.0.0.1"))
                .withMessageContaining("10.0.0.1 answered");
    }
}
