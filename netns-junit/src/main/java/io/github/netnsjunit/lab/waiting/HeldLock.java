package io.github.netnsjunit.lab.waiting;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.concurrent.locks.LockSupport;

/** A lock for which a thread waits while another thread holds it. */
public final class HeldLock {

    private HeldLock() {}

    /**
     * Tells in a sentence for which lock a thread waits, and who holds it: for a {@code synchronized} block or a
     * {@link java.util.concurrent.locks.ReentrantLock}, for example. Returns an empty text if it waits for none, else
     * the sentence with a space before it. If the thread waits for code that it has handed on to another thread, it is that thread's
     * lock.
     */
    public static String describe(Thread waiting) {
        if (LockSupport.getBlocker(waiting) instanceof Handoff<?> handedOn) {
            Thread runner = handedOn.runner();
            return runner == null ? "" : describe(runner);
        }
        ThreadInfo info = ManagementFactory.getThreadMXBean().getThreadInfo(waiting.getId());
        if (info == null || info.getLockOwnerId() < 0) {
            return "";
        }
        String wait = " It waits for the lock [" + info.getLockName() + "], which ";
        return info.getLockOwnerId() == Thread.currentThread().getId()
                ? wait
                        + "its caller holds: it runs on another thread than its caller, and does not have the caller's locks."
                : wait + "thread [" + info.getLockOwnerName() + "] holds.";
    }
}
