package io.github.netnsjunit.lab;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/** A thread that enters a namespace and stays there to its end. It keeps no Java process alive. */
final class PinnedThread extends Thread {

    /** Of the JDK's pools: where their idle threads wait, and swallow each interrupt until the pool is shut down. */
    private static final String POOL = ThreadPoolExecutor.class.getName();

    private static final String IDLE = "getTask";

    private final NamespaceThreads home;
    private volatile int tid;
    private volatile boolean entered;
    private volatile @Nullable Thread client;
    private volatile boolean spared;

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

    /** The namespace that the calling thread is pinned to, or {@code null}. */
    static @Nullable NamespaceThreads currentHome() {
        return Thread.currentThread() instanceof PinnedThread pinned && pinned.entered ? pinned.home : null;
    }

    /** Enters, unless the calling thread has done so. */
    static void enter() {
        PinnedThread pinned = (PinnedThread) Thread.currentThread();
        if (!pinned.entered) {
            pinned.home.enterOnThisThread();
            pinned.entered = true;
        }
    }

    /** The kernel's id for it, 0 before it runs. It may be inside before it enters: born there, as a pool's replacement of another. */
    int tid() {
        return tid;
    }

    /** Takes note of who waits for what it runs now; {@code null} for nobody. */
    void serve(@Nullable Thread waiting) {
        client = waiting;
    }

    /** Whether a thread is the calling one, or waits for what that runs, perhaps by way of others. */
    static boolean needsThisOne(PinnedThread thread) {
        return thoseWhoNeedThisOne().contains(thread);
    }

    private static List<PinnedThread> thoseWhoNeedThisOne() {
        List<PinnedThread> needing = new ArrayList<>();
        Thread each = Thread.currentThread();
        while (each instanceof PinnedThread pinned) {
            needing.add(pinned);
            each = pinned.client;
        }
        return needing;
    }

    /** Does something that would interrupt those who {@linkplain #needsThisOne need} the calling thread, to whom nothing happens. */
    static void sparingThoseWhoNeedThisOne(Runnable step) {
        List<PinnedThread> needing = thoseWhoNeedThisOne();
        needing.forEach(thread -> thread.spared = true);
        try {
            step.run();
        } finally {
            needing.forEach(thread -> thread.spared = false);
        }
    }

    @Override
    public void interrupt() {
        if (!spared) {
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
