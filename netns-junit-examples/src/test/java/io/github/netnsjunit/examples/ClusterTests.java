package io.github.netnsjunit.examples;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.probe.Unreachable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Two nodes agree on a number. All tests run at once, with the same names, addresses and ports, and never meet. */
// tag::cluster[]
@Execution(ExecutionMode.CONCURRENT)
@NetNamespace("node1")
@NetNamespace("node2")
@VethPair(
        left = @VethEnd(namespace = "node1", name = "eth0", address = "10.0.0.1/24"),
        right = @VethEnd(namespace = "node2", name = "eth0", address = "10.0.0.2/24"))
class ClusterTests {

    @RepeatedTest(8)
    void nodesAgree(@NetNamespace("node1") NetworkNamespace node1, @NetNamespace("node2") NetworkNamespace node2)
            throws Exception {
        try (ServerSocket server1 = node1.serverSocketFactory().createServerSocket(7000);
                ServerSocket server2 = node2.serverSocketFactory().createServerSocket(7000)) {
            Future<Integer> first = node1.executor().submit(node(1, server1, "node2"));
            Future<Integer> second = node2.executor().submit(node(2, server2, "node1"));

            assertThat(first.get(10, SECONDS)).isEqualTo(2);
            assertThat(second.get(10, SECONDS)).isEqualTo(2);
        }
    }
    // end::cluster[]

    @Test
    void aNodeNoticesThatTheOthersCableIsCut(Lab lab) {
        NetworkNamespace node2 = lab.namespace("node2");
        assertThat(node2).canPing("node1");

        lab.links().get(0).left().down(); // node1's end

        Duration aWhile = Duration.ofSeconds(10); // the kernel gives up on a silent neighbour after three seconds
        assertThat(node2).within(aWhile).hasInterface("eth0").isUp().hasNoCarrier();
        assertThat(node2).within(aWhile).cannotPing("node1").because(Unreachable.HOST_UNREACHABLE);
    }

    /** Offers its number to the other node, hears the other's, and takes the larger. */
    private static Callable<Integer> node(int number, ServerSocket server, String other) {
        return () -> {
            try (Socket out = new Socket(other, 7000);
                    Socket in = server.accept()) {
                new DataOutputStream(out.getOutputStream()).writeInt(number);
                return Math.max(number, new DataInputStream(in.getInputStream()).readInt());
            }
        };
    }
    // tag::cluster[]
}
// end::cluster[]
