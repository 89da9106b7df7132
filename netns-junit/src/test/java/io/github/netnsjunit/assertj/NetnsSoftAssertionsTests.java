package io.github.netnsjunit.assertj;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.probe.Unreachable;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.SoftAssertions;
import org.assertj.core.error.AssertJMultipleFailuresError;
import org.junit.jupiter.api.Test;

/** Soft assertions collect all failures, also those of the assertions that they lead to. */
class NetnsSoftAssertionsTests extends BlueNetwork {

    @Test
    void shouldCollectAllFailures() {
        // GIVEN
        NetnsSoftAssertions softly = new NetnsSoftAssertions();
        // WHEN
        softly.assertThat(blue)
                .as("blue")
                .canPing("192.168.0.194")
                .canPing("10.0.0.1")
                .hasInterface("lo")
                .isDown()
                .hasMtu(1)
                .isUp();
        softly.assertThat(blue).hasInterface("eth0").isUp().hasMtu(1500);
        softly.assertThat(blue)
                .cannotPing("10.0.0.1")
                .because(Unreachable.NO_ROUTE)
                .hasDefaultRouteVia("10.0.0.1");
        softly.assertThat(blue)
                .cannotPing("192.168.0.194")
                .because(Unreachable.REFUSED)
                .canPing("10.0.0.1");
        softly.assertThat(blue).get("http://10.0.0.1:81/").hasStatus(200).hasBody("");
        softly.assertThat(lab).hasNamespace("green_ns").hasInterface("lo").isUp();
        softly.assertThat(lab).hasNamespace("blue_ns").within(ofMillis(1)).hasNoRouteTo("10.0.0.1");
        // THEN
        Assertions.assertThat(softly.errorsCollected())
                .extracting(
                        error -> error.getMessage().lines().skip(3).findFirst().orElse(""))
                .containsExactly(
                        "to be able to ping 192.168.0.194",
                        "to be down",
                        "to have an MTU of 1 bytes",
                        "to have the interface eth0",
                        "not to be able to ping 10.0.0.1",
                        "not to be able to ping 192.168.0.194 because of REFUSED",
                        "to be able to get http://10.0.0.1:81/",
                        "to have the namespace green_ns",
                        "to have no route to 10.0.0.1");
        Assertions.assertThat(softly.errorsCollected().get(2)).hasMessageStartingWith("[blue] ");
    }

    @Test
    void shouldReportAllFailuresTogether() {
        assertThatExceptionOfType(AssertJMultipleFailuresError.class)
                .isThrownBy(() -> NetnsSoftAssertions.assertSoftly(softly -> {
                    softly.assertThat(blue).hasDefaultRouteVia("10.0.0.1");
                    softly.assertThat(root).isListeningOn(80);
                    softly.assertThat("AssertJ's own").isEmpty();
                }))
                .withMessageContaining("3 failures");
    }

    @Test
    void shouldAlsoWorkWithTheSoftAssertionsOfAssertj() {
        // GIVEN
        SoftAssertions softly = new SoftAssertions();
        // WHEN
        softly.check(() -> NetnsAssertions.assertThat(blue).hasInterface("lo").isDown());
        softly.check(() -> NetnsAssertions.assertThat(blue).hasInterface("eth0").isUp());
        softly.proxy(NetworkNamespaceAssert.class, NetworkNamespace.class, blue).hasRoute("default");
        // THEN
        Assertions.assertThat(softly.errorsCollected()).hasSize(3);
    }
}
