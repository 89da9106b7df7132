package io.github.netnsjunit.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.lab.NetworkNamespace;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A test's network reaches one server outside, and nothing else there. */
class OutsideTests {

    // tag::outside[]
    @Test
    @NetNamespace("alice")
    void oneServerOutsideIsReached(@NetNamespace("alice") NetworkNamespace alice) throws Exception {
        try (ServerSocket outside = new ServerSocket(0, 1, InetAddress.getLoopbackAddress()); // on the machine
                ServerSocket inside = alice.serverSocketFactory().createServerSocket(8080);
                Relay relay = Relay.between(inside, outside.getLocalSocketAddress());
                Socket client = alice.socketFactory().createSocket("127.0.0.1", 8080)) {
            client.getOutputStream().write("hello".getBytes(StandardCharsets.UTF_8));
            client.shutdownOutput();

            try (Socket arrived = outside.accept()) {
                assertThat(arrived.getInputStream().readAllBytes()).asString().isEqualTo("hello");
            }
            assertThat(relay.connections()).isEqualTo(1);
        }
    }
    // end::outside[]

    @Test
    @NetNamespace("alice")
    void aClientWhoseServerRefusesDoesNotEndTheRelay(@NetNamespace("alice") NetworkNamespace alice) throws Exception {
        try (ServerSocket listening = alice.serverSocketFactory().createServerSocket(8080);
                Relay relay = alice.call(() ->
                        Relay.between(listening, new InetSocketAddress(InetAddress.getLoopbackAddress(), 8081)))) {
            try (Socket refused = alice.socketFactory().createSocket("127.0.0.1", 8080)) {
                assertThat(refused.getInputStream().read()).isEqualTo(-1);
            }

            try (ServerSocket server = alice.serverSocketFactory().createServerSocket(8081);
                    Socket client = alice.socketFactory().createSocket("127.0.0.1", 8080);
                    Socket arrived = server.accept()) {
                client.getOutputStream().write(7);
                assertThat(arrived.getInputStream().read()).isEqualTo(7);
            }
            assertThat(relay.connections()).isEqualTo(2);
        }
    }
}
