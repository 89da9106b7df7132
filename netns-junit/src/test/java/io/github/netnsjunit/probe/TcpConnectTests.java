package io.github.netnsjunit.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.policy.SysctlSetting;
import io.github.netnsjunit.probe.Reachability.NotReached;
import io.github.netnsjunit.probe.Reachability.Reached;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A TCP probe reaches a listening port at any address, and no other port. */
@Tag("kernel")
class TcpConnectTests {

    private static RoutedNetwork network;

    @BeforeAll
    static void create() {
        network = RoutedNetwork.create();
    }

    @AfterAll
    static void close() {
        network.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.1.2", "fd01::2"})
    void shouldReachOnlyAListeningPort(String host) throws Exception {
        // GIVEN
        try (ServerSocket server = network.server().call(() -> new ServerSocket(0, 5, InetAddress.getByName(host)))) {
            // WHEN
            Reachability listening =
                    TcpConnect.of(network.client(), host, server.getLocalPort()).send();
            Reachability refused = TcpConnect.of(network.client(), host, 1).send();
            // THEN
            assertThat(listening).isInstanceOf(Reached.class);
            assertThat(refused).isEqualTo(new NotReached(Unreachable.REFUSED, "ECONNREFUSED (Connection refused)"));
        }
    }

    @RepeatedTest(20)
    void shouldReachAServerThatClosesAtOnce() throws Exception {
        // GIVEN: sometimes the reset arrives before the probe looks at its socket
        try (ServerSocket server = network.server().call(() -> new ServerSocket(0))) {
            Thread closing = new Thread(() -> {
                try {
                    while (true) {
                        Socket accepted = server.accept();
                        accepted.setSoLinger(true, 0);
                        accepted.close();
                    }
                } catch (IOException closed) {
                    // the test is over
                }
            });
            closing.start();
            // WHEN
            Reachability result = TcpConnect.of(network.client(), "10.0.1.2", server.getLocalPort())
                    .send();
            // THEN
            assertThat(result).isInstanceOf(Reached.class);
        }
    }

    @Test
    void shouldTryAllAddressesOfAName() throws Exception {
        // GIVEN
        int port = 8080;
        TcpConnect connect = TcpConnect.of(network.client(), "router", port);
        // WHEN
        Reachability reached;
        try (ServerSocket server =
                network.router().call(() -> new ServerSocket(port, 5, InetAddress.getByName("fd00::1")))) {
            reached = connect.send();
        }
        // THEN
        assertThat(reached).isInstanceOf(Reached.class);
        assertThat(connect.send())
                .isEqualTo(new NotReached(
                        Unreachable.REFUSED,
                        "10.0.0.1: ECONNREFUSED (Connection refused);"
                                + " fd00::1: ECONNREFUSED (Connection refused)"));
    }

    @Test
    void shouldLeaveTimeForTheNextAddressOfAName() throws Exception {
        // GIVEN
        try (Lab lab = Lab.create(Topology.of(
                Namespace.of("a"),
                Namespace.of("b"),
                VethLink.between(
                        End.of("a", "ea", "10.0.0.1/24", "fd00::1/64"),
                        End.of("b", "eb", "10.0.0.2/24", "fd00::2/64"))))) {
            TcpConnect connect = TcpConnect.of(lab.namespace("a"), "b", 80);
            lab.namespace("b").removeAddress("eb", "10.0.0.2/24");
            // WHEN
            Reachability reached;
            try (ServerSocket server = lab.namespace("b").call(() -> new ServerSocket(80))) {
                reached = connect.timeout(Duration.ofSeconds(1)).send();
            }
            // THEN
            assertThat(reached).isInstanceOf(Reached.class);
            // WHEN
            lab.namespace("b").removeAddress("eb", "fd00::2/64");
            // THEN
            assertThat(connect.send())
                    .isInstanceOfSatisfying(
                            NotReached.class,
                            result -> assertThat(result.reason()).isEqualTo(Unreachable.HOST_UNREACHABLE));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "0.0.0.0", "::"})
    void shouldNotMistakeItselfForAListener(String self) throws Exception {
        // GIVEN: the only local port is also the target port
        try (Lab lab = Lab.create(Topology.of(
                Namespace.of("alone"), SysctlSetting.of("alone", "net.ipv4.ip_local_port_range", "40000 40000")))) {
            // WHEN
            Reachability result =
                    TcpConnect.of(lab.namespace("alone"), self, 40_000).send();
            // THEN
            assertThat(result)
                    .isEqualTo(new NotReached(
                            Unreachable.REFUSED,
                            "nobody listens: by chance the connection came from this very port, and met itself"));
        }
    }
}
