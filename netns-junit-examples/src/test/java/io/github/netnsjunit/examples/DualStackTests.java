package io.github.netnsjunit.examples;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.jupiter.InNamespace;
import io.github.netnsjunit.jupiter.Lan;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.OverFamilies;
import io.github.netnsjunit.jupiter.OverMtus;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.topology.IpFamilies;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.Future;

/** One network, in IPv4, in IPv6 and in both. */
// tag::dual[]
@Lan(name = "office", subnet = "10.1.0.0/24", hosts = "alice", routers = "gate")
@Lan(name = "internet", subnet = "203.0.113.0/24", hosts = "server", routers = "gate")
class DualStackTests {

    @OverFamilies
    void aClientReachesTheServer(
            @NetNamespace("alice") NetworkNamespace alice, @NetNamespace("server") NetworkNamespace server)
            throws Exception {
        InetAddress address = server.address();
        try (ServerSocket listening = server.serverSocketFactory().createServerSocket(8080, 1, address)) {
            assertThat(alice).canConnectTo(address.getHostAddress(), listening.getLocalPort());
        }
    }
    // end::dual[]

    @OverFamilies
    @InNamespace("alice")
    void theNameHasAnAddressOfEachFamily(IpFamilies families) throws Exception {
        assertThat(InetAddress.getAllByName("server")).hasSize(families == IpFamilies.DUAL ? 2 : 1);
    }

    // tag::mtus[]
    @OverFamilies({IpFamilies.IPV4, IpFamilies.IPV6})
    @OverMtus({1280, 9000})
    void largeMessagesArrive(
            @NetNamespace("alice") NetworkNamespace alice,
            @NetNamespace("server") NetworkNamespace server,
            IpFamilies families,
            int mtu)
            throws Exception {
        byte[] message = new byte[100 * mtu];
        try (ServerSocket listening = server.serverSocketFactory().createServerSocket(8080);
                Socket client = alice.socketFactory().createSocket(server.address(), 8080);
                Socket accepted = listening.accept()) {
            Future<?> sent = alice.executor().submit(() -> {
                client.getOutputStream().write(message);
                return null;
            });
            assertThat(accepted.getInputStream().readNBytes(message.length)).isEqualTo(message);
            sent.get(10, SECONDS);
            assertThat(families.contain(accepted.getInetAddress())).isTrue();
        }
    }
    // end::mtus[]
    // tag::dual[]
}
// end::dual[]
