package io.github.netnsjunit.holds;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;

/** Texts that tests send and receive as datagrams. */
public final class Datagrams {

    private static final int LONGEST = 100;

    private static final int PATIENCE_MILLIS = 10_000;

    private Datagrams() {}

    /** Sends a text. */
    public static void send(DatagramSocket from, String text, InetAddress to, int port) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        from.send(new DatagramPacket(bytes, bytes.length, to, port));
    }

    /** Receives a text. Waits 10 s for it at most. */
    public static String receive(DatagramSocket at) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[LONGEST], LONGEST);
        at.setSoTimeout(PATIENCE_MILLIS);
        at.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), UTF_8);
    }
}
