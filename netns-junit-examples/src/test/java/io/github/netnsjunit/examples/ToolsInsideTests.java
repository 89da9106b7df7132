package io.github.netnsjunit.examples;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.listing.Interface;
import io.github.netnsjunit.process.ExecResult;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

/** Programs that run inside a namespace see the same as the library. They need no {@code ip netns exec}. */
@BlueNetwork
class ToolsInsideTests {

    @NetNamespace("root_ns")
    private NetworkNamespace root;

    @NetNamespace("blue_ns")
    private NetworkNamespace blue;

    @Test
    void ipListsTheInterfaces() {
        Programs.need("ip");
        String json = run(blue, "ip", "-j", "address");

        for (Interface each : blue.interfaces()) {
            assertThat(json)
                    .contains("\"ifindex\":" + each.index())
                    .contains("\"ifname\":\"" + each.name() + "\"")
                    .contains("\"mtu\":" + each.mtu())
                    .contains("\"address\":\"" + each.mac() + "\"");
            for (LinkAddress address : each.addresses()) {
                String local = address.toString().replaceFirst("/.*", "");
                assertThat(json).contains("\"local\":\"" + local + "\",\"prefixlen\":" + address.prefixLength());
            }
        }
    }

    @Test
    void ipListsTheRoutes() {
        Programs.need("ip");

        assertThat(run(blue, "ip", "-j", "route"))
                .contains("{\"dst\":\"default\",\"gateway\":\"10.0.0.1\",\"dev\":\"veth_blue_ns\"")
                .contains("{\"dst\":\"10.0.0.0/24\",\"dev\":\"veth_blue_ns\"");
        assertThat(blue).hasDefaultRouteVia("10.0.0.1").hasRoute("10.0.0.0/24");
    }

    @Test
    void ssListsTheServer() throws Exception {
        Programs.need("ss");
        try (ServerSocket server = root.serverSocketFactory().createServerSocket(8080)) {
            assertThat(run(root, "ss", "-Hltn")).contains(":" + server.getLocalPort());
            assertThat(run(blue, "ss", "-Hltn")).isEmpty();
            assertThat(root.listeningPorts()).containsExactly(8080);
        }
    }

    @Test
    void curlGetsThePage() throws Exception {
        Programs.need("curl");
        try (WebServer server = WebServer.in(root, "10.0.0.1", 8080)) {
            assertThat(run(blue, "curl", "-sS", server.url())).isEqualTo(server.greeting());
        }
    }

    private static String run(NetworkNamespace namespace, String... command) {
        ExecResult result = namespace.exec(command);
        assertThat(result.exitCode()).as(result.output()).isZero();
        return result.output();
    }
}
