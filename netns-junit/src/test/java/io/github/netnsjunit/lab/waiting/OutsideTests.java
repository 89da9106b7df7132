package io.github.netnsjunit.lab.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.holds.ChildJvm;
import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.system.Platform;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Sockets that Java makes once and keeps must not be made inside a lab: they would keep its namespace alive. */
class OutsideTests {

    @Test
    void noSocketOfJavaItselfIsInALab() throws Exception {
        assertThat(ChildJvm.of(Sockets.class).output()).contains("looked at").doesNotContain("of another namespace");
    }

    /** Runs in a new JVM, because Java makes these sockets when the first socket is closed. */
    static final class Sockets {

        /** Opens the network namespace of a socket ({@code linux/sockios.h}). */
        private static final long SIOCGSKNS = 0x894C;

        private Sockets() {}

        public static void main(String[] arguments) throws Exception {
            try (Lab lab = Lab.create(Topology.of(Namespace.of("blue_ns")))) {
                lab.namespace("blue_ns").run(() -> {
                    try (ServerSocket server = new ServerSocket(80);
                            Socket client = new Socket("localhost", 80);
                            ServerSocketChannel channel = ServerSocketChannel.open()) {
                        System.out.println(server + ", " + client + ", " + channel);
                    }
                });
            }
            List<Path> descriptors;
            try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
                descriptors = all.toList();
            }
            for (Path descriptor : descriptors) {
                if (isSocket(descriptor)) {
                    printNamespaceOf(descriptor);
                }
            }
            System.out.println("looked at " + descriptors.size());
        }

        private static boolean isSocket(Path descriptor) {
            try {
                return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
            } catch (IOException closedMeanwhile) {
                return false; // it belonged to the listing of the directory
            }
        }

        private static void printNamespaceOf(Path descriptor) throws IOException {
            Libc libc = Platform.libc();
            int number = Integer.parseInt(descriptor.getFileName().toString());
            try (Descriptor namespace = new Descriptor(libc, libc.ioctl(new Descriptor(libc, number), SIOCGSKNS))) {
                Path file = Path.of("/proc/self/fd", Integer.toString(namespace.number()));
                System.out.println(Files.readSymbolicLink(descriptor)
                        + (Files.isSameFile(file, Path.of("/proc/self/ns/net"))
                                ? " of the host"
                                : " of another namespace"));
            } catch (LinuxException refused) {
                if (refused.errno() != Errno.EPERM) { // EPERM: the namespace is the host's, and belongs to another user
                    throw refused;
                }
                System.out.println(descriptor + " of the host");
            }
        }
    }
}
