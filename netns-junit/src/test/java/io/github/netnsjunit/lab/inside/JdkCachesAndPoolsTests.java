package io.github.netnsjunit.lab.inside;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import io.github.netnsjunit.holds.ChildJvm;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.leak.Product;
import io.github.netnsjunit.lab.listing.LeftThread;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Authenticator;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/**
 * What the JDK keeps for the whole process, and what a lab does about each: it is contained, cured or told. Most of it can be seen only
 * once in a process, so each of these tests starts one.
 */
class JdkCachesAndPoolsTests {

    @Test
    void aThreadOfTheCommonPoolThatStaysInsideIsTold() throws Exception {
        run(CommonPool.class);
    }

    static final class CommonPool {
        private CommonPool() {}

        public static void main(String[] arguments) throws Exception {
            try (Lab lab = lab()) {
                NetworkNamespace red = lab.namespace("red");
                assertThat(red.call(() -> ForkJoinPool.commonPool()
                                .submit(JdkCachesAndPoolsTests::network)
                                .get()))
                        .isEqualTo(networkOf(red));
                assertTold(lab, Product.FORK_JOIN, "ForkJoinPool.commonPool-worker-");

                CompletableFuture<Path> place =
                        CompletableFuture.supplyAsync(JdkCachesAndPoolsTests::network, red.executor());
                assertThat(place.get(10, SECONDS)).isEqualTo(networkOf(red));
            }
        }
    }

    @Test
    void aDelayedTaskRunsInsideIfItIsGivenTheExecutorOfTheNamespace() throws Exception {
        run(DelayedTask.class);
    }

    /** The JDK's timer is outside. Without an executor the task runs on the common pool, whose threads may be anywhere. */
    static final class DelayedTask {
        private DelayedTask() {}

        public static void main(String[] arguments) throws Exception {
            try (Lab lab = lab()) {
                NetworkNamespace red = lab.namespace("red");
                Path inside = networkOf(red);
                assertThat(red.call(() -> delayed(CompletableFuture.delayedExecutor(1, MILLISECONDS, red.executor()))))
                        .isEqualTo(inside);
                assertThat(lab.leftThreads()).isEmpty();

                Path anywhere = red.call(() -> delayed(CompletableFuture.delayedExecutor(1, MILLISECONDS)));
                if (anywhere.equals(inside)) {
                    assertTold(lab, Product.FORK_JOIN, "ForkJoinPool");
                } else {
                    assertThat(anywhere).isEqualTo(network());
                    assertThat(lab.leftThreads()).isEmpty();
                }
            }
        }

        private static Path delayed(Executor executor) throws Exception {
            return CompletableFuture.supplyAsync(JdkCachesAndPoolsTests::network, executor)
                    .get(10, SECONDS);
        }
    }

    @Test
    void theDefaultGroupOfAsynchronousChannelsIsTold() throws Exception {
        run(DefaultGroup.class);
    }

    @Test
    void aGroupOfAsynchronousChannelsOnTheExecutorEndsWithTheNamespace() throws Exception {
        run(OwnGroup.class);
    }

    static final class DefaultGroup {
        private DefaultGroup() {}

        public static void main(String[] arguments) throws Exception {
            try (Lab lab = lab()) {
                lab.namespace("red").run(() -> listen(AsynchronousServerSocketChannel.open()));
                assertTold(lab, Product.ASYNCHRONOUS_CHANNELS, "");
            }
        }
    }

    static final class OwnGroup {
        private OwnGroup() {}

        public static void main(String[] arguments) throws Exception {
            try (Lab lab = lab()) {
                NetworkNamespace red = lab.namespace("red");
                AsynchronousChannelGroup group = AsynchronousChannelGroup.withThreadPool(red.executor());
                red.run(() -> listen(AsynchronousServerSocketChannel.open(group)));
                assertThat(red.listeningPorts()).isEmpty(); // it has closed the channel
                assertThat(lab.leftThreads()).isEmpty();
                group.shutdown();
            }
        }
    }

