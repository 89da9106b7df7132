package io.github.netnsjunit.lab.escape;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.holds.ChildJvm;
import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.NativeLibrary;
import io.github.netnsjunit.kernel.socket.ProcessSocket;
import java.io.FileInputStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the kernel tells of the sockets of this process. */
@Tag("kernel")
class DescriptorTableTests {

    private static final Libc LIBC = NativeLibrary.libc();
    private static final int MORE_THAN_ARE_ASKED_FOR_AT_ONCE = 300;

    /** A socket, and the namespace of the thread that opened it. */
    private record Opened(DatagramSocket socket, Path network) {}

    @Test
    void listsEachDescriptorThatIsASocket() throws Exception {
        List<ServerSocket> many = new ArrayList<>();
        try {
            for (int i = 0; i < MORE_THAN_ARE_ASKED_FOR_AT_ONCE; i++) {
                many.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            Set<Integer> ports = DescriptorTable.sockets(LIBC).stream()
                    .filter(ProcessSocket::isInternet)
                    .map(socket -> socket.localAddress().getPort())
                    .collect(Collectors.toSet());
            assertThat(many).allMatch(server -> ports.contains(server.getLocalPort()));
        } finally {
            for (ServerSocket server : many) {
                server.close();
            }
        }
    }

    /** The table of the descriptors may have more room than the process may use. */
    @Test
    void listsASocketOfAProcessThatMayOpenFewFiles() throws Exception {
        assertThat(ChildJvm.of(OneSocket.class).withFiles(200).output()).contains("listed: true");
    }

    /** Run by the test above. */
    static final class OneSocket {

        private OneSocket() {}

        public static void main(String[] arguments) throws Exception {
            List<FileInputStream> files = new ArrayList<>();
            try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                while (files.size() < 130) { // then the table has room for 256 descriptors
                    files.add(new FileInputStream("/dev/null"));
                }
                System.out.println("listed: "
                        + (only(server.getLocalPort(), true).localAddress().getPort() == server.getLocalPort()));
            } finally {
                for (FileInputStream file : files) {
                    file.close();
                }
            }
        }
    }

    @Test
    void theNamespaceOfASocketIsThatOfTheThreadThatOpenedIt() throws Exception {
        FutureTask<Opened> opening = new FutureTask<>(() -> {
            LIBC.unshare(Libc.CLONE_NEWNET);
            return new Opened(new DatagramSocket(), Files.readSymbolicLink(Path.of("/proc/thread-self/ns/net")));
        });
        new Thread(opening, "in another namespace").start();
        Opened opened = opening.get();
        try (DatagramSocket there = opened.socket()) {
            ProcessSocket socket = only(there.getLocalPort(), false);
            assertThat(socket.peer()).isEmpty();
            try (Descriptor network = socket.network()) {
                assertThat(Files.readSymbolicLink(Path.of("/proc/self/fd", Integer.toString(network.number()))))
                        .isEqualTo(opened.network())
                        .isNotEqualTo(Host.NETWORK);
            }
        }
    }

    @Test
    void aConnectionHasAPeerAndIsNotOpenOnceItIsClosed() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(server.getInetAddress(), server.getLocalPort())) {
            ProcessSocket socket = only(client.getLocalPort(), false);
            assertThat(socket.peer()).isPresent();
            assertThat(socket.peer().orElseThrow().getPort()).isEqualTo(server.getLocalPort());
            assertThat(only(server.getLocalPort(), true).localAddress().getPort())
                    .isEqualTo(((InetSocketAddress) server.getLocalSocketAddress()).getPort());
            assertThat(socket.isOpen()).isTrue();
            client.close();
            assertThat(socket.isOpen()).isFalse();
        }
    }

    private static ProcessSocket only(int port, boolean listening) {
        return assertThat(DescriptorTable.sockets(LIBC).stream()
                        .filter(ProcessSocket::isInternet)
                        .filter(socket -> socket.localAddress().getPort() == port && socket.isListening() == listening))
                .singleElement()
                .actual();
    }
}
