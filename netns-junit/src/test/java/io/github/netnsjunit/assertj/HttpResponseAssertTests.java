package io.github.netnsjunit.assertj;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.netnsjunit.address.IpAddress;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Assertions about HTTP answers, and about requests that get none. */
class HttpResponseAssertTests extends BlueNetwork {

    @Test
    void shouldPassIfTheAnswerIsAsExpected() throws Exception {
        MockResponse moved =
                answer(302).addHeader("Location", "/there").body("moved").build();
        try (MockWebServer server = serve(moved)) {
            assertThat(blue)
                    .get(URL)
                    .hasStatus(302)
                    .hasBody("moved")
                    .hasBodyContaining("ove")
                    .hasHeader("location", "/there");
            Assertions.assertThat(server.getRequestCount()).isEqualTo(1);
        }
    }

    @Test
    void shouldFailIfTheAnswerIsDifferent() throws Exception {
        MockResponse hello = answer(200)
                .addHeader("Content-Type", "text/plain")
                .body("hello")
                .build();
        try (MockWebServer server = serve(hello)) {
            // WHEN
            HttpResponseAssert answer = assertThat(blue).get(URL);
            // THEN
            Assertions.assertThat(failureOf(() -> answer.hasStatus(404)))
                    .hasMessageContaining("404")
                    .hasMessageContaining("The routing table of blue_ns has:");
            Assertions.assertThat(failureOf(() -> answer.hasBody("hell"))).hasMessageContaining("hello");
            Assertions.assertThat(failureOf(() -> answer.hasBodyContaining("Ell")))
                    .hasMessageContaining("hello");
            Assertions.assertThat(failureOf(() -> answer.hasHeader("content-type", "text")))
                    .hasMessageContaining("text/plain");
            Assertions.assertThat(failureOf(() -> answer.hasHeader("Location", "text/plain")))
                    .hasMessageContaining("Location");
            Assertions.assertThat(server.getRequestCount()).isEqualTo(1);
        }
    }

    @Test
    void shouldRepeatTheRequestUntilTheAssertionHoldsAndKeepThatAnswerForTheNext() throws Exception {
        MockResponse notYet = answer(503).build();
        try (MockWebServer server =
                serve(notYet, notYet, answer(200).body("fine").build())) {
            assertThat(blue).within(ofSeconds(5)).get(URL).hasStatus(200).hasBody("fine");
            Assertions.assertThat(server.getRequestCount()).isEqualTo(3);
        }
    }

    @Test
    void shouldVerifyChainedAssertionsOnTheSameAnswer() throws Exception {
        try (MockWebServer server = serve()) {
            // GIVEN
            server.setDispatcher(new Dispatcher() {
                @Override
                public MockResponse dispatch(RecordedRequest request) {
                    boolean ready = server.getRequestCount() % 4 == 0;
                    return answer(ready ? 200 : 503)
                            .body(ready ? "ready" : "starting")
                            .build();
                }
            });
            // THEN
            assertThat(blue).within(ofSeconds(5)).get(URL).hasStatus(200).hasBody("ready");
            Assertions.assertThat(failureOf(() -> assertThat(blue)
                            .within(ofMillis(600))
                            .get(URL)
                            .hasStatus(200)
                            .hasBody("starting")))
                    .isNotNull();
        }
    }

    @Test
    void shouldTellWhyThereIsNoAnswerAnyMore() throws Exception {
        try (MockWebServer server = serve(answer(503).build())) {
            // GIVEN
            CompletableFuture<Void> later = LaterChange.afterFailedAttempt(server::close);
            // THEN
            Assertions.assertThat(failureOf(
                            () -> assertThat(blue).within(ofSeconds(1)).get(URL).hasStatus(200)))
                    .hasMessageContaining("to be able to get " + URL)
                    .hasMessageContaining("REFUSED");
            later.get();
        }
    }

