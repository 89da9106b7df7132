package io.github.netnsjunit.lab.system;

import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** The Java threads of this process. */
public final class JavaThreads {

    /** Room in the list of threads for those that start while it is filled. */
    private static final int SPARE_ROOM = 16;

    private JavaThreads() {}

    /**
     * Returns the threads that were started and have not ended, those of the JDK included. The set compares them by identity, because
     * a subclass of Thread may override equals.
     */
    public static Set<Thread> living() {
        ThreadGroup all = Thread.currentThread().getThreadGroup();
        while (all.getParent() != null) {
            all = all.getParent();
        }
        Thread[] threads;
        int count;
        do {
            // activeCount is an estimate, and enumerate leaves out what does not fit.
            threads = new Thread[all.activeCount() + SPARE_ROOM];
            count = all.enumerate(threads);
        } while (count == threads.length);
        Set<Thread> living = Collections.newSetFromMap(new IdentityHashMap<>());
        living.addAll(Arrays.asList(threads).subList(0, count));
        return living;
    }
}
