package io.github.netnsjunit.lab.inside;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.lab.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A thread that enters a namespace and stays inside until it ends. It is a daemon: the JVM does not wait for it. */
final class PinnedThread extends Thread {

    /**
     * Parts of what a stack says of a thread which only its pool can end: an interrupt does not, because the thread waits again. A
     * thread of the JDK's pool may run a task that the interrupt ends, so there only the idle ones count. A loop of another kind runs
     * for as long as its pool does.
     */
    private static final List<String> POOLS = List.of(
            ThreadPoolExecutor.class.getName() + ".getTask",
            // not from its beginning, because products such as gRPC have Netty in packages of their own
            ".netty.util.concurrent.SingleThreadEventExecutor",
            "sun.nio.ch.EPollPort$EventHandlerTask.run",
            "org.eclipse.jetty.util.thread.QueuedThreadPool.idleJobPoll");

    /** The namespaces of a thread that entering changes, and what messages call them; see proc_pid_ns(5). */
    private static final Map<Path, String> KINDS = Map.of(
            Path.of("/proc/thread-self/ns/net"), "network",
            Path.of("/proc/thread-self/ns/mnt"), "mount",
            Path.of("/proc/thread-self/ns/uts"), "UTS");

    private final NamespaceThreads namespace;
    private volatile int tid;
    private volatile boolean entered;
    /** The targets of the links of {@link #KINDS} when it had entered; only this thread uses it. */
    private Map<Path, Path> home = Map.of();

    /** The pinned thread that waits until this one has run something for it. */
    private volatile @Nullable PinnedThread waitingThread;
    /** While this is true, {@link #interrupt} does nothing. */
    private volatile boolean ignoresInterrupts;

    /**
     * Makes a thread without starting it.
     *
     * @param inheritThreadLocals whether the new thread gets the inheritable thread-locals of the calling one
     */
    PinnedThread(NamespaceThreads namespace, Runnable task, String name, boolean inheritThreadLocals) {
        super(null, task, name, 0, inheritThreadLocals);
        this.namespace = namespace;
        setDaemon(true);
    }

    /** Returns the calling thread if it is a pinned one, even if it has not entered yet; otherwise {@code null}. */
    static @Nullable PinnedThread current() {
        return Thread.currentThread() instanceof PinnedThread pinned ? pinned : null;
    }

    /** Returns the namespace that the calling thread has entered, or {@code null} if it has entered none. */
    static @Nullable NamespaceThreads currentNamespace() {
        PinnedThread current = current();
        return current != null && current.entered ? current.namespace : null;
    }

    /** Lets the calling thread, which must be a pinned one, enter its namespace, unless it is inside already. */
    static void enter() {
        PinnedThread current = requireNonNull(current());
        if (!current.entered) {
            current.namespace.enterOnThisThread();
            current.home = namespacesOfThisThread();
            current.entered = true;
        }
    }

    /**
     * Into namespaces of which kinds code has moved the calling thread, which must be a pinned one, since it entered: by {@code setns} or
     * {@code unshare}. Empty if it is where it should be.
     */
    static Set<String> movedInto() {
        Map<Path, Path> home = requireNonNull(current()).home;
        if (home.isEmpty()) { // it has not entered
            return Set.of();
        }
        try {
            Map<Path, Path> now = namespacesOfThisThread();
            return KINDS.entrySet().stream()
                    .filter(kind -> !Objects.equals(home.get(kind.getKey()), now.get(kind.getKey())))
                    .map(Map.Entry::getValue)
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (LabException unknown) {
            return new TreeSet<>(KINDS.values()); // code that hid /proc may have done anything
        }
    }

    private static Map<Path, Path> namespacesOfThisThread() {
        Map<Path, Path> namespaces = new HashMap<>();
        try {
            for (Path link : KINDS.keySet()) {
                namespaces.put(link, Files.readSymbolicLink(link));
            }
        } catch (IOException noProc) {
            throw new LabException("could not find out where the calling thread is", noProc);
        }
        return namespaces;
    }

    /**
     * Returns the id of this thread in the kernel, or 0 before it runs. A thread has an id before it enters the
     * namespace, and it can be inside by then: if a thread inside started it, as pools do when they replace a thread.
     */
    int tid() {
        return tid;
    }

    /**
     * Runs a task on the calling thread, which must be a pinned one, for another thread that waits until the task has
     * ended.
     *
     * @param waitingThread the thread that waits, or {@code null} if that is no pinned thread
     */
    static void runFor(@Nullable PinnedThread waitingThread, Runnable task) {
        PinnedThread current = requireNonNull(current());
        current.waitingThread = waitingThread;
        try {
            task.run();
        } finally {
            current.waitingThread = null;
        }
    }

    /** Whether a thread is the calling thread, or waits for it, directly or through other pinned threads. */
    static boolean isCurrentOrWaiting(PinnedThread thread) {
        return currentAndWaiting().contains(thread);
    }

    private static List<PinnedThread> currentAndWaiting() {
        List<PinnedThread> threads = new ArrayList<>();
        for (PinnedThread each = current(); each != null; each = each.waitingThread) {
            threads.add(each);
        }
        return threads;
    }

    /**
     * Runs a step that cannot interrupt the calling thread, nor the threads that {@linkplain #isCurrentOrWaiting wait}
     * for it.
     */
    static void withoutInterruptingWaitingThreads(Runnable step) {
        List<PinnedThread> threads = currentAndWaiting();
        threads.forEach(thread -> thread.ignoresInterrupts = true);
        try {
            step.run();
        } finally {
            threads.forEach(thread -> thread.ignoresInterrupts = false);
        }
    }

    @Override
    public void interrupt() {
        if (!ignoresInterrupts) {
            super.interrupt();
        }
    }

    /** Whether only the pool for which this thread works can end it. */
    boolean isHeldByPool() {
        return Arrays.stream(getStackTrace())
                .map(frame -> frame.getClassName() + "." + frame.getMethodName())
                .anyMatch(frame -> POOLS.stream().anyMatch(frame::contains));
    }

    @Override
    public void run() {
        try {
            tid = namespace.kernelIdOfThisThread();
            super.run();
        } catch (MovedException told) {
            // it was logged; the thread ends here
        } finally {
            namespace.remove(this);
        }
    }

    /** Ends a thread that code has moved into another namespace. */
    static final class MovedException extends RuntimeException {

        private static final long serialVersionUID = 1;
    }
}
