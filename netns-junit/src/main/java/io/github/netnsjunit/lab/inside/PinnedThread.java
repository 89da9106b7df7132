package io.github.netnsjunit.lab.inside;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/** A thread that enters a namespace and stays there to its end. It keeps no Java process alive. */
public final class PinnedThread extends Thread {

    /** Of the JDK's pools: where their idle threads wait, and swallow each interrupt until the pool is shut down. */
    private static final String POOL = ThreadPoolExecutor.class.getName();

    private static final String IDLE = "getTask";

    private final NamespaceThreads home;
    private volatile int tid;
    private volatile boolean entered;
    private volatile @Nullable PinnedThread client;
    /** While it is set, interrupts have no effect on this thread. */
    private volatile boolean deaf;

    /**
     * A thread that is not started yet.
     *
     * @param inheriting whether it takes over the inheritable thread-locals of its maker
     */
    PinnedThread(NamespaceThreads home, Runnable task, String name, boolean inheriting) {
        super(null, task, name, 0, inheriting);
        this.home = home;
        setDaemon(true);
    }

    /** The calling thread if it is pinned to a namespace, whether it has entered or not; else {@code null}. */
    static @Nullable PinnedThread current() {
        return Thread.currentThread() instanceof PinnedThread pinned ? pinned : null;
    }

    /** The namespace that the calling thread has entered; {@code null} if it is not pinned to one. */
    static @Nullable NamespaceThreads currentHome() {
        PinnedThread current = current();
        return current != null && current.entered ? current.home : null;
    }

    /** Makes the calling thread, which is pinned, enter its namespace, unless it has done so. */
    static void enter() {
        PinnedThread current = requireNonNull(current());
        if (!current.entered) {
            current.home.enterOnThisThread();
            current.entered = true;
        }
    }

    /**
     * The kernel's id of this thread, 0 before it runs. The thread may be inside before it enters: if it was born there, as a thread
     * is that a pool starts in place of another.
     */
    int tid() {
        return tid;
    }

    /**
     * Runs a task on the calling thread, which is pinned, for a thread that waits until the task ends.
     *
     * @param waiting the thread that waits; {@code null} if it is not pinned to a namespace
     */
    static void serve(@Nullable PinnedThread waiting, Runnable task) {
        PinnedThread current = requireNonNull(current());
        current.client = waiting;
        try {
            task.run();
        } finally {
            current.client = null;
        }
    }

    /** Whether a thread is the calling one, or waits until the calling one has done something for it, or for one that it waits for. */
    static boolean waitsForThisOne(PinnedThread thread) {
        return allWaitingForThisOne().contains(thread);
    }

    private static List<PinnedThread> allWaitingForThisOne() {
        List<PinnedThread> waiting = new ArrayList<>();
        for (PinnedThread each = current(); each != null; each = each.client) {
            waiting.add(each);
        }
        return waiting;
    }

    /** Runs a step whose interrupts have no effect on the threads that {@linkplain #waitsForThisOne wait} for the calling one. */
    static void sparingThoseThatWait(Runnable step) {
        List<PinnedThread> waiting = allWaitingForThisOne();
        waiting.forEach(thread -> thread.deaf = true);
        try {
            step.run();
        } finally {
            waiting.forEach(thread -> thread.deaf = false);
        }
    }

    @Override
    public void interrupt() {
        if (!deaf) {
            super.interrupt();
        }
    }

    /** Whether it waits for work in a pool of the JDK's. */
    boolean isIdle() {
        return Arrays.stream(getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals(IDLE)
                        && frame.getClassName().equals(POOL));
    }

    @Override
    public void run() {
        try {
            tid = home.kernelIdOfThisThread();
            super.run();
        } finally {
            home.ended(this);
        }
    }
}
