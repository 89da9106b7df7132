package io.github.netnsjunit.lab.leak;

import io.github.netnsjunit.lab.listing.LeftProcess;
import io.github.netnsjunit.lab.namespace.NamespaceInternals;
import io.github.netnsjunit.lab.system.JavaThreads;
import io.github.netnsjunit.lab.waiting.Deadline;
import io.github.netnsjunit.lab.waiting.Remaining;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds and ends the programs that a test left inside a lab: those that it did not start by {@code start(...)}, and those that have
 * left their process group. To look at all processes of the machine takes up to a millisecond. So that is done only if this Java
 * process can have started one meanwhile.
 */
public final class LeftProcesses {

    /** The JDK has a thread with this name for each program that it has started, and for a minute after that has ended. */
    private static final String REAPER = "process reaper";

    private static final Duration LESS_THAN_A_MINUTE = Duration.ofSeconds(50);

    private final Deadline reapersSeen = Deadline.in(LESS_THAN_A_MINUTE);

    /** The programs that are left now. Looks again for a while, because a program that was killed needs a moment to end. */
    public List<LeftProcess> find(List<NamespaceInternals> namespaces) {
        if (!canExist(namespaces)) {
            return List.of();
        }
        ProcessesInside inside = inside(namespaces);
        Set<Long> groups = groupsOf(namespaces);
        return Remaining.of(() -> inside.notIn(groups));
    }

    /** Kills the programs that are left, and waits until they have ended. */
    public void end(List<NamespaceInternals> namespaces) {
        if (canExist(namespaces)) {
            endIn(namespaces);
        }
    }

    /** The same, but looks in any case. */
    public static void endIn(List<NamespaceInternals> namespaces) {
        inside(namespaces).killAllNotIn(groupsOf(namespaces));
    }

    private boolean canExist(List<NamespaceInternals> namespaces) {
        return reapersSeen.isOver()
                || namespaces.stream()
                        .anyMatch(namespace -> namespace.processes().hasStarted())
                || JavaThreads.living().stream()
                        .anyMatch(thread -> thread.getName().startsWith(REAPER));
    }

    private static Set<Long> groupsOf(List<NamespaceInternals> namespaces) {
        return namespaces.stream()
                .flatMap(namespace -> namespace.processes().groups())
                .collect(Collectors.toSet());
    }

    private static ProcessesInside inside(List<NamespaceInternals> namespaces) {
        Map<Path, String> names = new HashMap<>();
        Map<String, String> namesByDevice = new HashMap<>();
        for (NamespaceInternals namespace : namespaces) {
            if (namespace.isFresh()) {
                namespace.identities().forEach(identity -> names.put(identity, namespace.name()));
                namespace.deviceOfMounts().ifPresent(device -> namesByDevice.put(device, namespace.name()));
            }
        }
        return new ProcessesInside(names, namesByDevice);
    }
}
