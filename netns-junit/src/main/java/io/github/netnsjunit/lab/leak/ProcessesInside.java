package io.github.netnsjunit.lab.leak;

import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.listing.LeftProcess;
import io.github.netnsjunit.lab.system.KernelProcess;
import io.github.netnsjunit.lab.waiting.Deadline;
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
 * The processes in namespaces of a lab, whoever started them. Each is found by the links to its namespaces in {@code /proc}
 * (namespaces(7)): one that has made a network of its own still has the mounts or the host name of the lab's namespace. Another user's
 * process, whose links may not be read, is none of them.
 */
final class ProcessesInside {

    private static final long OWN_PID = ProcessHandle.current().pid();
    private static final long CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** A process has ended long before this, once it is killed. */
    private static final Duration KILLING = Duration.ofSeconds(3);

    /** The names of the namespaces, by the target of the links to each. */
    private final Map<Path, String> namespaces;

    /** @param namespaces the names of the namespaces, by the targets of the links to each. They must exist while this is used. */
    ProcessesInside(Map<Path, String> namespaces) {
        this.namespaces = namespaces;
    }

    /**
     * The processes inside.
     *
     * @param groups the process groups whose members do not count
     */
    List<LeftProcess> notIn(Set<Long> groups) {
        List<LeftProcess> found = new ArrayList<>();
        for (KernelProcess process : KernelProcess.all()) {
            namespaceOf(process)
                    .filter(namespace -> process.pid() != OWN_PID && !isIn(groups, process))
                    .ifPresent(namespace -> found.add(new LeftProcess(
                            namespace, process.pid(), process.commandLine().orElse(""))));
        }
        return found;
    }

    /**
     * Kills the processes inside and waits until they have ended. If they start others meanwhile, these too.
     *
     * @param groups the process groups whose members are not killed
     * @throws LabException if some do not end
     */
    void killAllNotIn(Set<Long> groups) {
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
        if (namespaceOf(new KernelProcess(process.pid())).isPresent()) {
            handle.ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    /** The name of the namespace that a process is in; empty if that is none of those that are looked into. */
    private Optional<String> namespaceOf(KernelProcess process) {
        return process.namespaces().filter(namespaces::containsKey).findFirst().map(namespaces::get);
    }

    private static boolean isIn(Set<Long> groups, KernelProcess process) {
        return process.stat()
                .map(KernelProcess.Stat::group)
                .filter(groups::contains)
                .isPresent();
    }
}
