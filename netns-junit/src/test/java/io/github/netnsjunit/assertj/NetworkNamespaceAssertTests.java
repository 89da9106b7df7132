package io.github.netnsjunit.assertj;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.github.netnsjunit.lab.End;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NamespaceProcess;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.Topology;
import io.github.netnsjunit.probe.Unreachable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.error.AssertJMultipleFailuresError;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class NetworkNamespaceAssertTests {

    private Lab lab;
    private NetworkNamespace root;
    private NetworkNamespace blue;

    @BeforeEach
    void create() {
        lab = Lab.create(Topology.builder()
                .namespace("root_ns")
                .namespace("blue_ns")
                .vethPair(
                        End.of("root_ns", "veth_root_ns", "10.0.0.1/24", "fd00::1/64"),
                        End.of("blue_ns", "veth_blue_ns", "10.0.0.2/24", "fd00::2/64")
                                .mtu(1400)
                                .mac("02:00:00:00:00:0a"))
                .build());
        root = lab.namespace("root_ns");
        blue = lab.namespace("blue_ns");
        root.addAddress("lo", "192.168.0.194/32");
    }

    @AfterEach
    void close() {
        lab.close();
    }

    @Nested
    class Reaching {

        @Test
        void should_pass_if_reached() throws Exception {
            try (ServerSocket server = listen(8080)) {
                assertThat(blue)
                        .canPing("10.0.0.1")
                        .canPing("fd00::1")
                        .canConnectTo("10.0.0.1", server.getLocalPort())
                        .canConnectTo("fd00::1", 8080);
            }
        }

        @Test
        void should_show_the_missing_default_route_and_pass_with_it() {
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
        void should_go_on_after_what_is_not_reached() {
            assertThat(blue)
                    .cannotPing("192.168.0.194")
                    .because(Unreachable.NO_ROUTE)
                    .cannotConnectTo("10.0.0.1", 81)
                    .because(Unreachable.REFUSED, Unreachable.TIMED_OUT)
                    .canPing("10.0.0.1")
                    .hasNoDefaultRoute();
        }

        @Test
        void should_fail_if_reached_or_for_another_reason() {
            Assertions.assertThat(failureOf(() -> assertThat(blue).cannotPing("10.0.0.1")))
                    .hasMessageContaining("10.0.0.1 answered");
            Assertions.assertThat(failureOf(() ->
                            assertThat(blue).cannotConnectTo("10.0.0.1", 81).because(Unreachable.NO_ROUTE)))
                    .hasMessageContaining("because of NO_ROUTE")
                    .hasMessageContaining("10.0.0.1 refused the connection (REFUSED)");
            assertThatIllegalArgumentException()
                    .isThrownBy(() ->
                            assertThat(blue).cannotConnectTo("10.0.0.1", 81).because());
        }

        @Test
        void should_try_again_within_the_time() throws Exception {
            // GIVEN
            var later = java.util.concurrent.CompletableFuture.runAsync(
                    () -> blue.addDefaultRoute("10.0.0.1"),
                    java.util.concurrent.CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS));
            // THEN
            assertThat(blue).within(ofSeconds(5)).canPing("192.168.0.194").hasRoute("default", "10.0.0.1");
            later.get();
        }

        @Test
        void should_fail_when_the_time_is_up() {
            // GIVEN
            long start = System.nanoTime();
            // WHEN
            AssertionError error =
                    failureOf(() -> assertThat(blue).within(ofMillis(400)).canConnectTo("10.0.0.1", 81));
            // THEN
            Assertions.assertThat(error).hasMessageContaining("REFUSED");
            Assertions.assertThat(ofMillis(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)))
                    .isBetween(ofMillis(400), ofSeconds(3));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> assertThat(blue).within(ofSeconds(0)));
        }

        @Test
        void should_work_inside_awaitility() throws Exception {
            // GIVEN
            NamespaceProcess later =
                    root.start("sh", "-c", "sleep 0.3; exec ip address add 10.0.0.77/24 dev veth_root_ns");
            // THEN
            await().atMost(10, TimeUnit.SECONDS)
                    .untilAsserted(() -> assertThat(blue).within(ofMillis(100)).canPing("10.0.0.77"));
            assertThat(later).within(ofSeconds(5)).hasExited(0);
        }

        @Test
        void should_give_the_thread_its_interrupt_back() {
            // GIVEN
            Thread.currentThread().interrupt();
            // WHEN
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> assertThat(blue).canPing("10.0.0.99"))
                    .withMessageContaining("interrupted");
            // THEN
            Assertions.assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Nested
    class State {

        @Test
        void should_see_interfaces() {
            assertThat(blue)
                    .hasOnlyInterfaces("veth_blue_ns", "lo")
                    .doesNotHaveInterface("eth0")
                    .hasInterface("veth_blue_ns")
                    .isUp()
                    .hasCarrier()
                    .hasAddress("10.0.0.2/24")
                    .hasAddress("10.0.0.2")
                    .hasAddress("fd00::2")
                    .hasMtu(1400)
                    .hasMac("02:00:00:00:00:0A");
            root.linkDown("veth_root_ns");
            assertThat(root).hasInterface("veth_root_ns").isDown();
            assertThat(blue).within(ofSeconds(2)).hasInterface("veth_blue_ns").hasNoCarrier();
        }

        @Test
        void should_fail_if_interfaces_are_otherwise() {
            for (ThrowingCallable wrong : List.<ThrowingCallable>of(
                    () -> assertThat(blue).hasInterface("eth0"),
                    () -> assertThat(blue).doesNotHaveInterface("lo"),
                    () -> assertThat(blue).hasOnlyInterfaces("lo"),
                    () -> assertThat(blue).hasInterface("lo").isDown(),
                    () -> assertThat(blue).hasInterface("lo").hasNoCarrier(),
                    () -> assertThat(blue).hasInterface("lo").hasAddress("127.0.0.1/16"),
                    () -> assertThat(blue).hasInterface("lo").hasMtu(1),
                    () -> assertThat(blue).hasInterface("lo").hasMac("02:00:00:00:00:0b"),
                    () -> assertThat(blue).hasInterface("lo").hasMaster("br0"))) {
                Assertions.assertThat(failureOf(wrong)).hasMessageContaining("Expecting:");
            }
        }

        @Test
        void should_see_routes() {
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
        void should_see_ports_parameters_and_names() throws Exception {
            try (ServerSocket server = listen(8080)) {
                assertThat(root).isListeningOn(server.getLocalPort()).isNotListeningOn(81);
                Assertions.assertThat(failureOf(() -> assertThat(root).isListeningOn(81)))
                        .hasMessageContaining("[8080]");
                Assertions.assertThat(failureOf(() -> assertThat(root).isNotListeningOn(8080)))
                        .hasMessageContaining("[8080]");
            }
            assertThat(blue).hasSysctl("net.ipv4.ip_forward", "0").canResolve("root_ns");
            Assertions.assertThat(failureOf(() -> assertThat(blue).hasSysctl("net.ipv4.ip_forward", "1")))
                    .hasMessageContaining("net.ipv4.ip_forward = 1");
            Assertions.assertThat(failureOf(() -> assertThat(blue).canResolve("nobody.invalid")))
                    .hasMessageContaining("nobody.invalid");
        }

        @Test
        void should_see_labs_and_processes() {
            assertThat(lab).hasNoLeftThreads().hasNamespace("blue_ns").canPing("10.0.0.1");
            Assertions.assertThat(failureOf(() -> assertThat(lab).hasNamespace("green_ns")))
                    .hasMessageContaining("root_ns, blue_ns");
            NamespaceProcess process = blue.start("sh", "-c", "echo ready at 80; exec sleep 60");
            assertThat(process)
                    .isAlive()
                    .within(ofSeconds(5))
                    .hasOutputMatching("^ready at \\d+$")
                    .hasOutputContaining("ready");
            Assertions.assertThat(failureOf(() -> assertThat(process).hasExited(0)))
                    .hasMessageContaining("still running");
            NamespaceProcess failed = blue.start("false");
            failed.awaitExit();
            assertThat(failed).hasExited(1);
            Assertions.assertThat(failureOf(() -> assertThat(failed).hasExited(0)))
                    .hasMessageContaining("exited with code 1");
            Assertions.assertThat(failureOf(() -> assertThat(failed).isAlive())).hasMessageContaining("code 1");
        }
    }

    @Nested
    class Http {

        @Test
        void should_see_the_answer() throws Exception {
            try (MockWebServer server = new MockWebServer()) {
                // GIVEN
                server.setServerSocketFactory(root.serverSocketFactory());
                server.enqueue(new MockResponse.Builder()
                        .code(302)
                        .addHeader("Location", "/there")
                        .body("moved")
                        .build());
                server.start(InetAddress.getByName("10.0.0.1"), 8080);
                // THEN
                assertThat(blue)
                        .get("http://10.0.0.1:8080/here")
                        .hasStatus(302)
                        .hasBody("moved")
                        .hasBodyContaining("ove")
                        .hasHeader("location", "/there");
            }
        }

        @Test
        void should_ask_again_within_the_time() throws Exception {
            try (MockWebServer server = new MockWebServer()) {
                // GIVEN
                server.setServerSocketFactory(root.serverSocketFactory());
                server.enqueue(new MockResponse.Builder().code(503).build());
                server.enqueue(new MockResponse.Builder().code(200).build());
                server.start(InetAddress.getByName("10.0.0.1"), 8080);
                // THEN
                assertThat(blue)
                        .within(ofSeconds(5))
                        .get("http://10.0.0.1:8080/")
                        .hasStatus(200);
            }
        }

        @Test
        void should_fail_as_a_connection_does() {
            Assertions.assertThat(failureOf(() -> assertThat(blue).get("http://192.168.0.194:8080/")))
                    .hasMessageContaining("to be able to get http://192.168.0.194:8080/")
                    .hasMessageContaining("NO_ROUTE")
                    .hasMessageContaining("There is no default route.");
            Assertions.assertThat(failureOf(() -> assertThat(blue).get("http://[fd00::1]:81/")))
                    .hasMessageContaining("REFUSED");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> assertThat(blue).get("ftp://10.0.0.1/"));
        }

        @Test
        void should_fail_if_the_server_speaks_something_else() throws Exception {
            try (ServerSocket server = listen(8080)) {
                // GIVEN
                Future<?> talk = root.executor().submit(() -> {
                    for (int i = 0; i < 2; i++) {
                        try (Socket socket = server.accept()) {
                            socket.getOutputStream().write("hello\n".getBytes(StandardCharsets.US_ASCII));
                        } catch (IOException gone) {
                            return; // the other end had enough
                        }
                    }
                });
                // THEN
                Assertions.assertThat(failureOf(() -> assertThat(blue).get("http://10.0.0.1:8080/")))
                        .hasMessageContaining("a connection was made and then:");
                talk.get(5, TimeUnit.SECONDS);
            }
        }
    }

    @Nested
    class Descriptions {

        @Test
        void should_carry_a_description_to_where_it_leads() {
            Assertions.assertThat(failureOf(() -> assertThat(blue)
                            .as("the blue one")
                            .hasInterface("lo")
                            .isDown()))
                    .hasMessageStartingWith("[the blue one] ");
            Assertions.assertThat(failureOf(() -> assertThat(blue)
                            .as("the blue one")
                            .cannotPing("192.168.0.194")
                            .because(Unreachable.REFUSED)))
                    .hasMessageStartingWith("[the blue one] ");
        }

        @Test
        void should_carry_a_message_to_where_it_leads() {
            Assertions.assertThat(failureOf(() -> assertThat(blue)
                            .withFailMessage("blue is %s", "broken")
                            .hasInterface("lo")
                            .isDown()))
                    .hasMessage("blue is broken");
            Assertions.assertThat(failureOf(() ->
                            assertThat(blue).overridingErrorMessage("broken").canPing("192.168.0.194")))
                    .hasMessage("broken");
        }

        @Test
        void should_fail_if_there_is_none() {
            Assertions.assertThat(
                            failureOf(() -> assertThat((NetworkNamespace) null).canPing("10.0.0.1")))
                    .hasMessageContaining("not to be null");
            Assertions.assertThat(
                            failureOf(() -> assertThat((NetworkNamespace) null).hasInterface("lo")))
                    .hasMessageContaining("not to be null");
        }
    }

    @Nested
    class Softly {

        @Test
        void should_collect_all_failures() {
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
                    .extracting(error ->
                            error.getMessage().lines().skip(3).findFirst().orElse(""))
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
        void should_report_together() {
            assertThatExceptionOfType(AssertJMultipleFailuresError.class)
                    .isThrownBy(() -> NetnsSoftAssertions.assertSoftly(softly -> {
                        softly.assertThat(blue).hasDefaultRouteVia("10.0.0.1");
                        softly.assertThat(root).isListeningOn(80);
                        softly.assertThat("AssertJ's own").isEmpty();
                    }))
                    .withMessageContaining("3 failures");
        }
    }

    private ServerSocket listen(int port) throws Exception {
        return root.call(() -> new ServerSocket(port));
    }

    private static AssertionError failureOf(ThrowingCallable assertion) {
        return Assertions.catchThrowableOfType(AssertionError.class, assertion);
    }
}
