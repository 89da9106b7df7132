package io.github.netnsjunit.lab.escape;

import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.socket.ProcessSocket;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.system.ProcFile;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The descriptors of this process. */
final class DescriptorTable {

    private static final String STATUS = "/proc/thread-self/status";
    private static final String SIZE = "FDSize:";

    private DescriptorTable() {}

    /**
     * The sockets that are open now. To ask the kernel for each number takes half as long as to list {@code /proc/self/fd}, where the
     * kernel makes a file for each descriptor.
     */
    static List<ProcessSocket> sockets(Libc libc) {
        return ProcessSocket.all(libc, size());
    }

    /** How many descriptors the table of this process has room for; see proc_pid_status(5). All numbers are smaller. */
    private static int size() {
        // Each test asks twice. This takes less time than the channel of java.nio.file does.
        try (InputStream reading = new FileInputStream(STATUS)) {
            String status = new String(reading.readAllBytes(), StandardCharsets.UTF_8);
            int start = status.indexOf(SIZE) + SIZE.length();
            if (start < SIZE.length()) {
                throw new LabException(STATUS + " has no line " + SIZE, null);
            }
            return Integer.parseInt(
                    status.substring(start, status.indexOf('\n', start)).trim());
        } catch (IOException noProc) {
            throw new LabException("could not find out how many descriptors this process has", noProc);
        }
    }

    /** Whether a descriptor is that of an epoll instance, and another descriptor is registered there; see proc_pid_fdinfo(5). */
    static boolean isRegisteredInEpoll(long epoll, int descriptor) {
        try {
            return ProcFile.lines(Path.of("/proc/self/fdinfo", Long.toString(epoll))).stream()
                    .anyMatch(line -> line.matches("tfd: +" + descriptor + " .*"));
        } catch (IOException notOpen) {
            return false;
        }
    }
}
