package io.github.netnsjunit.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.jupiter.Lan;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Hosts of a LAN find each other by multicast and broadcast, without naming an interface. */
// tag::multicast[]
@Lan(
        name = "office",
        subnet = "10.1.0.0/24",
        hosts = {"alice", "bob", "carol"})
@Timeout(60)
class MulticastTests {

    private static MulticastSocket member(NetworkNamespace host, String group) throws Exception {
        return host.call(() -> {
            MulticastSocket socket = new MulticastSocket(5000);
            socket.joinGroup(new InetSocketAddress(group, 5000), null);
            return socket;
        });
    }

    private static String receive(MulticastSocket socket) throws Exception {
        DatagramPacket packet = new DatagramPacket(new byte[100], 100);
        socket.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), UTF_8);
    }

    @Test
    void aGroupHearsWhatOneOfItSays(Lab lab) throws Exception {
        try (MulticastSocket alice = member(lab.namespace("alice"), "239.1.2.3");
                MulticastSocket bob = member(lab.namespace("bob"), "239.1.2.3");
                MulticastSocket carol = member(lab.namespace("carol"), "239.1.2.3")) {

            alice.send(new DatagramPacket("hello".getBytes(UTF_8), 5, InetAddress.getByName("239.1.2.3"), 5000));

            assertThat(List.of(receive(bob), receive(carol))).containsOnly("hello");
        }
    }
}
// end::multicast[]
