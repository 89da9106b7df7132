package io.github.netnsjunit.assertj;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.github.netnsjunit.holds.IpCommand;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.probe.Unreachable;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.Assertions;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;

/** Assertions about whom a namespace reaches, and about its interfaces, routes, ports, parameters and names. */
class NetworkNamespaceAssertTests extends BlueNetwork {

    @Test
    void shouldPassIfTheHostIsReached() throws Exception {
        try (ServerSocket server = listen(8080)) {
            assertThat(blue)
                    .canPing("10.0.0.1")
                    .canPing("fd00::1")
                    .canConnectTo("10.0.0.1", server.getLocalPort())
                    .canConnectTo("fd00::1", 8080);
        }
    }

    @Test
    void shouldShowThatTheDefaultRouteIsMissingAndPassOnceItIsThere() {
        // WHEN
        AssertionError error = failureOf(() -> assertThat(blue).canPing("192.168.0.194"));
        // THEN
        Assertions.assertThat(error)
                .hasMessageContaining("there is no route to 192.168.0.194 (NO_ROUTE)")
                .hasMessageContaining("  10.0.0.0/24 dev veth_blue_ns")
                .hasMessageContaining("There is no default route.")
                .hasMessageContaining("veth_blue_ns (up): 10.0.0.2/24");
        // WHEN
        blue.addDefaultRoute("10.0.0.1");
        // THEN
        assertThat(blue).hasDefaultRouteVia("10.0.0.1").canPing("192.168.0.194");
    }

    @Test
    void shouldGoOnAfterAHostThatIsNotReached() {
        assertThat(blue)
                .cannotPing("192.168.0.194")
                .because(Unreachable.NO_ROUTE)
                .cannotConnectTo("10.0.0.1", 81)
                .because(Unreachable.REFUSED, Unreachable.TIMED_OUT)
                .canPing("10.0.0.1")
                .hasNoDefaultRoute();
    }

