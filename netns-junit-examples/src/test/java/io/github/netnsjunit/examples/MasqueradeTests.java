package io.github.netnsjunit.examples;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * A test's network that reaches a server beyond the machine. It runs in a Java process whose machine is a namespace, so that nothing here
 * depends on the real machine, or touches it.
 */
@NetNamespace("machine")
@NetNamespace("internet")
@VethPair(
        left = @VethEnd(namespace = "machine", name = "eth0", address = "203.0.113.2/24"),
        right = @VethEnd(namespace = "internet", name = "eth0", address = "203.0.113.1/24"))
@Sysctl(namespace = "machine", name = "net.ipv4.conf.eth0.forwarding", value = "1")
@EnabledIfKernelHas(KernelFeature.NFT_OWNER)
class MasqueradeTests {

    @Test
    void runsOnAMachineThatForwards(
            @NetNamespace("machine") NetworkNamespace machine, @NetNamespace("internet") NetworkNamespace internet)
            throws Exception {
        try (ServerSocket server = internet.serverSocketFactory().createServerSocket(443)) {
            ExecResult ended = machine.javaProcess(TestRun.class, BeyondTheMachine.class.getName())
                    .exec(Duration.ofMinutes(2));
            assertThat(ended.exitCode()).as(ended.output()).isZero();
            server.setSoTimeout(60_000);
            try (Socket client = server.accept()) {
                assertThat(client.getInetAddress()).hasToString("/203.0.113.2"); // the machine's address
            }
        }
    }

    // tag::masquerade[]
    @HostNamespace
    @NetNamespace("alice")
    @VethPair(
            left = @VethEnd(namespace = "host", name = "veth_host", address = "10.203.0.1/24"),
            right = @VethEnd(namespace = "alice", name = "eth0", address = "10.203.0.2/24"))
    @DefaultRoute(namespace = "alice", via = "10.203.0.1")
    @Masquerade(through = "eth0") // packets leave through the machine
    static class BeyondTheMachine {

        @Test
        void isReached(@NetNamespace("alice") NetworkNamespace alice) {
            assertThat(alice).canConnectTo("203.0.113.1", 443);
        }
    }
    // end::masquerade[]
}
