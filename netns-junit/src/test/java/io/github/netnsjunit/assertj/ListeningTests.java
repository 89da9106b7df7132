package io.github.netnsjunit.assertj;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.netnsjunit.lab.NetworkNamespace;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** On which addresses and ports a namespace listens. */
class ListeningTests extends BlueNetwork {

    @Test
    void aServerOnLoopbackAloneDoesNotListenOnAnotherAddress() throws Exception {
        try (ServerSocket server = listen(root, "127.0.0.1")) {
            int port = server.getLocalPort();
            assertThat(root)
                    .isListeningOn(port)
                    .isListeningOn("127.0.0.1", port)
                    .isNotListeningOn("127.0.0.2", port)
                    .isNotListeningOn("10.0.0.1", port)
                    .isNotListeningOn("::1", port);
            Assertions.assertThat(failureOf(() -> assertThat(root).isListeningOn("10.0.0.1", port)))
                    .hasMessageContaining("to listen on 10.0.0.1 port " + port)
                    .hasMessageContaining("listened on are:")
                    .hasMessageContaining("  127.0.0.1:" + port);
        }
    }

    @Test
    void aServerOnAllAddressesListensOnEachThatTheNamespaceHas() throws Exception {
        try (ServerSocket server = listen(root, "::")) { // IPv4 too
            int port = server.getLocalPort();
            assertThat(root)
                    .isListeningOn("10.0.0.1", port)
                    .isListeningOn("192.168.0.194", port)
                    .isListeningOn("127.0.0.1", port)
                    .isListeningOn("fd00::1", port)
                    .isListeningOn("0.0.0.0", port)
                    .isListeningOn("::", port);
            Assertions.assertThat(failureOf(() -> assertThat(root).isListeningOn("10.0.0.2", port)))
                    .hasMessageContaining("10.0.0.2 is no address of root_ns");
        }
    }

    /** Nobody can listen there, so a typing mistake in the address would pass for ever. */
    @Test
    void anAddressThatTheNamespaceDoesNotHaveIsNotOneWhereNobodyListens() {
        root.linkDown("veth_root_ns"); // the kernel then has no IPv6 address there, but still the IPv4 one
        assertThat(root).isNotListeningOn("10.0.0.1", 8080).isNotListeningOn("127.8.8.8", 8080);
        for (String typo : new String[] {"10.0.0.11", "fd00::1", "10.0.0.255"}) {
            Assertions.assertThat(failureOf(() -> assertThat(root).isNotListeningOn(typo, 8080)))
                    .hasMessageContaining("not to listen on " + typo + " port 8080")
                    .hasMessageContaining("but " + typo
                            + " is no address of root_ns, where nobody could listen on it. Its addresses are:")
                    .hasMessageContaining("  10.0.0.1/24 (veth_root_ns)")
                    .hasMessageContaining("  192.168.0.194/32 (lo)");
        }
    }

    @Test
    void withinWaitsForTheAddress() {
        CompletableFuture<Void> later =
                LaterChange.afterFailedAttempt(() -> root.addAddress("veth_root_ns", "10.0.0.11/24"));
        assertThat(root).within(ofSeconds(30)).isNotListeningOn("10.0.0.11", 8080);
        later.join();
    }

    @Test
    void anIpv4ServerDoesNotListenOnAnIpv6Address() {
        root.start("python3", "-m", "http.server", "8080", "--bind", "0.0.0.0");
        assertThat(root)
                .within(ofSeconds(20))
                .isListeningOn("10.0.0.1", 8080)
                .isListeningOn("0.0.0.0", 8080)
                .isNotListeningOn("fd00::1", 8080)
                .isNotListeningOn("::", 8080);
    }

    @Test
    void aServerOnOneIpv6AddressListensThereAlone() throws Exception {
        try (ServerSocket server = listen(root, "fd00::1")) {
            int port = server.getLocalPort();
            assertThat(root)
                    .isListeningOn("fd00::1", port)
                    .isListeningOn("fd00:0:0::1", port)
                    .isNotListeningOn("::", port)
                    .isNotListeningOn("10.0.0.1", port);
            Assertions.assertThat(failureOf(() -> assertThat(root).isNotListeningOn(port)))
                    .hasMessageContaining("  [fd00::1]:" + port);
        }
    }

    @Test
    void anIpv6ServerThatRefusesIpv4DoesNotListenOnAnIpv4Address() throws Exception {
        root.start("python3", "-c", """
                import socket, time
                server = socket.socket(socket.AF_INET6)
                server.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
                server.bind(("::", 8080))
                server.listen()
                time.sleep(60)
                """);
        assertThat(root)
                .within(ofSeconds(20))
                .isListeningOn("fd00::1", 8080)
                .isListeningOn(8080)
                .isNotListeningOn("0.0.0.0", 8080)
                .isNotListeningOn("10.0.0.1", 8080);
    }

    @Test
    void waitsForAServer() throws Exception {
        CompletableFuture<ServerSocket> server = new CompletableFuture<>();
        CompletableFuture<Void> later = LaterChange.afterFailedAttempt(() -> server.complete(listen(8080)));
        assertThat(root).within(ofSeconds(30)).isListeningOn("10.0.0.1", 8080);
        later.get();
        server.get().close();
        assertThat(root).throughout(ofMillis(100)).isNotListeningOn("10.0.0.1", 8080);
    }

    @Test
    void refusesWhatIsNoAddress() {
        for (String host : new String[] {"root_ns", "10.0.0.300", ""}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> assertThat(root).isListeningOn(host, 80))
                    .withMessageContaining(host);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> assertThat(root).isNotListeningOn(host, 80));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> assertThat(root).isListeningOn("10.0.0.1", 0));
        Assertions.assertThatNullPointerException()
                .isThrownBy(() -> assertThat(root).isListeningOn(null, 80))
                .withMessage("address");
    }

    private static ServerSocket listen(NetworkNamespace namespace, String address) throws Exception {
        return namespace.call(() -> new ServerSocket(0, 5, InetAddress.getByName(address)));
    }
}
