package io.github.netnsjunit.lab.process;

import io.github.netnsjunit.lab.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The sockets that wait at a port for whoever comes.
 *
 * @param links what a link in {@code /proc/PID/fd} to one of them says: {@code socket:[123]}
 */
record ServerSockets(Set<String> links) {

    /** TCP sockets that listen, and UDP sockets that have a port and no peer. */
    enum Protocol {
        TCP("0A", "port", "tcp"),
        UDP("07", "UDP port", "udp");

        private final String state;
        private final String port;
        private final String file;

        /**
         * @param state their state, as the files print it: {@code TCP_LISTEN} or {@code TCP_CLOSE} of {@code net/tcp_states.h}
         * @param port what messages call their port
         * @param file the file in {@code /proc/…/net} that lists those of IPv4 (proc_net_tcp in the kernel's documentation)
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
        Set<String> links = new TreeSet<>();
        for (String file : new String[] {protocol.file, protocol.file + "6"}) {
            try (Stream<String> lines = Files.lines(directory.resolve(file))) {
                lines.skip(1)
                        .map(line -> line.trim().split("\\s+"))
                        .filter(fields -> fields[3].equals(protocol.state) && port(fields[1]) == port)
                        .forEach(fields -> links.add("socket:[" + fields[9] + "]"));
            } catch (NoSuchFileException missing) {
                // a kernel without IPv6 has no tcp6, and a thread that has ended has neither file
            } catch (IOException unreadable) {
                throw new LabException("could not read which ports are listened on, in " + directory, unreadable);
            }
        }
        return new ServerSockets(links);
    }

    private static int port(String localAddress) {
        return Integer.parseInt(localAddress.substring(localAddress.lastIndexOf(':') + 1), 16);
    }

    boolean isEmpty() {
        return links.isEmpty();
    }

    /** Whether a process has one of them. Returns false if it has ended, or its descriptors may not be read. */
    boolean belongsTo(Path process) {
        Path descriptors = process.resolve("fd");
        String[] numbers = descriptors.toFile().list(); // null instead of an exception
        return numbers != null
                && Stream.of(numbers).anyMatch(number -> links.contains(target(descriptors.resolve(number))));
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }

    /** Names a process that has one of them. */
    String describeOwner() {
        Optional<Path> owner =
                ProcessGroup.processes().stream().filter(this::belongsTo).findFirst();
        return owner.map(ServerSockets::name)
                .orElse("one whose descriptors this Java process may not read, or one outside of its view");
    }

    private static String name(Path process) {
        String pid = process.getFileName().toString();
        boolean isThis = pid.equals(Long.toString(ProcessHandle.current().pid()));
        String program;
        try {
            program = Files.readString(process.resolve("comm")).strip();
        } catch (IOException ended) {
            program = "one that has ended since";
        }
        return program + " (pid " + pid + (isThis ? ", this Java process" : "") + ")";
    }
}
