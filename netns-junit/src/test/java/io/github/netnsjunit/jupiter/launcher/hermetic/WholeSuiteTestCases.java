package io.github.netnsjunit.jupiter.launcher.hermetic;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.jupiter.InNamespace;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A suite as users have them. No test but the nested ones knows of networks. Where it runs, nothing may leave the JVM's own network. */
@Execution(ExecutionMode.CONCURRENT)
class WholeSuiteTestCases {

    /** A server of the machine has the same port. */
    static final int PORT = 8080;

    /** A pool of the kind that products keep in static fields. */
    private static final ScheduledExecutorService POOL = Executors.newScheduledThreadPool(4, task -> {
        Thread thread = new Thread(task, "a product's pool");
        thread.setDaemon(true);
        return thread;
    });

    private static final EventLoopGroup LOOPS = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());

    private static final ThreadLocal<String> TRANSACTION = new ThreadLocal<>();

    @BeforeEach
    void begin() {
        TRANSACTION.set("begun");
    }

    @Test
    void whatIsBoundToJUnitsThreadIsThere() throws Exception {
        assertThat(TRANSACTION.get()).isEqualTo("begun");
        assertThat(networkOfThisThread())
                .isNotEqualTo(
                        Files.readSymbolicLink(Path.of("/proc/self/ns/net")).toString());
    }

    @Test
    void theCommonPoolIsInside() throws Exception {
        assertThat(IntStream.range(0, 10_000)
                        .parallel()
                        .mapToObj(each -> networkOfThisThread())
                        .collect(Collectors.toSet()))
                .containsExactly(networkOfThisThread());
        assertThat(CompletableFuture.supplyAsync(WholeSuiteTestCases::networkOfThisThread)
                        .get())
                .isEqualTo(networkOfThisThread());
        assertThat(CompletableFuture.supplyAsync(
                                WholeSuiteTestCases::networkOfThisThread,
                                CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS))
                        .get())
                .isEqualTo(networkOfThisThread());
    }

    @Test
    void poolsInStaticFieldsAreInside() throws Exception {
        assertThat(POOL.schedule(WholeSuiteTestCases::networkOfThisThread, 1, TimeUnit.MILLISECONDS)
                        .get())
                .isEqualTo(networkOfThisThread());
    }

    @Test
    void nettyServesAtAPortThatTheMachineHasToo() throws Exception {
        Set<String> networks = ConcurrentHashMap.newKeySet();
        CountDownLatch active = new CountDownLatch(2);
        class Noting extends ChannelInboundHandlerAdapter {
            @Override
            public boolean isSharable() {
                return true;
            }

            @Override
            public void channelActive(io.netty.channel.ChannelHandlerContext context) {
                networks.add(networkOfThisThread());
                active.countDown();
            }
        }
        Channel server = new ServerBootstrap()
                .group(LOOPS)
                .channel(NioServerSocketChannel.class)
                .childHandler(new Noting())
                .bind("localhost", PORT)
                .sync()
                .channel();
        Channel client = new Bootstrap()
                .group(LOOPS)
                .channel(NioSocketChannel.class)
                .handler(new Noting())
                .connect("localhost", PORT)
                .sync()
                .channel();
        assertThat(active.await(20, TimeUnit.SECONDS)).isTrue();
        client.close().sync();
        server.close().sync();
        assertThat(networks).containsExactly(networkOfThisThread());
    }

    @Test
    void virtualThreadsAreInside() throws Exception {
        assumeTrue(Runtime.version().feature() >= 21, "this JDK has no virtual threads");
        Set<String> networks = ConcurrentHashMap.newKeySet();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            threads.add((Thread)
                    Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, (Runnable) () -> {
                        networks.add(networkOfThisThread());
                        LockSupport.parkNanos(1); // so that another thread may carry it on
                        networks.add(networkOfThisThread());
                    }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(networks).containsExactly(networkOfThisThread());
    }

    @Test
    void programsAreInside() throws Exception {
        Process program = new ProcessBuilder("readlink", "/proc/self/ns/net").start();
        assertThat(new String(program.getInputStream().readAllBytes(), UTF_8).strip())
                .isEqualTo(networkOfThisThread());
        assertThat(program.onExit()
                        .thenApplyAsync(ended -> networkOfThisThread())
                        .get())
                .isEqualTo(networkOfThisThread());
    }

    @Test
    void aConnectToTheOutsideIsRefusedAtOnce() {
        assertTimeout(
                Duration.ofSeconds(30),
                () -> assertThatExceptionOfType(SocketException.class)
                        .isThrownBy(() -> new Socket("10.0.0.2", PORT).close()));
    }

    @Test
    void anUnknownNameIsToldAtOnce() {
        // The C library waits 5 s for each answer, and asks several times.
        assertTimeout(
                Duration.ofSeconds(4),
                () -> assertThatExceptionOfType(UnknownHostException.class)
                        .isThrownBy(() -> InetAddress.getAllByName("www.example.org")));
    }

    @Test
    void theMachinesNameStandsForAnAddressThatIsThere() throws Exception {
        InetAddress own = InetAddress.getLocalHost();
        try (ServerSocket server = new ServerSocket(0, 1, own);
                Socket client = new Socket(own, server.getLocalPort())) {
            assertThat(client.isConnected()).isTrue();
        }
    }

    @Test
    void javaAndTheFilesSeeTheEmptyNetwork() throws Exception {
        assertThat(NetworkInterface.networkInterfaces().map(NetworkInterface::getName))
                .contains("lo")
                .doesNotContain("eth0");
        try (Stream<Path> interfaces = Files.list(Path.of("/sys/class/net"))) {
            assertThat(interfaces).doesNotContain(Path.of("/sys/class/net/eth0"));
        }
        Process program = new ProcessBuilder("cat", "/proc/net/dev").start();
        assertThat(new String(program.getInputStream().readAllBytes(), UTF_8))
                .contains("lo:")
                .doesNotContain("eth0");
    }

    @Test
    void ipv6Works() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/sys/net/ipv6")), "this kernel has no IPv6");
        try (ServerSocket server = new ServerSocket(0, 1, IpAddress.parse("::1"));
                Socket client = new Socket(server.getInetAddress(), server.getLocalPort())) {
            assertThat(client.isConnected()).isTrue();
        }
    }

    @Nested
    @NetNamespace("root_ns")
    @NetNamespace("blue_ns")
    @VethPair(
            left = @VethEnd(namespace = "root_ns", name = "left", address = "10.0.0.1/24"),
            right = @VethEnd(namespace = "blue_ns", name = "right", address = "10.0.0.2/24"))
    class LabsInside {

        @Test
        @InNamespace("blue_ns")
        void aLabWorks(@NetNamespace("root_ns") NetworkNamespace root) throws Exception {
            try (ServerSocket server = new ServerSocket(PORT)) {
                assertThat(root).canConnectTo("blue-ns", server.getLocalPort()).canPing("10.0.0.2");
            }
        }
    }

    static String networkOfThisThread() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/thread-self/ns/net")).toString();
        } catch (IOException noProc) {
            throw new AssertionError(noProc);
        }
    }
}
