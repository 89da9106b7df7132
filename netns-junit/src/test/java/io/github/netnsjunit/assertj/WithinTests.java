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

/** What an assertion does with the time that {@code within} gives it. */
class WithinTests extends BlueNetwork {

    /** Longer than one of several attempts may wait. */
    private static final long SLOW_MILLIS = 1_300;

    @Test
    void shouldLetASlowServerUseAllTheTime() throws Exception {
        try (MockWebServer server = slowServer()) {
            assertThat(blue).within(ofSeconds(30)).get(URL).hasStatus(200);
            Assertions.assertThat(server.getRequestCount()).isEqualTo(1);
        }
    }

    @Test
    void shouldAcceptATimeOfManyCenturies() throws Exception {
        try (MockWebServer server = slowServer()) {
            assertThat(blue)
                    .within(ofSeconds(Long.MAX_VALUE))
                    .canConnectTo("10.0.0.1", server.getPort())
                    .get(URL)
                    .hasStatus(200);
        }
    }

    @Test
    void shouldTellThatNoAnswerCameInTime() throws Exception {
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
    void shouldAskAServerAgainThatWasSilentAtFirst() throws Exception {
        try (MockWebServer server = serve(answer(200).build())) {
            // GIVEN: a server whose packets to the client are dropped; only its answers to ARP arrive
            assertThat(blue).canPing("10.0.0.1");
            changeBlackholeRoute("add");
            CompletableFuture<Void> later = LaterChange.afterFailedAttempt(() -> changeBlackholeRoute("del"));
            // THEN
            assertThat(blue).within(ofSeconds(30)).get(URL).hasStatus(200);
            later.get();
            Assertions.assertThat(server.getRequestCount()).isEqualTo(1);
        }
    }

    private void changeBlackholeRoute(String command) {
        IpCommand.in(root, "route " + command + " blackhole 10.0.0.2");
    }

    @Test
    void shouldNotCutTheLastAttemptShort() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat(blue).within(ofMillis(1_030)).canPing("10.0.0.99"))
                .withMessageContaining("no answer within 1 s");
    }

    @Test
    void shouldWaitUntilAHostIsNoLongerReached() throws Exception {
        ServerSocket server = root.serverSocketFactory().createServerSocket(8080);
        CompletableFuture<Void> later = LaterChange.afterFailedAttempt(server::close);
        assertThat(blue).within(ofSeconds(30)).cannotConnectTo("10.0.0.1", 8080).because(Unreachable.REFUSED);
        later.get();
    }

    @Test
    void shouldWaitUntilAHostIsNotReachedForTheExpectedReason() throws Exception {
        blue.linkDown("veth_blue_ns");
        CompletableFuture<Void> later = LaterChange.afterFailedAttempt(() -> blue.linkUp("veth_blue_ns"));
        assertThat(blue).within(ofSeconds(30)).cannotConnectTo("10.0.0.1", 81).because(Unreachable.REFUSED);
        later.get();
    }

    @Test
    void shouldFailIfTheReasonIsAnotherOneAtTheEnd() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat(blue)
                        .within(ofMillis(1_500))
                        .cannotPing("10.0.0.99")
                        .because(Unreachable.PROHIBITED))
                .withMessageContaining("TIMED_OUT");
    }

    @Test
    void shouldFailIfTheHostIsStillReachedAtTheEnd() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat(blue).within(ofMillis(200)).cannotPing("10.0.0.1"))
                .withMessageContaining("10.0.0.1 answered");
    }
}