    @Test
    void shouldSendAnyNumberOfRequestsAtOnce() throws Exception {
        int many = 8; // by default, OkHttp sends at most 5 requests to one host at once
        try (MockWebServer server = serve()) {
            // GIVEN
            CountDownLatch asked = new CountDownLatch(many);
            server.setDispatcher(new Dispatcher() {
                @Override
                public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
                    asked.countDown();
                    return answer(asked.await(20, TimeUnit.SECONDS) ? 200 : 503).build();
                }
            });
            // WHEN
            List<Callable<HttpResponseAssert>> requests = Collections.nCopies(
                    many, () -> assertThat(blue).within(ofSeconds(10)).get(URL).hasStatus(200));
            // THEN
            for (Future<HttpResponseAssert> request : blue.executor().invokeAll(requests)) {
                request.get();
            }
        }
    }

    @Test
    @Timeout(20)
    void shouldCancelTheRequestWhenTheLabCloses() throws Exception {
        try (ServerSocket server = listen(8080)) {
            // GIVEN: a server that never answers
            CompletableFuture<Throwable> end = CompletableFuture.supplyAsync(
                    () -> Assertions.catchThrowable(
                            () -> assertThat(blue).within(ofMinutes(1)).get(URL)),
                    task -> new Thread(task).start());
            server.accept();
            // WHEN
            lab.close();
            // THEN
            Assertions.assertThat(end.get()).isInstanceOf(IllegalStateException.class);
            assertThatIllegalStateException()
                    .isThrownBy(() -> assertThat(blue).get(URL))
                    .withMessageContaining("[blue_ns] is closed");
        }
    }

    @Test
    void shouldTellWhyTheServerIsNotReached() {
        Assertions.assertThat(failureOf(() -> assertThat(blue).get("http://192.168.0.194:8080/")))
                .hasMessageContaining("to be able to get http://192.168.0.194:8080/")
                .hasMessageContaining("NO_ROUTE")
                .hasMessageContaining("There is no default route.");
        Assertions.assertThat(failureOf(() -> assertThat(blue).get("http://[fd00::1]:81/")))
                .hasMessageContaining("REFUSED");
    }

    @Test
    void shouldAcceptABodyOfEightMebibytes() throws Exception {
        String longest = "x".repeat(8 << 20);
        try (MockWebServer server = serve(answer(200).body(longest).build())) {
            assertThat(blue).get(URL).hasStatus(200);
            Assertions.assertThat(server.getRequestCount()).isEqualTo(1);
        }
    }

    @Test
    @Timeout(60)
    void shouldFailIfTheBodyNeverEnds() throws Exception {
        try (ServerSocket server = listen(8080)) {
            // GIVEN
            Future<?> endless = answer(server, 1, out -> {
                out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                while (true) {
                    out.write(new byte[64 * 1024]);
                }
            });
            // THEN
            Assertions.assertThat(failureOf(() -> assertThat(blue).get(URL)))
                    .hasMessageContaining("the body is longer than 8 MiB");
            endless.get(5, TimeUnit.SECONDS);
        }
    }

    @Test
    void shouldFailIfTheServerDoesNotSpeakHttp() throws Exception {
        try (ServerSocket server = listen(8080)) {
            // GIVEN
            Future<?> talk = answer(server, 2, out -> out.write("hello\n".getBytes(StandardCharsets.US_ASCII)));
            // THEN
            Assertions.assertThat(failureOf(() -> assertThat(blue).get(URL)))
                    .hasMessageContaining("although its port accepts connections:");
            talk.get(5, TimeUnit.SECONDS);
        }
    }

    @Test
    void shouldAcceptALinkLocalAddressWithItsInterface() throws Exception {
        // GIVEN
        String linkLocal = root.interfaceNamed("veth_root_ns").addresses().stream()
                .map(each -> each.address())
                .filter(each -> each.isLinkLocalAddress())
                .map(IpAddress::text)
                .findFirst()
                .orElseThrow();
        try (MockWebServer server = new MockWebServer()) {
            server.setServerSocketFactory(root.serverSocketFactory());
            server.enqueue(answer(200).build());
            server.enqueue(answer(200).build());
            server.start(InetAddress.getByName("::"), 8080);
            // THEN
            for (String percent : List.of("%25", "%")) {
                assertThat(blue)
                        .within(ofSeconds(20))
                        .get("http://[" + linkLocal + percent + "veth_blue_ns]:8080/a")
                        .hasStatus(200);
                RecordedRequest request = server.takeRequest();
                Assertions.assertThat(request.getHeaders().get("Host")).isEqualTo("[" + linkLocal + "]:8080");
                Assertions.assertThat(request.getTarget()).isEqualTo("/a");
            }
        }
        Assertions.assertThat(failureOf(() -> assertThat(blue).get("http://[fe80::99%25nosuch]:81/")))
                .hasMessageContaining("no address is known for fe80::99%nosuch");
        Assertions.assertThat(failureOf(
                        () -> assertThat(blue).within(ofMillis(100)).get("http://[fe80::99%25veth_blue_ns]:81/")))
                .hasMessageContaining("http://[fe80::99%25veth_blue_ns]:81/")
                .hasMessageContaining("fe80::99%veth_blue_ns did not answer in time");
    }

    /** What a server writes into a connection, whatever the request is. */
    @FunctionalInterface
    private interface Answer {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Answers so many connections, one after the other, or fewer if a client closes one. */
    private Future<?> answer(ServerSocket server, int connections, Answer answer) {
        return root.executor().submit(() -> {
            for (int i = 0; i < connections; i++) {
                try (Socket socket = server.accept()) {
                    answer.writeTo(socket.getOutputStream());
                } catch (IOException gone) {
                    return; // the client closed the connection
                }
            }
        });
    }
}
