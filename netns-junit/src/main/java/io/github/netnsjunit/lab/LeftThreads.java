package io.github.netnsjunit.lab;

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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

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

    /** A pool that was shut down needs a moment to end; nothing tells when it has. */
    List<LeftThread> find(List<NetworkNamespace> namespaces) {
        List<LeftThread> left = findNow(namespaces);
        for (int look = 0;
                look < LOOKS && !left.isEmpty() && !Thread.currentThread().isInterrupted();
                look++) {
            LockSupport.parkNanos(LOOK_NANOS);
            left = findNow(namespaces);
        }
        return left;
    }

    private List<LeftThread> findNow(List<NetworkNamespace> namespaces) {
        if (isNobodyNew(namespaces)) {
            return List.of();
        }
        Map<Integer, String> strangers = strangers(namespaces);
        if (!strangers.isEmpty()) {
            // Perhaps one that was joined, and stays in /proc for a moment longer. A dump costs far more.
            LockSupport.parkNanos(JOINED_NANOS);
            strangers = strangers(namespaces);
        }
        if (strangers.isEmpty()) {
            return List.of();
        }
        Map<Integer, ThreadDump.Entry> dump = ThreadDump.take();
        List<LeftThread> left = new ArrayList<>();
        strangers.forEach((tid, namespace) -> {
            ThreadDump.Entry entry = dump.get(tid);
            if (entry != null && !entry.hasTerminated() && !endsByItself(entry)) {
                left.add(new LeftThread(namespace, entry.name(), entry.stack()));
            }
        });
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

    /** The kernel ids of this process's threads in the namespaces, with the namespace's name, save those that belong there. */
    private static Map<Integer, String> strangers(List<NetworkNamespace> namespaces) {
        Map<Path, NetworkNamespace> byIdentity = new HashMap<>();
        Map<Integer, String> strangers = new HashMap<>();
        try {
            for (NetworkNamespace namespace : namespaces) {
                if (namespace.isOpen() && !namespace.isHost()) {
                    byIdentity.put(Files.readSymbolicLink(namespace.path()), namespace);
                }
            }
            try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
                for (Path task : tasks) {
                    int tid = Integer.parseInt(task.getFileName().toString());
                    NetworkNamespace namespace = byIdentity.get(namespaceOf(task));
                    if (namespace != null && !namespace.owns(tid)) {
                        strangers.put(tid, namespace.name());
                    }
                }
            }
        } catch (IOException noProc) {
            throw new LabException("could not list this process's threads", noProc);
        }
        return strangers;
    }

    private static Path namespaceOf(Path task) {
        try {
            return Files.readSymbolicLink(task.resolve("ns/net"));
        } catch (IOException endedMeanwhile) {
            return task;
        }
    }
}
