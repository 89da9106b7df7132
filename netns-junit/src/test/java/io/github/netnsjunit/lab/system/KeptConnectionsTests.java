package io.github.netnsjunit.lab.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.netnsjunit.holds.ChildJvm;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** Starts a new Java process for each test, because the JDK decides with the first request of a process. */
class KeptConnectionsTests {

    private static final String WARNING = "WARNING: HttpURLConnection keeps idle connections for the whole process";

    @Test
    void theServerOfTheOwnNamespaceAnswersThoughAnotherAnsweredBefore() throws Exception {
        assertThat(ChildJvm.of(SameUrlEverywhere.class).output())
                .contains("red: red, blue: blue, outside: outside, red again: red")
                .doesNotContain(WARNING);
    }

    /** Shows that the test before means something, too. */
    @Test
    void aUserMayKeepThem() throws Exception {
        assertThat(ChildJvm.of(SameUrlEverywhere.class)
                        .with("-Dhttp.keepAlive=true")
                        .output())
                .contains("red: red, blue: red")
                .doesNotContain(WARNING);
    }

    @Test
    void itIsToldOnceIfARequestCameBeforeTheFirstLab() throws Exception {
        assertThat(ChildJvm.of(SameUrlEverywhere.class, "request before").output())
                .containsOnlyOnce(WARNING)
                .contains("-Dhttp.keepAlive=false");
    }

    @Test
    void itIsToldIfOnlyARequestInALabLeavesAConnection() throws Exception {
        assertThat(ChildJvm.of(RefusedRequest.class).output())
                .containsSubsequence("no warning yet", WARNING)
                .containsOnlyOnce(WARNING);
    }

    @Test
    void warmUpDoesItToo() throws Exception {
        assertThat(ChildJvm.of(WarmUpAlone.class).output()).contains("http.keepAlive=false");
    }

    /** Asks for the same URL in two namespaces and outside. In each another server listens. */
    static final class SameUrlEverywhere {

        private SameUrlEverywhere() {}

        public static void main(String[] arguments) throws Exception {
            HttpServer outside = server("outside", 0);
            int port = outside.getAddress().getPort();
            if (arguments.length > 0) {
                get(port);
            }
            try (Lab lab = Lab.create(Topology.of(Namespace.of("red"), Namespace.of("blue")))) {
                NetworkNamespace red = lab.namespace("red");
                NetworkNamespace blue = lab.namespace("blue");
                HttpServer inRed = red.call(() -> server("red", port));
                HttpServer inBlue = blue.call(() -> server("blue", port));
                System.out.println("red: " + red.call(() -> get(port)) + ", blue: " + blue.call(() -> get(port))
                        + ", outside: " + get(port) + ", red again: " + red.call(() -> get(port)));
                inRed.stop(0);
                inBlue.stop(0);
            }
            outside.stop(0);
        }
    }

    /** The first request loads the class of the JDK that decides, but leaves no connection. */
    static final class RefusedRequest {

        private RefusedRequest() {}

        public static void main(String[] arguments) throws Exception {
            HttpServer closed = server("closed", 0);
            closed.stop(0);
            try {
                throw new AssertionError(get(closed.getAddress().getPort()));
            } catch (IOException refused) {
                // as it should be
            }
            try (Lab lab = Lab.create(Topology.of(Namespace.of("red")))) {
                System.out.println("no warning yet");
                NetworkNamespace red = lab.namespace("red");
                HttpServer server = red.call(() -> server("red", 8080));
                assertThat(red.<String>call(() -> get(8080))).isEqualTo("red");
                lab.close();
                server.stop(0);
            }
        }
    }

    static final class WarmUpAlone {

        private WarmUpAlone() {}

        public static void main(String[] arguments) {
            Lab.warmUp();
            System.out.println("http.keepAlive=" + System.getProperty("http.keepAlive"));
        }
    }

    private static HttpServer server(String answer, int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, answer.length());
            exchange.getResponseBody().write(answer.getBytes(UTF_8));
            exchange.close();
        });
        server.start();
        return server;
    }

    private static String get(int port) throws IOException {
        try (InputStream answer =
                URI.create("http://127.0.0.1:" + port + "/").toURL().openStream()) {
            return new String(answer.readAllBytes(), UTF_8);
        }
    }
}
