package io.github.netnsjunit.examples;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.netnsjunit.jupiter.InNamespace;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.lab.NetworkNamespace;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The ways to run Java code inside a namespace. */
@BlueNetwork
class RunningInsideTests {

    @NetNamespace("root_ns")
    private NetworkNamespace root;

    @NetNamespace("blue_ns")
    private NetworkNamespace blue;

    // tag::lifecycle[]
    private ServerSocket server;

    @BeforeEach
    @InNamespace("root_ns")
    void listen() throws IOException {
        server = new ServerSocket(7000); // port 7000 of root_ns
    }

    @Test
    @InNamespace("blue_ns")
    void connects() throws IOException {
        try (Socket socket = new Socket("10.0.0.1", 7000)) {
            assertThat(socket.getLocalAddress().getHostAddress()).isEqualTo("10.0.0.2");
        }
    }
    // end::lifecycle[]

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    // tag::hostname[]
    @Test
    void theHostIsCalledWhatTheNamespaceIsCalled() throws Exception {
        InetAddress local = blue.call(InetAddress::getLocalHost);
        assertThat(local.getHostName()).isEqualTo("blue-ns");
        assertThat(local.getHostAddress()).isEqualTo("10.0.0.2");
    }
    // end::hostname[]

    // tag::call[]
    @Test
    void aPieceOfCode() throws Exception {
        boolean found = blue.call(() -> NetworkInterface.getByName("veth_blue_ns") != null);
        assertThat(found).isTrue();

        assertThatThrownBy(() -> blue.run(() -> new Socket("10.0.0.1", 81).close()))
                .isInstanceOf(ConnectException.class); // as the body threw it
    }
    // end::call[]

    // tag::executor[]
    @Test
    void tasks() throws Exception {
        Future<Socket> accepted = root.executor().submit(server::accept);
        try (Socket client = blue.executor()
                        .submit(() -> new Socket("10.0.0.1", 7000))
                        .get(10, SECONDS);
                Socket peer = accepted.get(10, SECONDS)) {
            client.getOutputStream().write(42);
            assertThat(peer.getInputStream().read()).isEqualTo(42);
        }
    }
    // end::executor[]

    // tag::sockets[]
    @Test
    void socketsOnly() throws IOException {
        try (ServerSocket inside = root.serverSocketFactory().createServerSocket(8080);
                Socket client = blue.socketFactory().createSocket("root-ns", 8080);
                Socket peer = inside.accept()) { // on JUnit's own thread, which is outside
            assertThat(peer.getInetAddress()).isEqualTo(client.getLocalAddress());
        }
    }
    // end::sockets[]

    // tag::look[]
    @Test
    void looksAtANamespaceAndChangesIt() {
        assertThat(blue.interfaceNamed("veth_blue_ns").mtu()).isEqualTo(1500);
        assertThat(blue.sysctl("net.ipv4.ip_forward")).isEqualTo("0");
        assertThat(root.listeningPorts()).containsExactly(7000);

        blue.addAddress("veth_blue_ns", "10.0.0.3/24");
        assertThat(root).canPing("10.0.0.3");

        blue.linkDown("veth_blue_ns"); // the cable is pulled
        assertThat(root).hasInterface("veth_root_ns").isUp().hasNoCarrier();
    }
    // end::look[]
}
