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
 * (namespaces(7)): one that has made a network of its own still has the mounts or the host name of the lab's namespace. One that has made
 * these too has a copy of the mounts. Another user's process, whose links may not be read, is none of them.
 */
final class ProcessesInside {

    private static final long OWN_PID = ProcessHandle.current().pid();
    private static final long CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** A process has ended long before this, once it is killed. */
    private static final Duration KILLING = Duration.ofSeconds(3);

    /** The names of the namespaces, by the target of the links to each. */
    private final Map<Path, String> namespaces;

    /** The names of the namespaces, by the device of a file system that only their mounts have, and copies of these. */
    private final Map<String, String> namespacesByDevice;

    private final Optional<Path> ownMounts = new KernelProcess(OWN_PID).mountNamespace();

    /**
     * @param namespaces the names of the namespaces, by the targets of the links to each. They must exist while this is used.
     * @param namespacesByDevice their names, by the device of a file system that only their mounts have, and copies of these
     */
    ProcessesInside(Map<Path, String> namespaces, Map<String, String> namespacesByDevice) {
        this.namespaces = namespaces;
        this.namespacesByDevice = namespacesByDevice;
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
                    .or(() -> namespaceOfCopy(process).filter(namespace -> !isBelow(groups, process)))
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
        KernelProcess now = new KernelProcess(process.pid());
        if (namespaceOf(now).or(() -> namespaceOfCopy(now)).isPresent()) {
            handle.ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    /** The name of the namespace that a process is in; empty if that is none of those that are looked into. */
    private Optional<String> namespaceOf(KernelProcess process) {
        return process.namespaces().filter(namespaces::containsKey).findFirst().map(namespaces::get);
    }

    /** The name of the namespace of whose mounts a process has a copy, in which all else may be different. */
    private Optional<String> namespaceOfCopy(KernelProcess process) {
        if (process.mountNamespace().equals(ownMounts)) {
            return Optional.empty(); // as most processes of the machine: their mounts need not be read
        }
        return process.mountedDevices()
                .filter(namespacesByDevice::containsKey)
                .findFirst()
                .map(namespacesByDevice::get);
    }

    /** Whether a process was started by one of a group, directly or not, and all in between still live. A program may have a sandbox of its own. */
    private static boolean isBelow(Set<Long> groups, KernelProcess process) {
        Optional<KernelProcess.Stat> stat = process.stat();
        while (stat.isPresent() && !groups.contains(stat.get().group())) {
            stat = new KernelProcess(stat.get().parent()).stat(); // init has the parent 0, which does not exist
        }
        return stat.isPresent();
    }

    private static boolean isIn(Set<Long> groups, KernelProcess process) {
        return process.stat()
                .map(KernelProcess.Stat::group)
                .filter(groups::contains)
                .isPresent();
    }
}
