package io.github.netnsjunit.lab.system;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** The Java threads of this process. */
public final class JavaThreads {

    /** Room in the list of threads for those that start while it is filled. */
    private static final int SPARE_ROOM = 16;

    /**
     * The group of threads that only serve the library, and belong to no test. It is beside the group of the tests' threads, so {@link
     * Thread#activeCount} does not count them there.
     */
    public static final ThreadGroup OF_THE_LIBRARY = new ThreadGroup(topGroup(), "netns-junit");

    private JavaThreads() {}

    /**
     * Returns the threads that were started and have not ended, those of the JDK included, without those {@link #OF_THE_LIBRARY}. The set compares them by identity, because
     * a subclass of Thread may override equals.
     */
    public static Set<Thread> living() {
        ThreadGroup all = topGroup();
        Thread[] threads;
        int count;
        do {
            // activeCount is an estimate, and enumerate leaves out what does not fit.
            threads = new Thread[all.activeCount() + SPARE_ROOM];
            count = all.enumerate(threads);
        } while (count == threads.length);
        Set<Thread> living = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int i = 0; i < count; i++) {
            if (threads[i].getThreadGroup() != OF_THE_LIBRARY) {
                living.add(threads[i]);
            }
        }
        return living;
    }

    private static ThreadGroup topGroup() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        return group;
    }
}
