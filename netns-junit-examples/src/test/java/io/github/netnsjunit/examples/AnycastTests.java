package io.github.netnsjunit.examples;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.jupiter.Lan;
import io.github.netnsjunit.jupiter.Loopback;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.Route;
import io.github.netnsjunit.jupiter.Router;
import io.github.netnsjunit.jupiter.Sysctl;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** One address at several places: the routes say who answers. */
// tag::network[]
@Lan(
        name = "home",
        subnet = {"10.1.0.0/24", "fd00:1::/64"},
        hosts = "client")
@Lan(name = "west", subnet = "10.2.0.0/24", hosts = "server1")
@Lan(name = "east", subnet = "10.3.0.0/24", hosts = "server2")
@Router(
        name = "router",
        lans = {"home", "west", "east"})
@Loopback(namespace = "server1", address = "192.0.2.53/32")
@Loopback(namespace = "server2", address = "192.0.2.53/32")
@Route(namespace = "router", to = "192.0.2.53/32", via = "10.2.0.1", metric = 10)
@Route(namespace = "router", to = "192.0.2.53/32", via = "10.3.0.1", metric = 20)
// end::network[]
class AnycastTests {

    // tag::anycast[]
    @Test
    void theOtherServerTakesOver(Lab lab) throws Exception {
        try (ServerSocket first = greet(lab.namespace("server1"));
                ServerSocket second = greet(lab.namespace("server2"))) {
            NetworkNamespace client = lab.namespace("client");
            assertThat(whoAnswers(client)).isEqualTo("server1");

            lab.namespace("router").linkDown("west"); // takes the route there away
            assertThat(whoAnswers(client)).isEqualTo("server2");
        }
    }
    // end::anycast[]

    // tag::router[]
    @Test
    @Sysctl(namespace = "router", name = "net.ipv6.anycast_src_echo_reply", value = "1")
    void eachRouterAnswersAtTheAddressOfItsSubnet(
            @NetNamespace("client") NetworkNamespace client, @NetNamespace("router") NetworkNamespace router) {
        assertThat(client).canPing("fd00:1::"); // the subnet-router anycast address of RFC 4291
        assertThat(router.exec("cat", "/proc/net/anycast6").output())
                .containsPattern("home +fd000001000000000000000000000000");
    }
    // end::router[]

    /** A server that tells each client the name of its namespace, until it is closed. */
    private static ServerSocket greet(NetworkNamespace server) throws IOException {
        ServerSocket listening =
                server.serverSocketFactory().createServerSocket(53, 1, InetAddress.getByName("192.0.2.53"));
        Thread greeting = new Thread(() -> {
            try {
                while (true) {
                    try (Socket client = listening.accept()) {
                        client.getOutputStream().write(server.name().getBytes(StandardCharsets.UTF_8));
                    }
                }
            } catch (IOException closed) {
                assertThat(listening.isClosed()).isTrue();
            }
        });
        greeting.setDaemon(true);
        greeting.start();
        return listening;
    }

    private static String whoAnswers(NetworkNamespace client) throws IOException {
        try (Socket connected = client.socketFactory().createSocket("192.0.2.53", 53)) {
            return new String(connected.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
