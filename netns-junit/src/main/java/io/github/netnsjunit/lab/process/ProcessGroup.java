package io.github.netnsjunit.lab.process;

import io.github.netnsjunit.lab.LabException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A process group, as {@code /proc/PID/stat} tells of it (proc_pid_stat(5)).
 *
 * @param id the process id of its leader, which no other process gets while the group has a member
 */
public record ProcessGroup(long id) {

    private static final Path PROCESSES = Path.of("/proc");

    /** Whether its leader leads it by now, and lives. */
    public boolean isLed() {
        return has(PROCESSES.resolve(Long.toString(id)));
    }

    /** How many processes live in it. */
    public int size() {
        int size = 0;
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            for (Path process : processes) {
                size += has(process) ? 1 : 0;
            }
        } catch (IOException unreadable) {
            throw new LabException("could not list the processes in /proc", unreadable);
        }
        return size;
    }

    private boolean has(Path process) {
        try {
            String stat =
                    Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1); // a name may be any bytes
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 4); // state, parent, group
            return fields[2].equals(Long.toString(id)) && !fields[0].equals("Z");
        } catch (IOException ended) {
            return false;
        }
    }
}
