package io.github.netnsjunit.lab.process;

import io.github.netnsjunit.lab.LabException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A process group, as {@code /proc/PID/stat} describes it (proc_pid_stat(5)).
 *
 * @param id the process id of its leader. No new process gets this id while the group has a member.
 */
record ProcessGroup(long id) {

    private static final Path PROCESSES = Path.of("/proc");

    /** Whether the leader has made the group, and still lives. */
    boolean hasLeader() {
        return contains(leader());
    }

    private Path leader() {
        return PROCESSES.resolve(Long.toString(id));
    }

    /** The number of its processes that live. */
    int size() {
        return (int) processes().stream().filter(this::contains).count();
    }

    /** Whether one of its processes that live has one of these sockets. */
    boolean has(ServerSockets sockets) {
        return (hasLeader() && sockets.belongsTo(leader())) // usually: then the other processes need not be looked at
                || processes().stream().anyMatch(each -> contains(each) && sockets.belongsTo(each));
    }

    /** The directories of all processes. */
    static List<Path> processes() {
        List<Path> all = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            processes.forEach(all::add);
        } catch (IOException unreadable) {
            throw new LabException("could not list the processes in /proc", unreadable);
        }
        return all;
    }

    private boolean contains(Path process) {
        try {
            // A process name may be any bytes, which ISO 8859-1 can always decode.
            // The fields after it: state, parent, group.
            String stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 4);
            return fields[2].equals(Long.toString(id)) && !fields[0].equals("Z");
        } catch (IOException ended) {
            return false;
        }
    }
}