    private static void listen(AsynchronousServerSocketChannel server) throws IOException {
        try (server) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 8080));
        }
    }

    @Test
    void theSchedulerOfVirtualThreadsIsTold() throws Exception {
        assumeTrue(Runtime.version().feature() >= 21, "virtual threads are there from Java 21 on");
        run(VirtualThread.class);
    }

    static final class VirtualThread {
        private VirtualThread() {}

        public static void main(String[] arguments) throws Exception {
            try (Lab lab = lab()) {
                lab.namespace("red").run(() -> {
                    // Thread.startVirtualThread, which Java 17 does not have
                    Object thread = Thread.class
                            .getMethod("startVirtualThread", Runnable.class)
                            .invoke(null, (Runnable) () -> {});
                    ((Thread) thread).join();
                });
                assertTold(lab, Product.FORK_JOIN, "ForkJoinPool");
            }
        }
    }

    @Test
    void aProxyOfTheMachineIsNotReachedFromInside() throws Exception {
        run(Proxy.class);
    }

    static final class Proxy {
        private Proxy() {}

        public static void main(String[] arguments) throws Exception {
            try (Lab lab = lab();
                    ServerSocket proxy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                System.setProperty("http.proxyHost", "127.0.0.1");
                System.setProperty("http.proxyPort", Integer.toString(proxy.getLocalPort()));
                URL url = URI.create("http://server.example/").toURL();
                assertThatThrownBy(() -> lab.namespace("red").call(() -> url.openStream()))
                        .isInstanceOf(ConnectException.class);
            }
        }
    }

    @Test
    void theAddressOfTheLocalHostIsThatOfTheOwnHostsFile() throws Exception {
        run(LocalHost.class);
    }

    /** {@code getLocalHost} keeps its answer for 5 s, by the host's name. */
    static final class LocalHost {
        private LocalHost() {}

        public static void main(String[] arguments) throws Exception {
            try (Lab lab = lab()) {
                for (NetworkNamespace namespace : lab.namespaces()) {
                    InetAddress local = namespace.call(InetAddress::getLocalHost);
                    assertThat(local).isEqualTo(namespace.resolve(local.getHostName()));
                }
            }
        }
    }

    @Test
    void aJarFromAServerIsKeptUnlessTheConnectionSaysNo() throws Exception {
        run(RemoteJar.class);
    }

    static final class RemoteJar {
        private RemoteJar() {}

        public static void main(String[] arguments) throws Exception {
            try (Lab lab = lab()) {
                HttpServer inRed = serve(lab, "red");
                HttpServer inBlue = serve(lab, "blue");
                assertThat(read(lab, "red", true) + read(lab, "blue", true)).isEqualTo("redred");
                assertThat(read(lab, "red", false) + read(lab, "blue", false)).isEqualTo("redblue");
                inRed.stop(0);
                inBlue.stop(0);
            }
        }

        private static HttpServer serve(Lab lab, String name) throws Exception {
            ByteArrayOutputStream jar = new ByteArrayOutputStream();
            try (ZipOutputStream entries = new ZipOutputStream(jar)) {
                entries.putNextEntry(new ZipEntry("who"));
                entries.write(name.getBytes(UTF_8));
            }
            return lab.namespace(name).call(() -> server(jar.toByteArray()));
        }

        private static String read(Lab lab, String name, boolean caches) throws Exception {
            return lab.namespace(name).call(() -> {
                URLConnection connection = URI.create("jar:http://127.0.0.1:8080/a.jar!/who")
                        .toURL()
                        .openConnection();
                connection.setUseCaches(caches);
                try (var answer = connection.getInputStream()) {
                    return new String(answer.readAllBytes(), UTF_8);
                }
            });
        }
    }

    @Test
    void aPasswordIsKeptForTheAuthenticatorThatGaveIt() throws Exception {
        run(Password.class);
    }

    static final class Password {
        private Password() {}

        public static void main(String[] arguments) throws Exception {
            try (Lab lab = lab()) {
                assertThat(firstAuthorization(lab, "red", passwordOf("red"))).isEqualTo("none");
                assertThat(firstAuthorization(lab, "blue", passwordOf("blue"))).isEqualTo("none");
            }
        }

        private static Authenticator passwordOf(String name) {
            return new Authenticator() {
                @Override
                protected PasswordAuthentication getPasswordAuthentication() {
                    return new PasswordAuthentication(name, name.toCharArray());
                }
            };
        }

        /** Returns what the first request for a page tells a server that asks for a password. */
        private static String firstAuthorization(Lab lab, String name, Authenticator authenticator) throws Exception {
            CompletableFuture<String> first = new CompletableFuture<>();
            NetworkNamespace namespace = lab.namespace(name);
            HttpServer server = namespace.call(() -> server(new byte[0]));
            server.removeContext("/");
            server.createContext("/", exchange -> {
                String authorization = exchange.getRequestHeaders().getFirst("Authorization");
                first.complete(authorization == null ? "none" : authorization);
                exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"lab\"");
                exchange.sendResponseHeaders(authorization == null ? 401 : 204, -1);
                exchange.close();
            });
            int status = namespace.call(() -> {
                HttpURLConnection connection = (HttpURLConnection)
                        URI.create("http://127.0.0.1:8080/").toURL().openConnection();
                connection.setAuthenticator(authenticator);
                return connection.getResponseCode();
            });
            assertThat(status).isEqualTo(204);
            server.stop(0);
            return first.get(10, SECONDS);
        }
    }

    private static HttpServer server(byte[] answer) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 8080), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static void run(Class<?> main) throws Exception {
        assertThat(ChildJvm.of(main).output()).doesNotContain("WARNING");
    }

    private static Lab lab() {
        return Lab.create(Topology.of(Namespace.of("red"), Namespace.of("blue")));
    }

    private static void assertTold(Lab lab, Product product, String beginning) {
        assertThat(lab.leftThreads())
                .isNotEmpty()
                .allSatisfy(thread -> assertThat(Product.of(thread)).contains(product));
        assertThat(lab.leftThreads()).extracting(LeftThread::name).anyMatch(name -> name.startsWith(beginning));
    }

    private static Path networkOf(NetworkNamespace namespace) throws Exception {
        return namespace.call(JdkCachesAndPoolsTests::network);
    }

    private static Path network() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/thread-self/ns/net"));
        } catch (IOException noProc) {
            throw new UncheckedIOException(noProc);
        }
    }
}
