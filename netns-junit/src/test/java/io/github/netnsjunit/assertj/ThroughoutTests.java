package io.github.netnsjunit.assertj;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.netnsjunit.lab.ThrowingRunnable;
import io.github.netnsjunit.lab.listing.Interface;
import io.github.netnsjunit.probe.Unreachable;
import io.github.netnsjunit.process.NamespaceProcess;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import mockwebserver3.MockWebServer;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What must hold throughout a time: it is tried again and again, and fails as soon as it does not hold. */
class ThroughoutTests extends BlueNetwork {

    private static final Duration A_MOMENT = ofMillis(300);

    @Test
    void passesOnlyAfterTheTimeIfAllOfItHeld() throws Exception {
        try (ServerSocket server = listen(8080)) {
            for (ThrowingCallable assertion : new ThrowingCallable[] {
                () -> assertThat(blue).throughout(A_MOMENT).canPing("10.0.0.1"),
                () -> assertThat(blue).throughout(A_MOMENT).canConnectTo("10.0.0.1", server.getLocalPort()),
                () -> assertThat(blue)
                        .throughout(A_MOMENT)
                        .cannotConnectTo("10.0.0.1", 81)
                        .because(Unreachable.REFUSED),
                () -> assertThat(blue).throughout(A_MOMENT).hasNoDefaultRoute(),
                () -> assertThat(root).throughout(A_MOMENT).isListeningOn(8080)
            }) {
                long start = System.nanoTime();
                Assertions.assertThatCode(assertion).doesNotThrowAnyException();
                Assertions.assertThat(Duration.ofNanos(System.nanoTime() - start))
                        .isGreaterThan(A_MOMENT);
            }
        }
    }

    @Test
    @Timeout(30)
    void failsAsSoonAsItDoesNotHold() {
        failsAfter(
                () -> blue.addDefaultRoute("10.0.0.1"),
                () -> assertThat(blue).throughout(ofMinutes(1)).hasNoDefaultRoute());
        failsAfter(
                () -> root.linkDown("veth_root_ns"),
                () -> assertThat(blue).throughout(ofMinutes(1)).canPing("10.0.0.1"));
        failsAfter(
                () -> root.linkUp("veth_root_ns"),
                () -> assertThat(root)
                        .hasInterface("veth_root_ns")
                        .throughout(ofMinutes(1))
                        .isDown());
    }

    @Test
    @Timeout(30)
    void failsAsSoonAsAHostIsReachedThatMustNotBe() throws Exception {
        CompletableFuture<ServerSocket> server = new CompletableFuture<>();
        failsAfter(
                () -> server.complete(listen(8080)),
                () -> assertThat(blue).throughout(ofMinutes(1)).cannotConnectTo("10.0.0.1", 8080));
        server.get().close();
    }

    @Test
    @Timeout(30)
    void failsAsSoonAsTheNameIsUnknown() {
        failsAfter(
                this::takeAllAddressesFromRoot,
                () -> assertThat(blue).throughout(ofMinutes(1)).cannotConnectTo("root_ns", 81));
    }

    /** After this, its name stands for none. */
    private void takeAllAddressesFromRoot() {
        root.removeAddress("lo", "192.168.0.194/32");
        root.removeLink("veth_root_ns");
    }

    @Test
    void aNameThatIsUnknownLaterPassesIfItIsNamedAmongTheReasons() {
        CompletableFuture<Void> later = LaterChange.afterFailedAttempt(this::takeAllAddressesFromRoot);
        assertThat(blue)
                .throughout(ofSeconds(1))
                .cannotConnectTo("root_ns", 81)
                // For a moment the link is gone, and the name is still there.
                .because(Unreachable.REFUSED, Unreachable.NO_ROUTE, Unreachable.UNKNOWN_HOST);
        later.join();
    }

    @Test
    @Timeout(30)
    void failsAsSoonAsAProcessEnds() {
        NamespaceProcess process = blue.start("sleep", "60");
        failsAfter(
                process::close,
                () -> assertThat(process).throughout(ofMinutes(1)).isAlive());
        assertThat(blue.start("sleep", "60")).throughout(A_MOMENT).isAlive();
    }

