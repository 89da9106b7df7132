package io.github.netnsjunit.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ParallelLabsTests {

    private static final int AT_ONCE = 8;
    private static final int ROUNDS = 200;

    private static final Topology TOPOLOGY = Topology.of(
            Namespace.of("root_ns"),
            Namespace.of("blue_ns"),
            VethLink.between(
                    End.of("root_ns", "veth_root_ns", "10.0.0.1/24"),
                    End.of("blue_ns", "veth_blue_ns", "10.0.0.2/24")));

    @Test
    @Timeout(120)
    void identicalLabsDoNotDisturbEachOther() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE);
        try {
            Callable<Void> rounds = () -> {
                for (int round = 0; round < ROUNDS; round++) {
                    talk();
                }
                return null;
            };
            List<Future<Void>> all = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                all.add(pool.submit(rounds));
            }
            for (Future<Void> each : all) {
                each.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static void talk() throws Exception {
        byte[] token = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
        try (Lab lab = Lab.create(TOPOLOGY);
                ServerSocket server =
                        lab.namespace("root_ns").serverSocketFactory().createServerSocket(8080);
                Socket client = lab.namespace("blue_ns").socketFactory().createSocket("10.0.0.1", 8080);
                Socket accepted = server.accept()) {
            client.getOutputStream().write(token);
            client.shutdownOutput();
            assertThat(accepted.getInputStream().readAllBytes()).isEqualTo(token);
        }
    }
}
