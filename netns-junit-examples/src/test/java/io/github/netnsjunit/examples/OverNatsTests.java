package io.github.netnsjunit.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.jupiter.Lan;
import io.github.netnsjunit.jupiter.Nat;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.OverNats;
import io.github.netnsjunit.jupiter.Router;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.policy.NatKind;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.Set;

/** One test behind each kind of NAT. */
// tag::nats[]
@Lan(name = "home", subnet = "192.168.1.0/24", hosts = "alice")
@Lan(name = "internet", subnet = "203.0.113.0/24", hosts = "server")
@Router(
        name = "box",
        lans = {"home", "internet"})
@Nat(router = "box", outside = "internet")
class OverNatsTests {

    @OverNats
    void onlyBehindASymmetricNatEachPortOfTheServerSeesAnotherPort(
            @NetNamespace("alice") NetworkNamespace alice,
            @NetNamespace("server") NetworkNamespace server,
            NatKind kind)
            throws Exception {
        Set<Integer> seen = new HashSet<>();
        try (DatagramSocket client = alice.call(() -> new DatagramSocket())) {
            for (int port = 3478; port <= 3480; port++) {
                seen.add(portSeenBy(server, port, client));
            }
        }
        assertThat(seen.size() > 1).isEqualTo(kind == NatKind.SYMMETRIC);
    }

    private static int portSeenBy(NetworkNamespace server, int port, DatagramSocket client) throws Exception {
        InetAddress address = server.address();
        try (DatagramSocket listening = server.call(() -> new DatagramSocket(port, address))) {
            listening.setSoTimeout(10_000);
            client.send(new DatagramPacket(new byte[1], 1, address, port));
            DatagramPacket arrived = new DatagramPacket(new byte[1], 1);
            listening.receive(arrived);
            return arrived.getPort();
        }
    }
}
// end::nats[]
