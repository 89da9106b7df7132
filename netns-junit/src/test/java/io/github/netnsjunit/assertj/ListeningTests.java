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
                    .isListeningOn("::", port)
                    .isNotListeningOn("10.0.0.2", port);
            Assertions.assertThat(failureOf(() -> assertThat(root).isListeningOn("10.0.0.2", port)))
                    .hasMessageContaining("10.0.0.2 is no address of root_ns");
        }
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
