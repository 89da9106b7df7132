package io.github.netnsjunit.lab.leak;

import io.github.netnsjunit.lab.listing.LeftThread;
import java.util.Set;

/** Threads that end by themselves, so that a test that leaves them leaves nothing. */
public final class EndingThreads {

    /** The beginnings of the names of threads of the JDK that end after at most a minute of idleness. Nobody can end them earlier. */
    private static final Set<String> NAMES = Set.of("process reaper", "Keep-Alive-Timer");

    /** What stands in the stacks of threads that end by themselves. */
    private static final Set<String> FRAMES = Set.of(
            // ends when the garbage collector has found that the cleaner is no longer used
            "jdk.internal.ref.CleanerImpl.run",
            // tells of the end of Netty's event loops; ends 1 s after the last of its tasks
            ".netty.util.concurrent.GlobalEventExecutor$TaskRunner.run",
            // an event loop of Netty that was told to shut down, and lets some time pass
            ".netty.util.concurrent.SingleThreadEventExecutor.confirmShutdown");

    private EndingThreads() {}

    /**
     * Whether a thread ends by itself.
     *
     * @param name its name
     * @param stack its stack, as a thread dump prints it
     */
    public static boolean endsByItself(String name, String stack) {
        return NAMES.stream().anyMatch(name::startsWith) || FRAMES.stream().anyMatch(stack::contains);
    }

    /**
     * Whether a thread ends within about 1 s if its product was closed. Nothing on its stack tells whether it was, so it takes waiting
     * to find out.
     */
    static boolean mayEndSoon(LeftThread thread) {
        return thread.name().startsWith("grpc-");
    }
}