    @Test
    void shouldFailIfTheHostIsReachedOrNotReachedForAnotherReason() {
        Assertions.assertThat(failureOf(() -> assertThat(blue).cannotPing("10.0.0.1")))
                .hasMessageContaining("10.0.0.1 answered");
        Assertions.assertThat(failureOf(
                        () -> assertThat(blue).cannotConnectTo("10.0.0.1", 81).because(Unreachable.NO_ROUTE)))
                .hasMessageContaining("because of NO_ROUTE")
                .hasMessageContaining("10.0.0.1 refused the connection (REFUSED)");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> assertThat(blue).cannotConnectTo("10.0.0.1", 81).because());
    }

    @Test
    void shouldTryAgainUntilTheAssertionHolds() throws Exception {
        // GIVEN
        CompletableFuture<Void> later = LaterChange.afterFailedAttempt(() -> blue.addDefaultRoute("10.0.0.1"));
        // THEN
        assertThat(blue).within(ofSeconds(30)).canPing("192.168.0.194");
        later.get();
        // GIVEN
        later = LaterChange.afterFailedAttempt(() -> blue.addRoute("10.7.0.0/16", "10.0.0.1"));
        // THEN
        assertThat(blue).within(ofSeconds(30)).hasRoute("10.7.0.0/16", "10.0.0.1");
        later.get();
    }

    @Test
    void shouldFailWhenTheTimeIsUp() {
        // GIVEN
        long start = System.nanoTime();
        // WHEN
        AssertionError error =
                failureOf(() -> assertThat(blue).within(ofMillis(400)).canConnectTo("10.0.0.1", 81));
        // THEN
        Assertions.assertThat(error).hasMessageContaining("REFUSED");
        Assertions.assertThat(ofMillis(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)))
                .isBetween(ofMillis(400), ofSeconds(30));
        assertThatIllegalArgumentException().isThrownBy(() -> assertThat(blue).within(ofSeconds(0)));
    }

    @Test
    void shouldWorkInsideAwaitility() {
        // GIVEN
        AtomicInteger attempts = new AtomicInteger();
        // WHEN
        await().atMost(30, TimeUnit.SECONDS).untilAsserted(() -> {
            if (attempts.getAndIncrement() == 1) { // the first attempt has failed
                root.addAddress("veth_root_ns", "10.0.0.77/24");
            }
            assertThat(blue).within(ofMillis(100)).canPing("10.0.0.77");
        });
        // THEN
        Assertions.assertThat(attempts).hasValueGreaterThan(1);
    }

    @Test
    void shouldTellAwaitilityWhyItFailsIfItsOwnTimeIsShorter() {
        assertThatExceptionOfType(ConditionTimeoutException.class)
                .isThrownBy(() -> await().atMost(ofSeconds(6))
                        .untilAsserted(
                                () -> assertThat(blue).within(ofMillis(100)).canPing("10.0.0.99")))
                .withMessageContaining("10.0.0.99");
    }

    @Test
    void shouldStillFailWithItsOwnMessageAfterTheLabIsClosed() {
        // GIVEN
        NotReachedAssert failed = assertThat(blue).cannotPing("192.168.0.194");
        // WHEN
        lab.close();
        // THEN
        Assertions.assertThat(failureOf(() -> failed.because(Unreachable.REFUSED)))
                .hasMessageContaining("because of REFUSED")
                .hasMessageEndingWith("(namespace [blue_ns] is closed)");
    }

    @Test
    void shouldKeepTheInterruptFlagSet() {
        // GIVEN
        Thread.currentThread().interrupt();
        // WHEN
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> assertThat(blue).canPing("10.0.0.99"))
                .withMessageContaining("interrupted");
        // THEN
        Assertions.assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void shouldFindInterfacesByTheirNames() {
        assertThat(blue)
                .hasOnlyInterfaces("veth_blue_ns", "lo")
                .doesNotHaveInterface("eth0")
                .hasInterface("veth_blue_ns");
        Assertions.assertThat(failureOf(() -> assertThat(blue).hasInterface("eth0")))
                .hasMessageContaining("to have the interface eth0");
        Assertions.assertThat(failureOf(() -> assertThat(blue).doesNotHaveInterface("lo")))
                .hasMessageContaining("not to have the interface lo");
        Assertions.assertThat(failureOf(() -> assertThat(blue).hasOnlyInterfaces("lo")))
                .hasMessageContaining("veth_blue_ns");
    }

    @Test
    void shouldVerifyTheInterfaceThatItFound() throws Exception {
        // GIVEN: an interface that comes and goes
        AtomicBoolean enough = new AtomicBoolean();
        CompletableFuture<Void> flickering = CompletableFuture.runAsync(
                () -> {
                    while (!enough.get()) {
                        blue.addVethPair("here", "there");
                        blue.removeLink("here");
                    }
                },
                task -> new Thread(task).start());
        // WHEN
        try {
            for (int i = 0; i < 300; i++) {
                assertThat(blue).within(ofSeconds(5)).hasInterface("here").hasMtu(1500);
            }
        } finally {
            enough.set(true);
            flickering.get();
        }
    }

    @Test
    void shouldFindRoutes() {
        assertThat(blue)
                .hasRoute("10.0.0.0/24")
                .hasNoDefaultRoute()
                .hasNoRouteTo("default")
                .hasNoRouteTo("192.168.0.194");
        blue.addDefaultRoute("10.0.0.1");
        Assertions.assertThat(failureOf(() -> assertThat(blue).hasNoRouteTo("192.168.0.194")))
                .hasMessageContaining("default via 10.0.0.1");
        Assertions.assertThat(failureOf(() -> assertThat(blue).hasNoDefaultRoute()))
                .hasMessageContaining("default via 10.0.0.1");
        Assertions.assertThat(failureOf(() -> assertThat(blue).hasDefaultRouteVia("10.0.0.9")))
                .hasMessageContaining("default via 10.0.0.9");
    }

    @Test
    void shouldIgnoreRoutesThatLeadNowhere() {
        // GIVEN
        for (String to : List.of("default", "10.9.0.0/16")) {
            IpCommand.in(blue, "route add unreachable " + to);
        }
        // THEN
        assertThat(blue).hasNoDefaultRoute().hasNoRouteTo("10.9.0.0/16");
        Assertions.assertThat(failureOf(() -> assertThat(blue).hasRoute("default")))
                .hasMessageContaining("unreachable default");
        Assertions.assertThat(failureOf(() -> assertThat(blue).hasRoute("10.9.0.0/16")))
                .hasMessageContaining("unreachable 10.9.0.0/16");
    }

    @Test
    void shouldApplyTheRouteWithTheLongestPrefix() throws Exception {
        // GIVEN
        blue.addDefaultRoute("10.0.0.1");
        for (String route : List.of("unreachable 10.9.1.0/24", "10.9.1.128/25 via 10.0.0.1")) {
            IpCommand.in(blue, "route add " + route);
        }
        // THEN
        assertThat(blue).hasNoRouteTo("10.9.1.1").hasNoRouteTo("10.9.1.0/24");
        for (String reached : List.of("10.9.1.129", "10.9.1.128/25", "10.9.0.0/16", "10.9.2.1")) {
            Assertions.assertThat(failureOf(() -> assertThat(blue).hasNoRouteTo(reached)))
                    .as(reached)
                    .isNotNull();
        }
    }

    @Test
    void shouldApplyTheRouteWithTheLowestMetric() throws Exception {
        // GIVEN
        for (String route : List.of("unreachable 10.9.0.0/16 metric 5", "10.9.0.0/16 via 10.0.0.1 metric 4000000000")) {
            IpCommand.in(blue, "route add " + route);
        }
        // THEN
        assertThat(blue).hasNoRouteTo("10.9.1.1");
    }

    @Test
    void shouldTreatAnyWhiteSpaceInAParameterAsABlank() {
        String three = "4096 131072 6291456";
        blue.sysctl("net.ipv4.tcp_rmem", three);
        assertThat(blue).hasSysctl("net.ipv4.tcp_rmem", three);
        Assertions.assertThat(failureOf(() -> assertThat(blue).hasSysctl("net.ipv4.tcp_rmem", "4096131072 6291456")))
                .isNotNull();
    }

    @Test
    void shouldFindPortsParametersAndNames() throws Exception {
        try (ServerSocket server = listen(8080)) {
            assertThat(root).isListeningOn(server.getLocalPort()).isNotListeningOn(81);
            Assertions.assertThat(failureOf(() -> assertThat(root).isListeningOn(81)))
                    .hasMessageContaining("[::]:8080");
            Assertions.assertThat(failureOf(() -> assertThat(root).isNotListeningOn(8080)))
                    .hasMessageContaining("[::]:8080");
        }
        assertThat(blue).hasSysctl("net.ipv4.ip_forward", "0").canResolve("root_ns");
        Assertions.assertThat(failureOf(() -> assertThat(blue).hasSysctl("net.ipv4.ip_forward", "1")))
                .hasMessageContaining("net.ipv4.ip_forward = 1");
        Assertions.assertThat(failureOf(() -> assertThat(blue).canResolve("nobody.invalid")))
                .hasMessageContaining("nobody.invalid");
    }

    @Test
    void shouldPassTheDescriptionOnToTheNextAssertions() {
        Assertions.assertThat(failureOf(() ->
                        assertThat(blue).as("the blue one").hasInterface("lo").isDown()))
                .hasMessageStartingWith("[the blue one] ");
        Assertions.assertThat(failureOf(() -> assertThat(blue)
                        .as("the blue one")
                        .cannotPing("192.168.0.194")
                        .because(Unreachable.REFUSED)))
                .hasMessageStartingWith("[the blue one] ");
    }

    @Test
    void shouldPassTheMessageOnToTheNextAssertions() {
        Assertions.assertThat(failureOf(() -> assertThat(blue)
                        .withFailMessage("blue is %s", "broken")
                        .hasInterface("lo")
                        .isDown()))
                .hasMessage("blue is broken");
        Assertions.assertThat(failureOf(
                        () -> assertThat(blue).overridingErrorMessage("broken").canPing("192.168.0.194")))
                .hasMessage("broken");
    }

    @Test
    void shouldFailIfTheNamespaceIsNull() {
        Assertions.assertThat(
                        failureOf(() -> assertThat((NetworkNamespace) null).canPing("10.0.0.1")))
                .hasMessageContaining("not to be null");
        Assertions.assertThat(
                        failureOf(() -> assertThat((NetworkNamespace) null).hasInterface("lo")))
                .hasMessageContaining("not to be null");
    }
}
