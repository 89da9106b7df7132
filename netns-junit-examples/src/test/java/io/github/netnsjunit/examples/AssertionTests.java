package io.github.netnsjunit.examples;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.netnsjunit.assertj.NetnsSoftAssertions;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.probe.Unreachable;
import io.github.netnsjunit.process.NamespaceProcess;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What one can assert: at once, after waiting, and several things together. */
@BlueNetwork
class AssertionTests {

    @NetNamespace("root_ns")
    private NetworkNamespace root;

    @NetNamespace("blue_ns")
    private NetworkNamespace blue;

    @Test
    void assertionsTellWhatANamespaceReachesAndHas() throws Exception {
        try (WebServer server = WebServer.in(root, "10.0.0.1", 8080)) {
            // tag::assertions[]
            assertThat(blue).canPing("root-ns").canConnectTo("10.0.0.1", 8080);
            assertThat(blue).get(server.url()).hasStatus(200).hasBody("Hello from root_ns");
            assertThat(blue).cannotConnectTo("10.0.0.1", 81).because(Unreachable.REFUSED);
            assertThat(blue).hasInterface("veth_blue_ns").isUp().hasAddress("10.0.0.2/24");
            assertThat(blue).hasDefaultRouteVia("10.0.0.1").hasRoute("10.0.0.0/24");
            assertThat(root).hasNoDefaultRoute().isListeningOn(8080).isListeningOn("10.0.0.1", 8080);
            // end::assertions[]
        }
    }

    @Test
    void assertionsCanWait() {
        NamespaceProcess server = root.startJava(ProcessTests.Node.class, "8080"); // takes a moment to listen
        assertThat(blue).within(Duration.ofSeconds(10)).canConnectTo("10.0.0.1", 8080);
        await().untilAsserted(() -> assertThat(blue)
                .within(Duration.ofMillis(500)) // ends before await() does, so that the reason of a failure is known
                .get("http://10.0.0.1:8080/")
                .hasStatus(204));
        assertThat(server).isAlive();
    }

    @Test
    void nothingIsProvedIfNothingWasSent() {
        // tag::untried[]
        assertThat(blue).cannotConnectTo("no-such-host", 5432).because(Unreachable.UNKNOWN_HOST);
        assertThat(blue)
                .cannotPing("10.0.0.77")
                .because(Unreachable.HOST_UNREACHABLE); // was asked for, and did not answer
        // end::untried[]
        assertThatThrownBy(() -> assertThat(blue).cannotConnectTo("no-such-host", 5432))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("UNKNOWN_HOST");
    }

    @Test
    void assertionsCanHoldAllTheTime() {
        // tag::throughout[]
        assertThat(blue)
                .throughout(Duration.ofMillis(500))
                .cannotConnectTo("10.0.0.1", 8081); // nobody begins to listen
        assertThat(blue)
                .hasInterface("veth_blue_ns")
                .throughout(Duration.ofMillis(500))
                .hasCarrier();
        // end::throughout[]
    }

    @Test
    void softAssertionsReportAllFailures() {
        assertThatThrownBy(() -> {
                    NetnsSoftAssertions.assertSoftly(softly -> {
                        softly.assertThat(blue).canPing("10.0.0.1");
                        softly.assertThat(blue).hasNoDefaultRoute(); // it has one
                        softly.assertThat(root).hasDefaultRouteVia("10.0.0.2"); // it has none
                    });
                })
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("2 failures");
    }

    /** The message says what was tried and what the kernel answered, and lists the routes and addresses. */
    @Test
    void aFailureTellsTheReason() {
        blue.removeRoute("default");

        assertThatThrownBy(() -> assertThat(blue).canConnectTo("192.168.0.194", 8080))
                .hasMessageContaining("there is no route to 192.168.0.194")
                .hasMessageContaining("10.0.0.0/24 dev veth_blue_ns")
                .hasMessageContaining("There is no default route.");
    }
}
