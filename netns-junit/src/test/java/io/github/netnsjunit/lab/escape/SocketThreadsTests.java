package io.github.netnsjunit.lab.escape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.NativeLibrary;
import io.github.netnsjunit.kernel.socket.ProcessSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** From which thread a socket may have come. */
@Tag("kernel")
class SocketThreadsTests {

    private static final Libc LIBC = NativeLibrary.libc();

    @Test
    void namesTheThreadThatAccepts() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread acceptor = new Thread(() -> accept(server), "my very own acceptor");
            acceptor.start();
            awaitWaiting(socketOn(server.getLocalPort()), "my very own acceptor");
        }
    }

    @Test
    void namesTheThreadOfTheSelector() throws Exception {
        try (ServerSocketChannel server = ServerSocketChannel.open();
                Selector selector = Selector.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .configureBlocking(false);
            server.register(selector, SelectionKey.OP_ACCEPT);
            Thread loop = new Thread(() -> select(selector), "my event loop");
            loop.start();
            awaitWaiting(socketOn(server.socket().getLocalPort()), "my event loop");
            selector.close();
            loop.join();
        }
    }

    @Test
    void namesNoThreadIfNoneWaits() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(new SocketThreads().waitingFor(socketOn(server.getLocalPort())))
                    .isEmpty();
        }
    }

    @Test
    void namesThePoolsOfANetworkButNotThoseOfTheLibraryAndOfSurefire() throws Exception {
        ExecutorService pool = Executors.newSingleThreadExecutor(task -> new Thread(task, "my pool"));
        try {
            pool.submit(() -> {}).get();
            await("the pool to be idle")
                    .untilAsserted(() -> assertThat(new SocketThreads().ofPools(Host.NETWORK))
                            .contains("my pool")
                            .noneMatch(name -> name.startsWith("netns-junit") || name.startsWith("surefire")));
            assertThat(new SocketThreads().ofPools(Path.of("net:[0]"))).isEmpty();
        } finally {
            pool.shutdownNow();
        }
    }

    private static void awaitWaiting(ProcessSocket socket, String thread) {
        await(thread + " to wait")
                .untilAsserted(
                        () -> assertThat(new SocketThreads().waitingFor(socket)).containsExactly(thread));
    }

    private static void accept(ServerSocket server) {
        try {
            server.accept().close();
        } catch (IOException closed) {
            // the test is over
        }
    }

    private static void select(Selector selector) {
        try {
            selector.select();
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    /** The socket of this process that listens on a port. */
    private static ProcessSocket socketOn(int port) {
        return DescriptorTable.sockets(LIBC).stream()
                .filter(ProcessSocket::isInternet)
                .filter(socket -> socket.isListening() && socket.localAddress().getPort() == port)
                .findFirst()
                .orElseThrow();
    }
}
