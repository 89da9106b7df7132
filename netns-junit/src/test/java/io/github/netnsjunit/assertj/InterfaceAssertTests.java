package io.github.netnsjunit.assertj;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static java.time.Duration.ofSeconds;

import io.github.netnsjunit.jupiter.Bridge;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Assertions about interfaces: when each of them passes, and when it fails. */
@Bridge(namespace = "root_ns", name = "br0")
@VethPair(
        left = @VethEnd(namespace = "root_ns", name = "port", master = "br0"),
        right = @VethEnd(namespace = "blue_ns", name = "veth_port"))
class InterfaceAssertTests extends BlueNetwork {

    @Test
    void shouldPassIfTheInterfaceIsAsExpected() {
        assertThat(blue)
                .hasInterface("veth_blue_ns")
                .isUp()
                .hasCarrier()
                .hasAddress("10.0.0.2/24")
                .hasAddress("10.0.0.2")
                .hasAddress("fd00::2")
                .hasMtu(1400)
                .hasMac("02:00:00:00:00:0A");
        assertThat(root).hasInterface("port").hasMaster("br0");
    }

    @Test
    void shouldFailIfTheInterfaceIsDifferent() {
        fails("lo to be down", () -> assertThat(blue).hasInterface("lo").isDown());
        fails("lo to have no carrier", () -> assertThat(blue).hasInterface("lo").hasNoCarrier());
        fails(
                "lo to have the address 127.0.0.1/16",
                () -> assertThat(blue).hasInterface("lo").hasAddress("127.0.0.1/16"));
        fails(
                "lo to have the address 127.0.0.2",
                () -> assertThat(blue).hasInterface("lo").hasAddress("127.0.0.2"));
        fails(
                "lo to have an MTU of 1 bytes",
                () -> assertThat(blue).hasInterface("lo").hasMtu(1));
        fails(
                "lo to have the MAC address 02:00:00:00:00:0b",
                () -> assertThat(blue).hasInterface("lo").hasMac("02:00:00:00:00:0b"));
        fails(
                "lo to be a port of br0",
                () -> assertThat(blue).hasInterface("lo").hasMaster("br0"));
        fails(
                "port to be a port of br1",
                () -> assertThat(root).hasInterface("port").hasMaster("br1"));
    }

    private static void fails(String expected, ThrowingCallable assertion) {
        Assertions.assertThat(failureOf(assertion).getMessage().replaceAll("\\s+", " "))
                .contains("Expecting: " + expected + " but ");
    }

    @Test
    void shouldDistinguishUpFromDownAndACarrierFromNone() {
        // WHEN
        root.linkDown("veth_root_ns");
        // THEN
        assertThat(root).hasInterface("veth_root_ns").isDown();
        assertThat(blue).within(ofSeconds(2)).hasInterface("veth_blue_ns").hasNoCarrier();
        Assertions.assertThat(failureOf(
                        () -> assertThat(root).hasInterface("veth_root_ns").isUp()))
                .hasMessageContaining("to be up");
        Assertions.assertThat(failureOf(
                        () -> assertThat(blue).hasInterface("veth_blue_ns").hasCarrier()))
                .hasMessageContaining("to have a carrier");
    }

    @Test
    void shouldShowTheNetworkOfTheNamespace() {
        Assertions.assertThat(failureOf(() -> assertThat(blue)
                        .as("the uplink")
                        .hasInterface("veth_blue_ns")
                        .isDown()))
                .hasMessageStartingWith("[the uplink]")
                .hasMessageContaining("The routing table of blue_ns has:")
                .hasMessageContaining("There is no default route.")
                .hasMessageContaining("lo (up): 127.0.0.1/8");
    }

    @Test
    void shouldStillFailWithItsOwnMessageAfterTheLabIsClosed() {
        // GIVEN
        InterfaceAssert closed = assertThat(blue).hasInterface("veth_blue_ns");
        // WHEN
        lab.close();
        // THEN
        Assertions.assertThat(failureOf(closed::isDown))
                .hasMessageContaining("to be down")
                .hasMessageEndingWith("(namespace [blue_ns] is closed)");
    }

    @Test
    void shouldTellThatTheInterfaceIsGone() throws Exception {
        // GIVEN
        blue.addVethPair("here", "there");
        CompletableFuture<Void> later = LaterChange.afterFailedAttempt(() -> blue.removeLink("here"));
        // THEN
        Assertions.assertThat(failureOf(() -> assertThat(blue)
                        .within(ofSeconds(1))
                        .hasInterface("here")
                        .isUp()))
                .hasMessageContaining("to have the interface here")
                .hasMessageContaining("The interfaces of blue_ns:");
        later.get();
    }

    @Test
    void shouldVerifyChainedAssertionsAtTheSameMoment() throws Exception {
        // GIVEN
        root.linkDown("veth_root_ns");
        blue.linkDown("veth_blue_ns");
        CompletableFuture<Void> later = LaterChange.afterFailedAttempt(() -> {
            root.linkUp("veth_root_ns");
            blue.linkUp("veth_blue_ns");
        });
        // THEN
        Assertions.assertThat(failureOf(() -> assertThat(blue)
                        .within(ofSeconds(2))
                        .hasInterface("veth_blue_ns")
                        .isUp()
                        .hasNoCarrier()))
                .hasMessageContaining("to have no carrier");
        later.get();
    }
}
