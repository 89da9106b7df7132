package io.github.netnsjunit.jupiter.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.jupiter.InNamespace;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.TestKit;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.lab.NetworkNamespace;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Runs tests whose networks have the same names, addresses and ports in parallel. */
class ParallelLabsTests {

    private static final int AT_ONCE = 8;
    private static final int ROUNDS = 200;

    @Test
    void neverMeet() {
        Map<String, String> parameters = new HashMap<>(TestKit.inParallel(AT_ONCE));
        parameters.put(Settings.LEAKS, "fail");
        TestKit.run(SameNetworkTestCases.class, parameters)
                .testEvents()
                .assertStatistics(stats -> stats.succeeded(AT_ONCE * ROUNDS).failed(0));
    }

    @NetNamespace("root_ns")
    @NetNamespace("blue_ns")
    @VethPair(
            left = @VethEnd(namespace = "root_ns", name = "veth_root_ns", address = "10.0.0.1/24"),
            right = @VethEnd(namespace = "blue_ns", name = "veth_blue_ns", address = "10.0.0.2/24"))
    static class SameNetworkTestCases {

        @RepeatedTest(AT_ONCE * ROUNDS)
        @InNamespace("blue_ns")
        void reachesItsOwnServer(@NetNamespace("root_ns") NetworkNamespace root) throws Exception {
            try (ServerSocket server = root.serverSocketFactory().createServerSocket(8080);
                    ServerSocket own = new ServerSocket(8080);
                    Socket client = new Socket()) {
                client.connect(new InetSocketAddress(InetAddress.getAllByName("root_ns")[0], 8080), 5_000);
                try (Socket accepted = server.accept()) {
                    assertThat(accepted.getPort()).isEqualTo(client.getLocalPort());
                    assertThat(own.getLocalPort()).isEqualTo(8080);
                }
            }
        }
    }
}
