package io.github.netnsjunit.examples.products;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.github.netnsjunit.jupiter.InNamespace;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.lab.NetworkNamespace;
import java.net.InetAddress;
import java.time.Duration;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

/** {@code @SpringBootTest} beside a network: beans work inside, but a server that it starts is outside. */
// tag::client[]
@SpringBootTest(classes = SpringBootTestTests.SkyClient.class, webEnvironment = WebEnvironment.NONE)
@ThreeNodes
class SpringBootTestTests {

    static class SkyClient {
        private final RestClient rest = RestClient.builder()
                .requestFactory(new SimpleClientHttpRequestFactory())
                .build();

        String colour() {
            return rest.get().uri("http://node1/colour").retrieve().body(String.class);
        }
    }

    @Autowired
    private SkyClient client; // was made outside; what it opens is where the thread is that calls it

    @Test
    void aBeanIsCalledInside(
            @NetNamespace("node1") NetworkNamespace node1, @NetNamespace("node2") NetworkNamespace node2)
            throws Exception {
        try (MockWebServer server = new MockWebServer()) {
            server.setServerSocketFactory(node1.serverSocketFactory());
            server.enqueue(new MockResponse.Builder().body("blue").build());
            server.start(InetAddress.getByName("10.0.0.1"), 80);

            assertThat(node2.call(client::colour)).isEqualTo("blue");
        }
    }
    // end::client[]

    @Test
    void aServerOfSpringBootTestIsOutsideAndTheFailureSaysSo() {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(ServerOutside.class))
                                .build(),
                        listener);

        assertThat(listener.getSummary().getFailures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.getException().getSuppressed())
                        .singleElement()
                        .satisfies(note -> assertThat(note)
                                .hasMessageContaining("a TCP server on ")
                                .hasMessageContaining(
                                        "@SpringBootTest starts the application on JUnit's thread, outside")
                                .hasMessageContaining("SpringApplicationBuilder")));
    }

    /** Looks for the application inside. It is run by a test of the outer class alone, and fails. */
    @SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.RANDOM_PORT)
    @ThreeNodes
    static class ServerOutside {

        @LocalServerPort
        private int port;

        @Test
        @InNamespace("node1")
        void reachesTheApplication() {
            SimpleClientHttpRequestFactory connections = new SimpleClientHttpRequestFactory();
            connections.setConnectTimeout(Duration.ofSeconds(10));
            RestClient.builder()
                    .requestFactory(connections)
                    .build()
                    .get()
                    .uri("http://localhost:" + port)
                    .retrieve()
                    .toBodilessEntity();
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}
    // tag::client[]
}
// end::client[]
