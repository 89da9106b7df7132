package io.github.netnsjunit.lab.leak;

import io.github.netnsjunit.lab.listing.LeftThread;
import io.github.netnsjunit.lab.namespace.NamespaceInternals;
import io.github.netnsjunit.lab.system.JavaThreads;
import io.github.netnsjunit.lab.system.KernelThread;
import io.github.netnsjunit.lab.system.ThreadDump;
import io.github.netnsjunit.lab.waiting.Remaining;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Finds threads that a test left inside a lab. Usually this is fast: a thread can be inside only if it was started after the
 * lab was made, so if there is no new thread, the kernel need not be asked. Some JVMs run each virtual thread on a platform
 * thread of its own and do not list those threads. There, virtual threads are not found.
 */
public final class LeftThreads {

    /** How long a product that was closed may take to end its threads. */
    private static final Duration TIME_TO_END = Duration.ofSeconds(2);

    /** How long a thread that has ended may still be listed in /proc. */
    private static final long ENDED_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

    /** The threads that were there before the lab. Compared by identity, because a subclass of Thread may override equals. */
    private final Set<Thread> before = JavaThreads.living();

    /** The threads that were found in namespaces which are closed since. */
    private final List<Found> inClosed = new CopyOnWriteArrayList<>();

    /**
     * A thread of this process that is in a namespace of the lab, and that the lab did not start.
     *
     * @param kernelThread the thread
     * @param network the target of the link to its network namespace
     * @param namespace the namespace's name
     */
    private record ForeignThread(KernelThread kernelThread, Path network, String namespace) {

        boolean isStillThere() {
            return kernelThread.network().filter(network::equals).isPresent();
        }
    }

    /** A thread, and its entry in a thread dump. */
    private record Found(ForeignThread foreign, LeftThread thread) {}

    /** The threads in open namespaces, and those that were found in namespaces which are closed since and still live. */
    public List<LeftThread> find(List<NamespaceInternals> namespaces) {
        inClosed.removeIf(found -> !found.foreign().isStillThere());
        return Stream.concat(inClosed.stream(), await(namespaces).stream())
                .map(Found::thread)
                .toList();
    }

    /** Remembers the threads in namespaces that are about to be closed. */
    public void remember(List<NamespaceInternals> closing) {
        inClosed.addAll(await(closing));
    }

    /** Looks again for a while, because the threads of a pool that was shut down need a moment to end. */
    private List<Found> await(List<NamespaceInternals> namespaces) {
        List<Found> left = Remaining.of(() -> findNow(namespaces));
        List<ForeignThread> ending = left.stream()
                .filter(found -> EndingThreads.mayEndSoon(found.thread()))
                .map(Found::foreign)
                .toList();
        if (ending.isEmpty()) {
            return left;
        }
        Remaining.of(() -> ending.stream().filter(ForeignThread::isStillThere).toList(), TIME_TO_END);
        return findNow(namespaces);
    }

    private List<Found> findNow(List<NamespaceInternals> namespaces) {
        if (hasNoNewThread(namespaces)) {
            return List.of();
        }
        List<ForeignThread> foreignThreads = foreignThreads(namespaces);
        if (!foreignThreads.isEmpty()) {
            // A thread that was joined is still listed in /proc for a moment.
            // To wait costs far less than a thread dump.
            LockSupport.parkNanos(ENDED_NANOS);
            foreignThreads = foreignThreads(namespaces);
        }
        if (foreignThreads.isEmpty()) {
            return List.of();
        }
        Map<Integer, ThreadDump.Entry> dump = ThreadDump.take();
        List<Found> left = new ArrayList<>();
        for (ForeignThread foreign : foreignThreads) {
            ThreadDump.Entry entry = dump.get(foreign.kernelThread().tid());
            if (entry != null && !entry.hasTerminated()) {
                LeftThread thread = new LeftThread(foreign.namespace(), entry.name(), entry.stack());
                if (!EndingThreads.endsByItself(entry.name(), entry.stack())) {
                    left.add(new Found(foreign, thread));
                }
            }
        }
        return left;
    }

    private boolean hasNoNewThread(List<NamespaceInternals> namespaces) {
        return JavaThreads.living().stream()
                .filter(thread -> !before.contains(thread))
                .allMatch(thread -> namespaces.stream().anyMatch(namespace -> namespace.owns(thread)));
    }

    private static List<ForeignThread> foreignThreads(List<NamespaceInternals> namespaces) {
        Map<Path, NamespaceInternals> byIdentity = new HashMap<>();
        for (NamespaceInternals namespace : namespaces) {
            if (!namespace.network().site().host()) {
                namespace.identity().ifPresent(identity -> byIdentity.put(identity, namespace));
            }
        }
        List<ForeignThread> foreignThreads = new ArrayList<>();
        for (KernelThread thread : KernelThread.all()) {
            thread.network().ifPresent(network -> {
                NamespaceInternals namespace = byIdentity.get(network);
                if (namespace != null && !namespace.owns(thread.tid())) {
                    foreignThreads.add(new ForeignThread(thread, network, namespace.name()));
                }
            });
        }
        return foreignThreads;
    }
}
