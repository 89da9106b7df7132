package io.github.netnsjunit.lab.system;

import io.github.netnsjunit.lab.LabException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The addresses and TCP ports on which somebody listens in the network namespace of the calling thread. */
public final class ListeningPorts {

    private ListeningPorts() {}

    /** Returns the ports. */
    public static Set<Integer> ofThisThread() {
        return listenersOfThisThread().stream().map(Listener::port).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the addresses and ports, in their order. */
    public static List<Listener> listenersOfThisThread() {
        Path directory = Path.of("/proc/thread-self/net");
        if (!Files.exists(directory.resolve("tcp"))) {
            // Otherwise "nothing listens" would be the answer although nobody knows.
            throw new LabException(
                    "cannot tell which ports are listened on: there is no " + directory.resolve("tcp")
                            + ", as where /proc is not mounted",
                    null);
        }
        return SocketTable.read(directory, "tcp").stream()
                .filter(row -> row.state().equals(SocketTable.LISTEN))
                .map(row -> new Listener(row.address(), row.port()))
                .sorted(Comparator.comparingInt(Listener::port).thenComparing(Listener::toString))
                .toList();
    }
}
