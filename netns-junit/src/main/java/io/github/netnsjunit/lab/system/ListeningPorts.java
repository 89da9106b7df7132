package io.github.netnsjunit.lab.system;

import io.github.netnsjunit.lab.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** The TCP ports listened on, from {@code /proc/…/net/tcp} and {@code tcp6} (proc_net_tcp in the kernel's documentation). */
public final class ListeningPorts {

    /** {@code TCP_LISTEN} of {@code net/tcp_states.h}, as the file prints it. */
    private static final String LISTEN = "0A";

    private ListeningPorts() {}

    public static Set<Integer> ofThisThread() {
        return in(Path.of("/proc/thread-self/net"));
    }

    /** Those where another thread of this process is, by the kernel's id for it. */
    public static Set<Integer> ofThread(int tid) {
        return in(Path.of("/proc/self/task", Integer.toString(tid), "net"));
    }

    private static Set<Integer> in(Path directory) {
        Set<Integer> ports = new TreeSet<>();
        for (String file : new String[] {"tcp", "tcp6"}) {
            try {
                Files.readAllLines(directory.resolve(file)).stream()
                        .skip(1)
                        .map(line -> line.trim().split("\\s+"))
                        .filter(fields -> fields[3].equals(LISTEN))
                        .forEach(fields -> ports.add(port(fields[1])));
            } catch (NoSuchFileException without) {
                // a kernel without IPv6 has no tcp6, and a thread that ended has neither
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
