package io.github.netnsjunit.examples;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.assertj.HttpAnswer;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.lab.NetworkNamespace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;

/** A client in one namespace and a server in another. The test's thread is in neither: only the sockets are inside. */
@BlueNetwork
class OkHttpTests {

    // tag::okhttp[]
    @Test
    void clientAndServer(@NetNamespace("root_ns") NetworkNamespace root, @NetNamespace("blue_ns") NetworkNamespace blue)
            throws IOException {
        try (MockWebServer server = new MockWebServer()) {
            server.setServerSocketFactory(root.serverSocketFactory());
            server.enqueue(new MockResponse.Builder().body("hello").build());
            server.start(InetAddress.getByName("10.0.0.1"), 80);

            OkHttpClient client = blue.okHttpClient();
            Request request = new Request.Builder().url("http://root-ns/").build();
            try (Response response = client.newCall(request).execute()) {
                assertThat(response.body().string()).isEqualTo("hello");
            }
        }
    }
    // end::okhttp[]

    @Test
    void theClientOfTheJdkConnectsFromInside(
            @NetNamespace("root_ns") NetworkNamespace root, @NetNamespace("blue_ns") NetworkNamespace blue)
            throws Exception {
        try (WebServer server = WebServer.in(root, "10.0.0.1", 8080)) {
            HttpResponse<String> response = blue.httpClient()
                    .send(HttpRequest.newBuilder(URI.create(server.url())).build(), BodyHandlers.ofString());

            assertThat(HttpAnswer.of(response)).hasStatus(200).hasBody(server.greeting());
        }
    }
}
