package io.github.netnsjunit.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/**
 * Sockets that belong to a namespace from birth. {@code new Socket()} makes no descriptor before an option is read or set, and that
 * would then be of whichever thread came by; so each is made inside, with its descriptor.
 */
final class NamespaceSockets extends SocketFactory {

    private final NetworkNamespace namespace;

    NamespaceSockets(NetworkNamespace namespace) {
        this.namespace = namespace;
    }

    @Override
    public Socket createSocket() throws IOException {
        return namespace.callChecked(() -> {
            Socket socket = new Socket();
            int forced = socket.getSoTimeout();
            assert forced == 0;
            return socket;
        });
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return namespace.callChecked(() -> new Socket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return namespace.callChecked(() -> new Socket(host, port, localHost, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return namespace.callChecked(() -> new Socket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
            throws IOException {
        return namespace.callChecked(() -> new Socket(address, port, localAddress, localPort));
    }
}
