package io.github.netnsjunit.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock("the host's network")
class HostNamespaceTests {

    private static final String HOST_END = "nnj_host";

    static void assumeHostNamespace() {
        assumeTrue(KernelFeature.HOST_NAMESPACE.isAvailable(), KernelFeature.HOST_NAMESPACE.reason());
    }

    /** Benchmarking addresses (RFC 2544), which no host should have. */
    private static Topology.Builder besideHost(String hostEnd, String address) {
        return Topology.builder()
                .hostNamespace("host_ns")
                .namespace("blue_ns")
                .vethPair(End.of("host_ns", hostEnd, address), End.of("blue_ns", "veth_blue_ns", "198.18.255.2/30"));
    }

    @BeforeEach
    void onlyWhereTheHostMayBeTouched() {
        assumeHostNamespace();
    }

    @Test
    void joinsTheHostToALabAndLeavesNothing() throws Exception {
        try (Lab lab = Lab.create(besideHost(HOST_END, "198.18.255.1/30").build())) {
            assertThat(NetworkInterface.getByName(HOST_END)).isNotNull();
            try (ServerSocket server =
                            lab.namespace("blue_ns").serverSocketFactory().createServerSocket(8080);
                    Socket client = new Socket("198.18.255.2", 8080);
                    Socket accepted = server.accept()) {
                assertThat(accepted.getInetAddress().getHostAddress()).isEqualTo("198.18.255.1");
                assertThat(client.isConnected()).isTrue();
            }
            assertThat(lab.namespace("host_ns").call(() -> NetworkInterface.getByName(HOST_END)))
                    .isNotNull();
        }
    }

    @AfterEach
    void vanishesWithItsPeer() {
        await("the host's end to vanish")
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> NetworkInterface.getByName(HOST_END) == null);
    }

    @Test
    void refusesAddressesThatOverlapTheHosts() {
        assertThatThrownBy(() -> Lab.create(besideHost(HOST_END, "127.1.0.1/30").build()))
                .isInstanceOf(IllegalArgumentException.class);
        try (Lab first = Lab.create(besideHost(HOST_END, "198.18.255.1/30").build())) {
            assertThatThrownBy(() -> Lab.create(
                            besideHost("nnj_other", "198.18.255.1/29").build()))
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("namespace [host_ns]")
                    .hasMessageContaining("[198.18.255.1/29] on host_ns:nnj_other overlaps 198.18.255.0/30");
            assertThat(first.namespaces()).hasSize(2);
        }
    }

    @Test
    void refusesRoutesThatOverlapTheHosts() {
        try (Lab first = Lab.create(besideHost(HOST_END, "198.18.255.1/30").build())) {
            Topology over = Topology.builder()
                    .hostNamespace("host_ns")
                    .namespace("blue_ns")
                    .vethPair(
                            End.of("host_ns", "nnj_other", "198.18.254.1/30"),
                            End.of("blue_ns", "veth_blue_ns", "198.18.254.2/30"))
                    .route("host_ns", "198.18.255.0/31", "198.18.254.2")
                    .build();
            assertThatThrownBy(() -> Lab.create(over))
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("route host_ns: 198.18.255.0/31 via 198.18.254.2 overlaps 198.18.255.0/30");
            assertThat(first.namespaces()).hasSize(2);
        }
    }

    @Test
    void refusesANameThatTheHostHas() {
        assertThatThrownBy(() -> Lab.create(besideHost("eth0", "198.18.255.1/30")
                        .vethPair(End.of("host_ns", HOST_END), End.of("blue_ns", "other"))
                        .build()))
                .satisfies(refusal -> assumeTrue(
                        NetworkInterface.getByName("eth0") != null, "this host has no interface called eth0"))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("the host has an interface [eth0] already");
    }

    @Test
    void refusesToChangeTheHostsKernelParameters() {
        try (Lab lab = Lab.create(besideHost(HOST_END, "198.18.255.1/30").build())) {
            assertThatThrownBy(() -> lab.namespace("host_ns").sysctl("net.ipv4.ip_forward", "1"))
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("net.ipv4.ip_forward");
        }
    }
}
