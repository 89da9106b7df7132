package io.github.netnsjunit.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import javax.net.ServerSocketFactory;

/** Server sockets that belong to a namespace from birth; see {@link NamespaceSockets}. */
final class NamespaceServerSockets extends ServerSocketFactory {

    private final NetworkNamespace namespace;

    NamespaceServerSockets(NetworkNamespace namespace) {
        this.namespace = namespace;
    }

    @Override
    public ServerSocket createServerSocket() throws IOException {
        return namespace.callChecked(() -> {
            ServerSocket socket = new ServerSocket();
            int forced = socket.getSoTimeout();
            assert forced == 0;
            return socket;
        });
    }

    @Override
    public ServerSocket createServerSocket(int port) throws IOException {
        return namespace.callChecked(() -> new ServerSocket(port));
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog) throws IOException {
        return namespace.callChecked(() -> new ServerSocket(port, backlog));
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog, InetAddress address) throws IOException {
        return namespace.callChecked(() -> new ServerSocket(port, backlog, address));
    }
}
