package io.github.netnsjunit.assertj;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.netnsjunit.holds.IpCommand;
import io.github.netnsjunit.probe.Unreachable;
import java.net.ServerSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockWebServer;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** What an assertion does with the time that it is given. */
class PatienceTests extends BlueNetwork {

    /** Longer than one of several attempts to reach a host. */
    private static final long SLOW_MILLIS = 1_300;

    @Test
    void shouldLetASlowServerTakeAllOfIt() throws Exception {
        try (MockWebServer server = slowServer()) {
            assertThat(blue).within(ofSeconds(30)).get(URL).hasStatus(200);
            Assertions.assertThat(server.getRequestCount()).isEqualTo(1);
        }
    }

    @Test
    void shouldWaitForEverIfToldTo() throws Exception {
        try (MockWebServer server = slowServer()) {
            assertThat(blue)
                    .within(ofSeconds(Long.MAX_VALUE))
                    .canConnectTo("10.0.0.1", server.getPort())
                    .get(URL)
                    .hasStatus(200);
        }
    }

    @Test
    void shouldSayWhenNoAnswerCameInIt() throws Exception {
        try (MockWebServer server = slowServer()) {
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(() -> assertThat(blue).within(ofMillis(200)).get(URL))
                    .withMessageContaining("although its port accepts connections:")
                    .withMessageContaining("no answer came in");
            Assertions.assertThat(server.getRequestCount()).isPositive();
        }
    }

    private MockWebServer slowServer() throws Exception {
        return serve(
                answer(200).headersDelay(SLOW_MILLIS, TimeUnit.MILLISECONDS).build());
    }

    @Test
    void shouldAskAgainOfAServerThatWasSilentAtFirst() throws Exception {
        try (MockWebServer server = serve(answer(200).build())) {
            // GIVEN: one whose packets to the other end are lost, but for the answer to who it is
            assertThat(blue).canPing("10.0.0.1");
            route("add");
            CompletableFuture<Void> later = FailedAttempt.then(() -> route("del"));
            // THEN
            assertThat(blue).within(ofSeconds(30)).get(URL).hasStatus(200);
            later.get();
            Assertions.assertThat(server.getRequestCount()).isEqualTo(1);
        }
    }

    private void route(String command) {
        IpCommand.in(root, "route " + command + " blackhole 10.0.0.2");
    }

    @Test
    void shouldNotCutTheLastAttemptShort() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat(blue).within(ofMillis(1_030)).canPing("10.0.0.99"))
                .withMessageContaining("no answer within 1 s");
    }

    @Test
    void shouldWaitInItUntilAHostIsNotReachedAnyMore() throws Exception {
        ServerSocket server = root.serverSocketFactory().createServerSocket(8080);
        CompletableFuture<Void> later = FailedAttempt.then(server::close);
        assertThat(blue).within(ofSeconds(30)).cannotConnectTo("10.0.0.1", 8080).because(Unreachable.REFUSED);
        later.get();
    }

    @Test
    void shouldWaitInItUntilAHostIsNotReachedForTheReason() throws Exception {
        blue.linkDown("veth_blue_ns");
        CompletableFuture<Void> later = FailedAttempt.then(() -> blue.linkUp("veth_blue_ns"));
        assertThat(blue).within(ofSeconds(30)).cannotConnectTo("10.0.0.1", 81).because(Unreachable.REFUSED);
        later.get();
    }

    @Test
    void shouldFailIfTheReasonIsStillAnotherAtItsEnd() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat(blue)
                        .within(ofMillis(1_500))
                        .cannotPing("10.0.0.99")
                        .because(Unreachable.PROHIBITED))
                .withMessageContaining("TIMED_OUT");
    }

    @Test
    void shouldFailIfAHostIsStillReachedAtItsEnd() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat(blue).within(ofMillis(200)).cannotPing("10.0.0.1"))
                .withMessageContaining("10.0.0.1 answered");
    }
}
