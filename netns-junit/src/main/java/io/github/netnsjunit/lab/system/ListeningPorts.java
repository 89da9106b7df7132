package io.github.netnsjunit.lab.system;

import io.github.netnsjunit.lab.LabException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The addresses and TCP ports on which somebody listens, read from {@code /proc/…/net/tcp} and {@code tcp6} (see proc_net_tcp in the
 * kernel's documentation).
 */
public final class ListeningPorts {

    /** {@code TCP_LISTEN} of {@code net/tcp_states.h}, as the file prints it. */
    private static final String LISTEN = "0A";

    private ListeningPorts() {}

    /** Returns the ports in the network namespace of the calling thread. */
    public static Set<Integer> ofThisThread() {
        return ports(listenersOfThisThread());
    }

    /** Returns the addresses and ports in the network namespace of the calling thread, in their order. */
    public static List<Listener> listenersOfThisThread() {
        Path directory = Path.of("/proc/thread-self/net");
        if (!Files.exists(directory.resolve("tcp"))) {
            // Otherwise "nothing listens" would be the answer although nobody knows.
            throw new LabException(
                    "cannot tell which ports are listened on: there is no " + directory.resolve("tcp")
                            + ", as where /proc is not mounted",
                    null);
        }
        return read(directory);
    }

    private static Set<Integer> ports(List<Listener> listeners) {
        return listeners.stream().map(Listener::port).collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Listener> read(Path directory) {
        List<Listener> listeners = new ArrayList<>();
        for (String file : new String[] {"tcp", "tcp6"}) {
            try {
                Files.readAllLines(directory.resolve(file)).stream()
                        .skip(1)
                        .map(line -> line.trim().split("\\s+"))
                        .filter(fields -> fields[3].equals(LISTEN))
                        .forEach(fields -> listeners.add(listener(fields[1])));
            } catch (NoSuchFileException missing) {
                // a kernel without IPv6 has no tcp6, and a thread that has ended has neither file
            } catch (IOException unreadable) {
                throw new LabException(
                        "could not read which ports are listened on: " + unreadable.getMessage(), unreadable);
            }
        }
        listeners.sort(Comparator.comparingInt(Listener::port).thenComparing(Listener::toString));
        return listeners;
    }

    /** The address is written as one or four 32-bit words, each in the byte order of the machine. */
    private static Listener listener(String localAddress) {
        int colon = localAddress.lastIndexOf(':');
        ByteBuffer bytes = ByteBuffer.allocate(colon / 2).order(ByteOrder.nativeOrder());
        for (int at = 0; at < colon; at += 8) {
            bytes.putInt(Integer.parseUnsignedInt(localAddress, at, at + 8, 16));
        }
        try {
            return new Listener(
                    InetAddress.getByAddress(bytes.array()), Integer.parseInt(localAddress.substring(colon + 1), 16));
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible); // thrown only for other lengths
        }
    }
}
