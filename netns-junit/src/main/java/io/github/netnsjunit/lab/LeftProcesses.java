package io.github.netnsjunit.lab;

import io.github.netnsjunit.lab.leak.ProcessesInside;
import io.github.netnsjunit.lab.system.JavaThreads;
import io.github.netnsjunit.lab.waiting.Deadline;
import io.github.netnsjunit.lab.waiting.Remaining;
import java.io.IOException;
import java.nio.file.Files;
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
final class LeftProcesses {

    /** The JDK has a thread with this name for each program that it has started, and for a minute after that has ended. */
    private static final String REAPER = "process reaper";

    private static final Duration LESS_THAN_A_MINUTE = Duration.ofSeconds(50);

    private final Deadline reapersSeen = Deadline.in(LESS_THAN_A_MINUTE);

    /** The programs that are left now. Looks again for a while, because a program that was killed needs a moment to end. */
    List<LeftProcess> find(List<NetworkNamespace> namespaces) {
        if (!canExist(namespaces)) {
            return List.of();
        }
        ProcessesInside inside = inside(namespaces);
        Set<Long> groups = groupsOf(namespaces);
        return Remaining.of(() -> inside.notIn(groups));
    }

    /** Kills the programs that are left, and waits until they have ended. */
    void end(List<NetworkNamespace> namespaces) {
        if (canExist(namespaces)) {
            endIn(namespaces);
        }
    }

    /** The same, but looks in any case. */
    static void endIn(List<NetworkNamespace> namespaces) {
        inside(namespaces).killAllNotIn(groupsOf(namespaces));
    }

    private boolean canExist(List<NetworkNamespace> namespaces) {
        return reapersSeen.isOver()
                || namespaces.stream()
                        .anyMatch(namespace -> namespace.internals().processes().hasStarted())
                || JavaThreads.living().stream()
                        .anyMatch(thread -> thread.getName().startsWith(REAPER));
    }

    private static Set<Long> groupsOf(List<NetworkNamespace> namespaces) {
        return namespaces.stream()
                .flatMap(namespace -> namespace.internals().processes().groups())
                .collect(Collectors.toSet());
    }

    private static ProcessesInside inside(List<NetworkNamespace> namespaces) {
        Map<Path, String> names = new HashMap<>();
        for (NetworkNamespace namespace : namespaces) {
            if (namespace.isOpen() && namespace.internals().isFresh()) {
                try {
                    names.put(Files.readSymbolicLink(namespace.internals().path()), namespace.name());
                } catch (IOException noProc) {
                    throw new LabException("could not find out which namespace is which", noProc);
                }
            }
        }
        return new ProcessesInside(names);
    }
}
