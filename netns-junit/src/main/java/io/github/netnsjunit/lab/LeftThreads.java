package io.github.netnsjunit.lab;

import io.github.netnsjunit.lab.system.ThreadDump;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Finds threads that a test left inside a lab. A thread stays where it was born, so if none is younger than the lab, as a
 * rule, the kernel need not be asked. (Virtual threads of a JVM without continuations are not seen.)
 */
final class LeftThreads {

    /** Threads that the JDK itself starts where it is called, and ends within a minute of idleness: nobody can end them sooner. */
    private static final Set<String> ENDING_BY_THEMSELVES = Set.of("process reaper", "Keep-Alive-Timer");

    private static final int LOOKS = 10;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long JOINED_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

    private static final int MORE_THREADS = 16;

    /** By identity: a thread may be equal to another by its own account. */
    private final Set<Thread> before = living();

    /** Those that were found in namespaces which are closed since. */
    private final List<Found> inClosed = new CopyOnWriteArrayList<>();

    /**
     * A thread of this process that is in a namespace of the lab and does not belong there.
     *
     * @param task its directory in {@code /proc}
     * @param network what the link there to its namespace leads to
     * @param namespace the namespace's name
     */
    private record Stranger(Path task, Path network, String namespace) {

        int tid() {
            return Integer.parseInt(task.getFileName().toString());
        }

        boolean isStillThere() {
            return network.equals(namespaceOf(task));
        }
    }

    /** A stranger, and what a thread dump says of it. */
    private record Found(Stranger stranger, LeftThread thread) {}

    /** Those in open namespaces, and those that were found in closed ones and live still. */
    List<LeftThread> find(List<NetworkNamespace> namespaces) {
        inClosed.removeIf(found -> !found.stranger().isStillThere());
        return Stream.concat(inClosed.stream(), await(namespaces).stream())
                .map(Found::thread)
                .toList();
    }

    /** Takes note of those in namespaces that are about to be closed. */
    void note(List<NetworkNamespace> closing) {
        inClosed.addAll(await(closing));
    }

    /** A pool that was shut down needs a moment to end; nothing tells when it has. */
    private List<Found> await(List<NetworkNamespace> namespaces) {
        List<Found> left = findNow(namespaces);
        for (int look = 0;
                look < LOOKS && !left.isEmpty() && !Thread.currentThread().isInterrupted();
                look++) {
            LockSupport.parkNanos(LOOK_NANOS);
            left = findNow(namespaces);
        }
        return left;
    }

    private List<Found> findNow(List<NetworkNamespace> namespaces) {
        if (isNobodyNew(namespaces)) {
            return List.of();
        }
        List<Stranger> strangers = strangers(namespaces);
        if (!strangers.isEmpty()) {
            // Perhaps one that was joined, and stays in /proc for a moment longer. A dump costs far more.
            LockSupport.parkNanos(JOINED_NANOS);
            strangers = strangers(namespaces);
        }
        if (strangers.isEmpty()) {
            return List.of();
        }
        Map<Integer, ThreadDump.Entry> dump = ThreadDump.take();
        List<Found> left = new ArrayList<>();
        for (Stranger stranger : strangers) {
            ThreadDump.Entry entry = dump.get(stranger.tid());
            if (entry != null && !entry.hasTerminated() && !endsByItself(entry)) {
                left.add(new Found(stranger, new LeftThread(stranger.namespace(), entry.name(), entry.stack())));
            }
        }
        return left;
    }

    private boolean isNobodyNew(List<NetworkNamespace> namespaces) {
        return living().stream()
                .filter(thread -> !before.contains(thread))
                .allMatch(thread -> namespaces.stream().anyMatch(namespace -> namespace.owns(thread)));
    }

    /** The threads of Java that were started and have not ended. */
    private static Set<Thread> living() {
        ThreadGroup all = Thread.currentThread().getThreadGroup();
        while (all.getParent() != null) {
            all = all.getParent();
        }
        Thread[] threads;
        int count;
        do {
            threads = new Thread[all.activeCount() + MORE_THREADS]; // an estimate, and what does not fit is left out
            count = all.enumerate(threads);
        } while (count == threads.length);
        Set<Thread> living = Collections.newSetFromMap(new IdentityHashMap<>());
        living.addAll(Arrays.asList(threads).subList(0, count));
        return living;
    }

    private static boolean endsByItself(ThreadDump.Entry thread) {
        return ENDING_BY_THEMSELVES.stream().anyMatch(thread.name()::startsWith);
    }

    private static List<Stranger> strangers(List<NetworkNamespace> namespaces) {
        Map<Path, NetworkNamespace> byIdentity = new HashMap<>();
        List<Stranger> strangers = new ArrayList<>();
        try {
            for (NetworkNamespace namespace : namespaces) {
                if (namespace.isOpen() && !namespace.isHost()) {
                    byIdentity.put(Files.readSymbolicLink(namespace.path()), namespace);
                }
            }
            try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
                for (Path task : tasks) {
                    Path network = namespaceOf(task);
                    NetworkNamespace namespace = byIdentity.get(network);
                    if (namespace != null) {
                        Stranger stranger = new Stranger(task, network, namespace.name());
                        if (!namespace.owns(stranger.tid())) {
                            strangers.add(stranger);
                        }
                    }
                }
            }
        } catch (IOException noProc) {
            throw new LabException("could not list this process's threads", noProc);
        }
        return strangers;
    }

    /** What the link of a thread to its namespace leads to; of a thread that has ended, nothing that any other has. */
    private static Path namespaceOf(Path task) {
        try {
            return Files.readSymbolicLink(task.resolve("ns/net"));
        } catch (IOException endedMeanwhile) {
            return task;
        }
    }
}
