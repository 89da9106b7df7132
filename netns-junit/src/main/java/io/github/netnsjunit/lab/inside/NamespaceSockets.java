package io.github.netnsjunit.lab.inside;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Socket factories of a namespace. {@code new Socket()} makes its descriptor only when it is first used, in the
 * namespace of the thread that uses it. So a pinned thread makes each socket and also makes sure that its descriptor
 * exists.
 */
public final class NamespaceSockets {

    private NamespaceSockets() {}

    /**
     * Makes client sockets. They connect on the calling thread, because a connect ignores interrupts: if a host did not
     * answer, a pinned thread would wait for it, and closing the namespace would wait for that thread.
     */
    public static final class Clients extends SocketFactory {

        private final NamespaceThreads threads;

        public Clients(NamespaceThreads threads) {
            this.threads = threads;
        }

        @Override
        public Socket createSocket() throws IOException {
            return threads.callChecked(() -> {
                Socket socket = new Socket(Proxy.NO_PROXY); // the proxy of the machine cannot be reached from inside
                var unused = socket.getSoTimeout(); // makes the descriptor
                return socket;
            });
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return connected(threads.resolve(host).get(0), port, null);
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
            return connected(threads.resolve(host).get(0), port, new InetSocketAddress(localHost, localPort));
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return connected(host, port, null);
        }

        @Override
        public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
                throws IOException {
            return connected(address, port, new InetSocketAddress(localAddress, localPort));
        }

        private Socket connected(InetAddress address, int port, @Nullable InetSocketAddress local) throws IOException {
            InetSocketAddress remote = new InetSocketAddress(address, port);
            Socket socket = createSocket();
            try {
                if (local != null) {
                    socket.bind(local);
                }
                socket.connect(remote);
                return socket;
            } catch (IOException | RuntimeException failure) {
                try (socket) {
                    throw failure;
                }
            }
        }
    }

    /** Makes server sockets. They bind on a pinned thread, which never takes long. */
    public static final class Servers extends ServerSocketFactory {

        private final NamespaceThreads threads;

        public Servers(NamespaceThreads threads) {
            this.threads = threads;
        }

        @Override
        public ServerSocket createServerSocket() throws IOException {
            return threads.callChecked(() -> {
                ServerSocket socket = new ServerSocket();
                var unused = socket.getSoTimeout(); // makes the descriptor
                return socket;
            });
        }

        @Override
        public ServerSocket createServerSocket(int port) throws IOException {
            return threads.callChecked(() -> new ServerSocket(port));
        }

        @Override
        public ServerSocket createServerSocket(int port, int backlog) throws IOException {
            return threads.callChecked(() -> new ServerSocket(port, backlog));
        }

        @Override
        public ServerSocket createServerSocket(int port, int backlog, InetAddress address) throws IOException {
            return threads.callChecked(() -> new ServerSocket(port, backlog, address));
        }
    }
}
