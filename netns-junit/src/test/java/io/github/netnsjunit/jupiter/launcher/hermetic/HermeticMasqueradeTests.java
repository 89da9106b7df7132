package io.github.netnsjunit.jupiter.launcher.hermetic;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.netnsjunit.jupiter.DefaultRoute;
import io.github.netnsjunit.jupiter.EnabledIfKernelHas;
import io.github.netnsjunit.jupiter.HostNamespace;
import io.github.netnsjunit.jupiter.Masquerade;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.Sysctl;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.process.ExecResult;
import io.github.netnsjunit.topology.KernelFeature;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** In a suite with {@code netns.junit.jvm=hermetic} only the network with a masquerade reaches the outside. */
@NetNamespace("machine")
@NetNamespace("internet")
@VethPair(
        left = @VethEnd(namespace = "machine", name = "eth0", address = "203.0.113.2/24"),
        right = @VethEnd(namespace = "internet", name = "eth0", address = "203.0.113.1/24"))
@Sysctl(namespace = "machine", name = "net.ipv4.conf.eth0.forwarding", value = "1")
@EnabledIfKernelHas(KernelFeature.NFT_OWNER)
class HermeticMasqueradeTests {

    @Test
    void onlyTheNetworkWithAMasqueradeLeaves(
            @NetNamespace("machine") NetworkNamespace machine, @NetNamespace("internet") NetworkNamespace internet)
            throws Exception {
        try (ServerSocket server = internet.serverSocketFactory().createServerSocket(443)) {
            String[] suite = HermeticJvmTests.suite(LeavingTestCases.class)
                    .with("-Dnetns.junit.jvm=hermetic")
                    .command()
                    .toArray(String[]::new);
            ExecResult ended = machine.process(suite).exec(Duration.ofMinutes(2));
            assertThat(ended.exitCode()).as(ended.output()).isZero();
            server.setSoTimeout(60_000);
            try (Socket client = server.accept()) {
                assertThat(client.getInetAddress()).hasToString("/203.0.113.2");
            }
        }
    }

    @HostNamespace
    @NetNamespace("alice")
    @VethPair(
            left = @VethEnd(namespace = "host", name = "veth_host", address = "10.203.0.1/24"),
            right = @VethEnd(namespace = "alice", name = "eth0", address = "10.203.0.2/24"))
    @DefaultRoute(namespace = "alice", via = "10.203.0.1")
    @Masquerade(through = "eth0")
    static class LeavingTestCases {

        @Test
        void aliceLeavesAndTheJvmDoesNot(@NetNamespace("alice") NetworkNamespace alice) {
            assertThat(alice).canConnectTo("203.0.113.1", 443);
            assertThatThrownBy(() -> new Socket("203.0.113.1", 443).close()).isInstanceOf(SocketException.class);
        }
    }
}
