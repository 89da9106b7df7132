package io.github.netnsjunit.examples;

import io.github.netnsjunit.lab.NetworkNamespace;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;

/** A client that reaches another one though both are behind a NAT: each sends to the other, which lets the other's packets in. */
final class HolePuncher implements AutoCloseable {

    private static final int ROUNDS = 6;
    private static final int PATIENCE_MILLIS = 250;

    private final DatagramSocket socket;
    private boolean heard;

    HolePuncher(NetworkNamespace host) throws Exception {
        socket = host.call(() -> new DatagramSocket());
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    /** Whom a server outside takes for the sender. */
    InetSocketAddress seenBy(DatagramSocket server) throws IOException {
        send((InetSocketAddress) server.getLocalSocketAddress());
        DatagramPacket packet = new DatagramPacket(new byte[1], 1);
        server.receive(packet);
        return (InetSocketAddress) packet.getSocketAddress();
    }

    /** Whether each of two clients hears the other, by the addresses that a server outside has seen. */
    static boolean connect(HolePuncher one, InetSocketAddress oneSeen, HolePuncher other, InetSocketAddress otherSeen)
            throws IOException {
        InetSocketAddress toOther = otherSeen;
        InetSocketAddress toOne = oneSeen;
        for (int round = 0; round < ROUNDS && !(one.heard && other.heard); round++) {
            one.send(toOther);
            other.send(toOne);
            toOther = one.listen(toOther);
            toOne = other.listen(toOne);
        }
        return one.heard && other.heard;
    }

    private void send(InetSocketAddress to) throws IOException {
        socket.send(new DatagramPacket(new byte[] {1}, 1, to));
    }

    /** The sender of what is heard, since that is where answers arrive; if nothing is, what was known so far. */
    private InetSocketAddress listen(InetSocketAddress known) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[1], 1);
        try {
            socket.receive(packet);
            heard = true;
            return (InetSocketAddress) packet.getSocketAddress();
        } catch (SocketTimeoutException nothing) {
            return known;
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
