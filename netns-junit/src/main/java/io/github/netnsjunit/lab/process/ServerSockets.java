package io.github.netnsjunit.lab.process;

import io.github.netnsjunit.lab.system.KernelProcess;
import io.github.netnsjunit.lab.system.SocketTable;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The sockets that wait at a port for whoever comes.
 *
 * @param links what a link in {@code /proc/PID/fd} to one of them says: {@code socket:[123]}
 */
record ServerSockets(Set<String> links) {

    /** TCP sockets that listen, and UDP sockets that have a port and no peer. */
    enum Protocol {
        TCP(SocketTable.LISTEN, "port", "tcp"),
        UDP(SocketTable.CLOSE, "UDP port", "udp");

        private final String state;
        private final String port;
        private final String file;

        /**
         * @param state their state
         * @param port what messages call their port
         * @param file the file in {@code /proc/…/net} that lists those of IPv4
         */
        Protocol(String state, String port, String file) {
            this.state = state;
            this.port = port;
            this.file = file;
        }

        /** What messages call a port of this protocol. */
        String port(int number) {
            return port + " " + number;
        }
    }

    /**
     * Finds those in the network namespace of a thread of this process.
     *
     * @param tid the thread's id in the kernel
     */
    static ServerSockets at(int tid, Protocol protocol, int port) {
        Path directory = Path.of("/proc/self/task", Integer.toString(tid), "net");
        return new ServerSockets(SocketTable.read(directory, protocol.file).stream()
                .filter(row -> row.state().equals(protocol.state) && row.port() == port)
                .map(row -> "socket:[" + row.inode() + "]")
                .collect(Collectors.toSet()));
    }

    boolean isEmpty() {
        return links.isEmpty();
    }

    /** Whether a process has one of them. Returns false if it has ended, or its descriptors may not be read. */
    boolean belongsTo(KernelProcess process) {
        return process.descriptors().anyMatch(links::contains);
    }

    /** Names a process that has one of them. */
    String describeOwner() {
        Optional<KernelProcess> owner =
                KernelProcess.all().stream().filter(this::belongsTo).findFirst();
        return owner.map(ServerSockets::name)
                .orElse("one whose descriptors this Java process may not read, or one outside of its view");
    }

    private static String name(KernelProcess process) {
        boolean isThis = process.pid() == ProcessHandle.current().pid();
        return process.shortName().orElse("one that has ended since") + " (pid " + process.pid()
                + (isThis ? ", this Java process" : "") + ")";
    }
}
