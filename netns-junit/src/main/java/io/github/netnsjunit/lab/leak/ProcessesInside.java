package io.github.netnsjunit.lab.leak;

import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.LeftProcess;
import io.github.netnsjunit.lab.waiting.Deadline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The processes in namespaces of a lab, whoever started them. Each is found by the link to its network namespace in {@code /proc}
 * (namespaces(7)); another user's process, whose link may not be read, is none of them.
 */
public final class ProcessesInside {

    private static final Path PROCESSES = Path.of("/proc");
    private static final long OWN_PID = ProcessHandle.current().pid();
    private static final long CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** A process has ended long before this, once it is killed. */
    private static final Duration KILLING = Duration.ofSeconds(3);

    /** The names of the namespaces, by the target of the link to each. */
    private final Map<Path, String> namespaces;

    /** @param namespaces the names of the namespaces, by the target of the link to each. They must exist while this is used. */
    public ProcessesInside(Map<Path, String> namespaces) {
        this.namespaces = namespaces;
    }

    /**
     * The processes inside.
     *
     * @param groups the process groups whose members do not count
     */
    public List<LeftProcess> notIn(Set<Long> groups) {
        List<LeftProcess> found = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            for (Path process : processes) {
                String namespace = namespaces.get(networkOf(process));
                long pid = Long.parseLong(process.getFileName().toString());
                if (namespace != null && pid != OWN_PID && !groups.contains(groupOf(process))) {
                    found.add(new LeftProcess(namespace, pid, commandOf(process)));
                }
            }
        } catch (IOException unreadable) {
            throw new LabException("could not list the processes in /proc", unreadable);
        }
        return found;
    }

    /**
     * Kills the processes inside and waits until they have ended. If they start others meanwhile, these too.
     *
     * @param groups the process groups whose members are not killed
     * @throws LabException if some do not end
     */
    public void killAllNotIn(Set<Long> groups) {
        Deadline deadline = Deadline.in(KILLING);
        boolean interrupted = false;
        for (List<LeftProcess> left = notIn(groups); !left.isEmpty(); left = notIn(groups)) {
            if (deadline.isOver()) {
                throw new LabException("these programs do not end, though they were killed: " + left, null);
            }
            left.forEach(this::kill);
            LockSupport.parkNanos(CHECK_NANOS); // the kernel tells only a process's parent that it has ended
            interrupted |= Thread.interrupted(); // otherwise parkNanos would return at once
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Kills a process, unless its id belongs to another one by now: the handle knows when its process was started. */
    private void kill(LeftProcess process) {
        Optional<ProcessHandle> handle = ProcessHandle.of(process.pid());
        if (namespaces.containsKey(networkOf(PROCESSES.resolve(Long.toString(process.pid()))))) {
            handle.ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    /** The target of the link to a process's network namespace. For a process that has ended: a path that equals no such target. */
    private static Path networkOf(Path process) {
        try {
            return Files.readSymbolicLink(process.resolve("ns/net"));
        } catch (IOException endedOrOfAnotherUser) {
            return process;
        }
    }

    private static long groupOf(Path process) {
        try {
            // A process name may be any bytes, which ISO 8859-1 can always decode.
            String stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
            // after the name: state, parent, group (proc_pid_stat(5))
            return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", 4)[2]);
        } catch (IOException ended) {
            return 0;
        }
    }

    private static String commandOf(Path process) {
        try {
            return Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1)
                    .replace('\0', ' ')
                    .strip();
        } catch (IOException ended) {
            return "";
        }
    }
}
