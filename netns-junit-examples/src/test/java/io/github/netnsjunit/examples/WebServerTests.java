package io.github.netnsjunit.examples;

// tag::first[]
import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;

import io.github.netnsjunit.jupiter.DefaultRoute;
import io.github.netnsjunit.jupiter.InNamespace;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

@NetNamespace("root_ns")
@NetNamespace("blue_ns")
@VethPair(
        left = @VethEnd(namespace = "root_ns", name = "veth_root_ns", address = "10.0.0.1/24"),
        right = @VethEnd(namespace = "blue_ns", name = "veth_blue_ns", address = "10.0.0.2/24"))
@DefaultRoute(namespace = "blue_ns", via = "10.0.0.1")
class WebServerTests {

    @Test
    void reachesTheWebServer(Lab lab, @NetNamespace("blue_ns") NetworkNamespace blue) {
        NetworkNamespace root = lab.namespace("root_ns");
        // end::first[]
        Programs.need("python3");
        // tag::first[]
        root.start("python3", "-m", "http.server", "8080").awaitListening(8080); // a real process, inside
        assertThat(blue).canConnectTo("10.0.0.1", 8080);
        assertThat(blue).get("http://10.0.0.1:8080/").hasStatus(200);
        assertThat(root).canPing("10.0.0.2");
    }

    @Test
    @InNamespace("blue_ns") // the whole method runs inside
    void runsInside(@NetNamespace("root_ns") NetworkNamespace root) throws Exception {
        try (ServerSocket server = new ServerSocket(8080)) {
            assertThat(root).canConnectTo("blue-ns", server.getLocalPort());
        }
    }
}
// end::first[]
