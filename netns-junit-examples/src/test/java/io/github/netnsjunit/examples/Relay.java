package io.github.netnsjunit.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Connects each client of a listening socket with one server. A socket belongs to the namespace of the thread that made it, so the relay
 * joins two networks: that of the listening socket, and that in which the relay is made.
 */
final class Relay implements AutoCloseable {

    private final ServerSocket listening;
    private final SocketAddress server;
    private final List<Socket> open = new ArrayList<>();
    private int connections;

    private Relay(ServerSocket listening, SocketAddress server) {
        this.listening = listening;
        this.server = server;
    }

    /** Begins to relay. Closing the relay, or the listening socket, ends it. */
    static Relay between(ServerSocket listening, SocketAddress server) {
        Relay relay = new Relay(listening, server);
        start(relay::accept);
        return relay;
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "relay");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                Socket other = new Socket();
                keep(client, other);
                start(() -> connect(client, other));
            }
        } catch (IOException closed) {
            close();
        }
    }

    /** A client whose server refuses is closed, as it would be by the server. The others are not concerned. */
    private void connect(Socket client, Socket other) {
        try {
            other.connect(server);
        } catch (IOException refused) {
            end(client);
            end(other);
            return;
        }
        start(() -> pump(client, other));
        pump(other, client);
    }

    private synchronized void keep(Socket client, Socket other) {
        open.add(client);
        open.add(other);
        connections++;
    }

    private static void pump(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException ended) {
            end(from);
            end(to);
        }
    }

    /** How many clients there were. */
    synchronized int connections() {
        return connections;
    }

    @Override
    public synchronized void close() {
        open.forEach(Relay::end);
        open.clear();
        try {
            listening.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
