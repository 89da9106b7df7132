package io.github.netnsjunit.lab.inside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sockets and HTTP clients belong to their namespace, no matter which thread makes or uses them. */
@Timeout(30)
class NamespaceSocketsTests {

    private Lab lab;
    private NetworkNamespace root;
    private NetworkNamespace blue;
    private HttpServer server;

    @BeforeEach
    void create() throws Exception {
        lab = Lab.create(Topology.of(
                Namespace.of("root_ns"),
                Namespace.of("blue_ns"),
                VethLink.between(
                        End.of("root_ns", "veth_root_ns", "10.0.0.1/24"),
                        End.of("blue_ns", "veth_blue_ns", "10.0.0.2/24"))));
        root = lab.namespace("root_ns");
        blue = lab.namespace("blue_ns");
        server = root.call(() -> HttpServer.create(new InetSocketAddress(8080), 0));
        server.setExecutor(root.executor());
        server.createContext("/", exchange -> {
            byte[] peer =
                    exchange.getRemoteAddress().getAddress().getHostAddress().getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, peer.length);
            try (var body = exchange.getResponseBody()) {
                body.write(peer);
            }
        });
        root.run(server::start);
    }

    @AfterEach
    void close() {
        server.stop(0);
        lab.close();
    }

    private static <T> T callInsideOrHere(boolean inside, NetworkNamespace namespace, Callable<T> body)
            throws Exception {
        return inside ? namespace.call(body) : body.call();
    }

    @Test
    void anUnconnectedSocketBelongsToTheNamespaceThatMadeIt() throws Exception {
        for (NetworkNamespace user : new NetworkNamespace[] {root, blue}) {
            try (Socket socket = blue.socketFactory().createSocket()) {
                user.run(() -> socket.connect(new InetSocketAddress("10.0.0.1", 8080), 5000));
                assertThat(socket.getLocalAddress()).isEqualTo(InetAddress.getByName("10.0.0.2"));
            }
        }
        try (ServerSocket unbound = blue.serverSocketFactory().createServerSocket()) {
            unbound.bind(new InetSocketAddress("10.0.0.2", 9090)); // only blue_ns has this address
            assertThat(blue.listeningPorts()).containsExactly(9090);
            assertThat(root.listeningPorts()).containsExactly(8080);
        }
    }

    @Test
    void everyWayToMakeASocketMakesItInside() throws Exception {
        InetAddress there = InetAddress.getByName("10.0.0.1");
        InetAddress here = InetAddress.getByName("10.0.0.2");
        var sockets = blue.socketFactory();
        var servers = blue.serverSocketFactory();
        try (Socket byName = sockets.createSocket("10.0.0.1", 8080);
                Socket byAddress = sockets.createSocket(there, 8080);
                Socket bound = sockets.createSocket(there, 8080, here, 4001);
                Socket boundByName = sockets.createSocket("root-ns", 8080, here, 4002);
                ServerSocket one = servers.createServerSocket(8080);
                ServerSocket two = servers.createServerSocket(8081, 5);
                ServerSocket three = servers.createServerSocket(8082, 5, here)) {
            assertThat(new Socket[] {byName, byAddress, bound, boundByName})
                    .allMatch(Socket::isConnected)
                    .allMatch(socket -> socket.getLocalAddress().equals(here));
            assertThat(blue.listeningPorts())
                    .containsExactly(one.getLocalPort(), two.getLocalPort(), three.getLocalPort());
        }
    }

    /** A connect ignores interrupts. On a pinned thread it would keep the lab from closing. */
    @Test
    void aConnectThatGetsNoAnswerRunsOnTheCallingThread() throws Exception {
        blue.sysctl("net.ipv4.tcp_syn_retries", "1"); // gives up after 3 s
        try (ServerSocket full = root.serverSocketFactory().createServerSocket(9090, 1);
                Socket first = blue.socketFactory().createSocket("10.0.0.1", 9090);
                Socket second = blue.socketFactory().createSocket("10.0.0.1", 9090)) {
            assertThat(List.of(first, second)).allMatch(Socket::isConnected); // now the queue of the server is full
            AtomicReference<Throwable> ended = new AtomicReference<>();
            Thread caller = new Thread(() -> ended.set(
                    catchThrowable(() -> blue.socketFactory().createSocket("10.0.0.1", full.getLocalPort()))));
            caller.start();
            await("the start of the connect").until(() -> blue.call(NamespaceSocketsTests::isConnecting));
            lab.close(Duration.ofMillis(500));
            assertThat(caller.isAlive()).isTrue();
            caller.join();
            assertThat(ended.get()).isInstanceOf(IOException.class);
        }
    }

    /**
     * The fourth field is the state; 2 is SYN_SENT in {@code include/net/tcp_states.h}. Java's sockets are IPv6
     * sockets.
     */
    private static boolean isConnecting() throws IOException {
        return Files.readAllLines(Path.of("/proc/thread-self/net/tcp6")).stream()
                .anyMatch(line -> line.strip().split(" +", 5)[3].equals("02"));
    }

    @Test
    void aConnectThatFailsThrowsTheReason() throws Exception {
        var sockets = blue.socketFactory();
        InetAddress there = InetAddress.getByName("10.0.0.1");
        InetAddress notHere = InetAddress.getByName("10.0.0.3");
        assertThatThrownBy(() -> sockets.createSocket(there, 8081)).isInstanceOf(ConnectException.class);
        assertThatThrownBy(() -> sockets.createSocket(there, 8080, notHere, 0)).isInstanceOf(BindException.class);
        assertThatThrownBy(() -> sockets.createSocket("no-such-host.invalid", 8080))
                .isInstanceOf(UnknownHostException.class);
        assertThatIllegalArgumentException().isThrownBy(() -> sockets.createSocket(there, 65536));
    }

    @Test
    void clientsConnectFromTheirNamespaceWhereverTheyAreUsed() throws Exception {
        for (boolean inside : new boolean[] {false, true}) {
            OkHttpClient okHttp = blue.okHttpClient();
            assertThat(callInsideOrHere(inside, root, () -> okHttp(okHttp, "http://10.0.0.1:8080/")))
                    .isEqualTo("10.0.0.2");
            assertThat(callInsideOrHere(inside, blue, () -> okHttp(okHttp, "http://root-ns:8080/")))
                    .isEqualTo("10.0.0.2");
            HttpClient jdk = blue.httpClient();
            assertThat(callInsideOrHere(inside, root, () -> jdk(jdk, "http://10.0.0.1:8080/")))
                    .isEqualTo("10.0.0.2");
            assertThat(callInsideOrHere(inside, blue, () -> jdk(jdk, "http://root-ns:8080/")))
                    .isEqualTo("10.0.0.2");
            assertThat(callInsideOrHere(inside, root, () -> jdkAsync(jdk, "http://root-ns:8080/")))
                    .isEqualTo("10.0.0.2");
        }
        // In root_ns there may be threads of the server.
        assertThat(lab.leftThreads()).noneMatch(thread -> thread.namespace().equals("blue_ns"));
    }

    private static String okHttp(OkHttpClient client, String url) throws IOException {
        try (Response response =
                client.newCall(new Request.Builder().url(url).build()).execute()) {
            return response.body().string();
        }
    }

    private static String jdk(HttpClient client, String url) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
                .body();
    }

    private static String jdkAsync(HttpClient client, String url) throws InterruptedException, ExecutionException {
        return client.sendAsync(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
                .get()
                .body();
    }

    /** Users of OkHttp shut down its executor service so that their program can end. */
    @Test
    void shuttingDownAClientOrTheExecutorLeavesOtherClientsRunning() throws Exception {
        OkHttpClient okHttp = blue.okHttpClient();
        HttpClient jdk = blue.httpClient();
        blue.okHttpClient().dispatcher().executorService().shutdown();
        blue.executor().shutdownNow();
        assertThat(okHttpAsync(okHttp, "http://10.0.0.1:8080/")).isEqualTo("10.0.0.2");
        assertThat(jdk(jdk, "http://10.0.0.1:8080/")).isEqualTo("10.0.0.2");
        assertThat(jdkAsync(jdk, "http://10.0.0.1:8080/")).isEqualTo("10.0.0.2");
        assertThat(lab.leftThreads()).noneMatch(thread -> thread.namespace().equals("blue_ns"));
    }

    private static String okHttpAsync(OkHttpClient client, String url) throws InterruptedException, ExecutionException {
        CompletableFuture<String> body = new CompletableFuture<>();
        client.newCall(new Request.Builder().url(url).build()).enqueue(new Callback() {
            @Override
            public void onResponse(Call call, Response response) throws IOException {
                body.complete(response.body().string());
            }

            @Override
            public void onFailure(Call call, IOException failure) {
                body.completeExceptionally(failure);
            }
        });
        return body.get();
    }

    @Test
    void clientsDoNotUseTheProxyOfTheMachine() throws Exception {
        ProxySelector before = ProxySelector.getDefault();
        ProxySelector.setDefault(ProxySelector.of(new InetSocketAddress("10.0.0.1", 3128))); // nobody listens there
        try {
            assertThat(okHttp(blue.okHttpClient(), "http://10.0.0.1:8080/")).isEqualTo("10.0.0.2");
            assertThat(jdk(blue.httpClient(), "http://10.0.0.1:8080/")).isEqualTo("10.0.0.2");
        } finally {
            ProxySelector.setDefault(before);
        }
    }

    @Test
    void requestsThatTheJdkWouldServeOnThreadsOfItsOwnAreRefused() {
        HttpClient client = blue.httpClient();
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://10.0.0.1:8080/")).build();
        assertThatThrownBy(
                        () -> client.sendAsync(request, BodyHandlers.ofString(), (initiating, pushed, acceptor) -> {}))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("send without");
        assertThat(client.sendAsync(request, BodyHandlers.ofString(), null)
                        .join()
                        .body())
                .isEqualTo("10.0.0.2");
        assertThatThrownBy(client::newWebSocketBuilder).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void clientsEndWithTheNamespaceAndNoneCanBeMadeAfterwards() {
        OkHttpClient okHttp = blue.okHttpClient();
        HttpClient jdk = blue.httpClient();
        lab.close();
        assertThat(okHttp.dispatcher().executorService().isShutdown()).isTrue();
        assertThatThrownBy(() -> jdkAsync(jdk, "http://10.0.0.1:8080/"))
                .cause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("namespace [blue_ns] is closed");
        assertThat(okHttp.connectionPool().connectionCount()).isZero();
        assertThatIllegalStateException().isThrownBy(blue::okHttpClient).withMessage("namespace [blue_ns] is closed");
        assertThatIllegalStateException().isThrownBy(blue::httpClient).withMessage("namespace [blue_ns] is closed");
    }

    @Test
    void socketsAndClientsDoNotReachTheHost() throws Exception {
        try (ServerSocket onHost = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            int port = onHost.getLocalPort();
            String url = "http://127.0.0.1:" + port + "/";
            assertThatThrownBy(() -> blue.socketFactory().createSocket("127.0.0.1", port))
                    .isInstanceOf(ConnectException.class);
            try (Socket unconnected = blue.socketFactory().createSocket()) {
                assertThatThrownBy(() -> unconnected.connect(onHost.getLocalSocketAddress(), 5000))
                        .isInstanceOf(ConnectException.class);
            }
            assertThatThrownBy(() -> blue.call(() -> new Socket(InetAddress.getLoopbackAddress(), port)))
                    .isInstanceOf(ConnectException.class);
            assertThatThrownBy(() -> okHttp(blue.okHttpClient(), url)).isInstanceOf(ConnectException.class);
            assertThatThrownBy(() -> jdk(blue.httpClient(), url)).isInstanceOf(ConnectException.class);
            assertThatThrownBy(() -> jdkAsync(blue.httpClient(), url)).hasCauseInstanceOf(ConnectException.class);
        }
    }
}
