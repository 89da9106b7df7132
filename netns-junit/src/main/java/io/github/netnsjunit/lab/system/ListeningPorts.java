package io.github.netnsjunit.lab.system;

import io.github.netnsjunit.lab.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/**
 * The TCP ports on which somebody listens, read from {@code /proc/…/net/tcp} and {@code tcp6} (see proc_net_tcp in the
 * kernel's documentation).
 */
public final class ListeningPorts {

    /** {@code TCP_LISTEN} of {@code net/tcp_states.h}, as the file prints it. */
    private static final String LISTEN = "0A";

    private ListeningPorts() {}

    /** Returns the ports in the network namespace of the calling thread. */
    public static Set<Integer> ofThisThread() {
        return read(Path.of("/proc/thread-self/net"));
    }

    /**
     * Returns the ports in the network namespace of another thread of this process, whose id in the kernel is given.
     */
    public static Set<Integer> ofThread(int tid) {
        return read(Path.of("/proc/self/task", Integer.toString(tid), "net"));
    }

    private static Set<Integer> read(Path directory) {
        Set<Integer> ports = new TreeSet<>();
        for (String file : new String[] {"tcp", "tcp6"}) {
            try {
                Files.readAllLines(directory.resolve(file)).stream()
                        .skip(1)
                        .map(line -> line.trim().split("\\s+"))
                        .filter(fields -> fields[3].equals(LISTEN))
                        .forEach(fields -> ports.add(port(fields[1])));
            } catch (NoSuchFileException missing) {
                // a kernel without IPv6 has no tcp6, and a thread that has ended has neither file
            } catch (IOException unreadable) {
                throw new LabException("could not read which ports are listened on, in " + directory, unreadable);
            }
        }
        return ports;
    }

    private static int port(String localAddress) {
        return Integer.parseInt(localAddress.substring(localAddress.lastIndexOf(':') + 1), 16);
    }
}
