package io.github.netnsjunit.lab.names;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.NativeLibrary;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.process.NamespaceProcess;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameServicesTests {

    @Test
    void aFileWithInvalidUtf8IsRead(@TempDir Path directory) throws IOException {
        Path file = Files.write(directory.resolve("hosts"), new byte[] {'c', 'a', 'f', (byte) 0xE9, '\n', 'x'});
        assertThat(NameServices.lines(file)).containsExactly("caf\uFFFD", "x");
    }

    @Test
    void servicesThatAskADaemonAreRemoved() {
        assertThat(NameServices.replacement(List.of(
                        "passwd: files systemd",
                        "hosts: mymachines resolve [!UNAVAIL=return] files myhostname dns",
                        "# the end")))
                .hasValue("passwd: files systemd\nhosts: files dns\n# the end\n");
    }

    /** A thread in a mount namespace of its own plays the daemon there: it closes every connection at once. */
    @Test
    @Timeout(60)
    void theCacheDaemonIsNotAskedFromInside() throws Exception {
        FutureTask<String> inside = new FutureTask<>(() -> {
            Libc libc = NativeLibrary.libc();
            libc.unshare(Libc.CLONE_NEWNS | Libc.CLONE_FS);
            libc.mount(null, "/", null, Libc.MS_REC | Libc.MS_PRIVATE);
            libc.mount("tmpfs", "/run", "tmpfs", Libc.MS_NOSUID | Libc.MS_NODEV);
            Files.createDirectory(Path.of("/run/nscd"));
            AtomicInteger asked = new AtomicInteger();
            try (ServerSocketChannel daemon = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                daemon.bind(UnixDomainSocketAddress.of("/run/nscd/socket"));
                Thread daemonThread = new Thread(() -> closeEveryConnection(daemon, asked), "daemon");
                daemonThread.start();
                Process outside = new ProcessBuilder("getent", "hosts", "localhost").start();
                assertThat(outside.waitFor()).isZero();
                assertThat(asked.getAndSet(0))
                        .as("times that a program outside asked")
                        .isPositive();
                try (Lab lab = Lab.create(Topology.of(Namespace.of("blue_ns")))) {
                    NamespaceProcess program = lab.namespace("blue_ns").start("getent", "hosts", "blue-ns");
                    assertThat(program.awaitExit()).isZero();
                    assertThat(asked).as("times that a program inside asked").hasValue(0);
                    return program.output();
                }
            }
        });
        new Thread(inside, "mounts").start();
        assertThat(inside.get()).startsWith("127.0.0.1");
    }

    private static void closeEveryConnection(ServerSocketChannel daemon, AtomicInteger asked) {
        try {
            while (true) {
                try (SocketChannel caller = daemon.accept()) {
                    asked.incrementAndGet();
                }
            }
        } catch (IOException closed) {
            assertThat(daemon.isOpen()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hosts: files mdns4_minimal [NOTFOUND=return] dns", // Ubuntu's
                "hosts: files dns [ !UNAVAIL = return ] ldap",
                "hosts:sss",
                "  hosts : files myhostname resolve # systemd's"
            })
    void everyServiceThatMayAskADaemonIsRemoved(String line) {
        assertThat(NameServices.replacement(List.of(line))).hasValue("hosts: files dns\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hosts:\t\tfiles dns",
                "hosts: files [NOTFOUND=return] dns myhostname",
                "hosts: files [ !UNAVAIL = return ] dns # no mdns",
                "hosts:",
                "#hosts: resolve"
            })
    void aFileWithoutSuchServicesNeedsNoReplacement(String line) {
        assertThat(NameServices.replacement(List.of("passwd: files sss", line))).isEmpty();
    }
}