    /** Fails unless the assertion holds until something changes, and not any more after that. */
    private static void failsAfter(ThrowingRunnable change, ThrowingCallable assertion) {
        CompletableFuture<Void> later = LaterChange.afterFailedAttempt(change);
        Assertions.assertThat(failureOf(assertion)).hasMessageContaining("This had to hold for 60 s; it held for ");
        later.join();
    }

    @Test
    void tellsThatItDidNotHoldAtFirst() {
        Assertions.assertThat(failureOf(
                        () -> assertThat(blue).throughout(ofMinutes(1)).canPing("192.168.0.194")))
                .hasMessageContaining("NO_ROUTE")
                .hasMessageContaining("The interfaces of blue_ns:")
                .hasMessageEndingWith("This had to hold for 60 s; it did not even hold at first.");
    }

    @Test
    void theReasonMustHaveBeenTheSameAllTheTime() {
        // GIVEN: at first there is no route, then the host refuses
        CompletableFuture<Void> later = LaterChange.afterFailedAttempt(() -> blue.addDefaultRoute("10.0.0.1"));
        // WHEN
        NotReachedAssert notReached = assertThat(blue).throughout(ofSeconds(1)).cannotConnectTo("192.168.0.194", 81);
        later.join();
        // THEN
        notReached.because(Unreachable.NO_ROUTE, Unreachable.REFUSED);
        Assertions.assertThat(failureOf(() -> notReached.because(Unreachable.REFUSED)))
                .hasMessageContaining("NO_ROUTE");
        Assertions.assertThat(failureOf(() -> notReached.because(Unreachable.NO_ROUTE)))
                .hasMessageContaining("REFUSED");
    }

    @Test
    void everyAnswerOfAServerMustBeAsExpected() throws Exception {
        try (MockWebServer server =
                serve(answer(200).build(), answer(200).build(), answer(503).build())) {
            Assertions.assertThat(failureOf(() ->
                            assertThat(blue).throughout(ofMinutes(1)).get(URL).hasStatus(200)))
                    .hasMessageContaining("This had to hold for 60 s");
            Assertions.assertThat(server.getRequestCount()).isGreaterThan(1);
        }
    }

    @Test
    void softAssertionsCollectIt() {
        NetnsSoftAssertions softly = new NetnsSoftAssertions();
        softly.assertThat(blue)
                .throughout(A_MOMENT)
                .hasDefaultRouteVia("10.0.0.1")
                .hasNoDefaultRoute();
        Assertions.assertThat(softly.errorsCollected()).hasSize(1);
    }

    @Test
    void theLaterOfWithinAndThroughoutCounts() {
        assertThat(blue).throughout(ofMinutes(1)).within(ofMillis(50)).hasNoDefaultRoute();
        assertThat(blue).within(ofMinutes(1)).throughout(ofMillis(50)).hasNoDefaultRoute();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> assertThat(blue).throughout(ofSeconds(0)))
                .withMessageContaining("throughout");
        Assertions.assertThatNullPointerException()
                .isThrownBy(() -> assertThat(blue).throughout(null))
                .withMessage("time");
    }

    @Test
    void refusesToWatchWhatWasReadBefore() {
        Interface before = blue.interfaceNamed("veth_blue_ns");
        assertThatIllegalStateException()
                .isThrownBy(() -> assertThat(before).throughout(ofSeconds(1)).isUp())
                .withMessageContaining("assertThat(namespace).hasInterface(name).throughout(time)");
        assertThatIllegalStateException()
                .isThrownBy(() -> assertThat(before).within(ofSeconds(1)).isUp())
                .withMessageContaining("assertThat(namespace).hasInterface(name).within(time)");
        assertThatIllegalStateException()
                .isThrownBy(() -> assertThat((HttpAnswer) null).throughout(ofSeconds(1)))
                .withMessageContaining("assertThat(namespace).throughout(time).get(url)");
        NetnsSoftAssertions softly = new NetnsSoftAssertions();
        softly.assertThat(blue)
                .hasInterface("veth_blue_ns")
                .throughout(ofMillis(1))
                .isUp();
        softly.assertThat(blue).hasInterface("no_such").throughout(ofMillis(1)).isUp();
        Assertions.assertThat(softly.errorsCollected()).hasSize(1);
    }
}
