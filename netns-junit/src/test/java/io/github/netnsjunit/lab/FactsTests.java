package io.github.netnsjunit.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.kernel.libc.NativeLibrary;
import io.github.netnsjunit.lab.waiting.Handoff;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Facts about Java and the kernel on which the code relies. If one of these tests fails, the code has to change. */
@Tag("kernel")
class FactsTests {

    private Lab lab;
    private NetworkNamespace blue;

    @BeforeEach
    void create() {
        lab = Lab.create(Topology.of(Namespace.of("blue_ns")));
        blue = lab.namespace("blue_ns");
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private static Path here() throws IOException {
        return Files.readSymbolicLink(Path.of("/proc/thread-self/ns/net"));
    }

    private static Set<String> sockets() throws IOException {
        Set<String> sockets = new TreeSet<>();
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors) {
                try {
                    String link = Files.readSymbolicLink(descriptor).toString();
                    if (link.startsWith("socket:")) {
                        sockets.add(link);
                    }
                } catch (IOException closedMeanwhile) {
                    // for example the descriptor of the directory stream itself
                }
            }
        }
        return sockets;
    }

    @Test
    void aSocketHasNoDescriptorBeforeItIsUsed() throws IOException {
        useSocketsOnce(); // the first use makes the JDK open a descriptor that it keeps
        Set<String> before = sockets();
        try (Socket socket = new Socket();
                ServerSocket server = new ServerSocket()) {
            assertThat(sockets()).isEqualTo(before);
            assertThat(socket.getSoTimeout()).isZero();
            assertThat(sockets()).hasSize(before.size() + 1);
            assertThat(server.getSoTimeout()).isZero();
            assertThat(sockets()).hasSize(before.size() + 2);
        }
        try (SocketChannel channel = SocketChannel.open()) {
            assertThat(channel.isOpen()).isTrue();
            assertThat(sockets()).hasSize(before.size() + 1);
        }
    }

    private static void useSocketsOnce() throws IOException {
        try (Socket socket = new Socket();
                ServerSocket server = new ServerSocket()) {
            assertThat(socket.getSoTimeout() + server.getSoTimeout()).isZero();
        }
    }

    @Test
    void aThreadStartsInTheNamespaceOfTheThreadThatStartsIt() throws Exception {
        Callable<Path> inThread = () -> {
            Handoff<Path> where = new Handoff<>(FactsTests::here);
            new Thread(where).start();
            return where.await();
        };
        assertThat(inThread.call()).isEqualTo(here());
        assertThat(blue.call(inThread)).isEqualTo(blue.call(FactsTests::here)).isNotEqualTo(here());
    }

    @Test
    void theProcessLeaderIsNotTheCallingThread() throws Exception {
        Path leaders = Path.of("/proc/self/ns/net");
        assertThat(blue.call(() -> Files.readSymbolicLink(leaders)))
                .isEqualTo(Files.readSymbolicLink(leaders))
                .isNotEqualTo(blue.call(FactsTests::here));
    }

    @Test
    void oneThreadOfSeveralCannotEnterANewUserNamespace() {
        Libc libc = NativeLibrary.libc();
        int newUser = 0x10000000; // CLONE_NEWUSER of linux/sched.h
        assertThatThrownBy(() -> libc.unshare(newUser))
                .isInstanceOfSatisfying(
                        LinuxException.class,
                        refused -> assertThat(refused.errno()).isEqualTo(Errno.EINVAL));
    }

    @Test
    void aFreshNamespaceForwardsNothingAndHasItsLoopbackDown() throws Exception {
        try (Lab fresh = Lab.create(Topology.of(Namespace.of("fresh_ns").withoutLoopback()))) {
            NetworkNamespace namespace = fresh.namespace("fresh_ns");
            assertThat(namespace.sysctl("net.ipv4.ip_forward")).isEqualTo("0");
            assertThat(namespace.interfaces())
                    .singleElement()
                    .satisfies(lo -> assertThat(lo.up()).isFalse());
        }
    }
}
