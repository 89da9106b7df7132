package io.github.netnsjunit.lab.system;

import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.inside.Handoff;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Threads that stand outside every lab. A thread is born in the namespace of the one that starts it, so whatever starts threads
 * behind the caller's back and keeps them (the JDK's process reaper, an HTTP client's selector) is called on one of these: else
 * its threads would be born inside a lab, hold its namespace alive and serve later work from there.
 */
public final class Outside {

    /** Started with this class, which nobody can reach from inside a lab before the first lab is. */
    private static final ExecutorService STARTER = Executors.newSingleThreadExecutor(daemons());

    private Outside() {}

    static {
        STARTER.execute(() -> {}); // gives birth to its thread here and now
        // And this to the JDK's one thread that times every CompletableFuture: nobody could end it.
        CompletableFuture.delayedExecutor(0, TimeUnit.NANOSECONDS, Runnable::run)
                .execute(() -> {});
        closeASocket();
    }

    /** From JDK 25 on the first that is closed makes a pair of others, of the closing thread's namespace, for the life of the JVM. */
    private static void closeASocket() {
        try {
            SocketChannel.open().close();
        } catch (IOException noDescriptorLeft) {
            // Then they are made later, where that may be; what the lab itself needs tells of it.
        }
    }

    private static ThreadFactory daemons() {
        return task -> {
            Thread thread = new Thread(task, "netns-junit host");
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Does nothing but see that this class is loaded on the thread of the caller, who is outside. */
    public static void settle() {}

    /** Calls a body on a thread outside, and waits as for {@link Handoff}. */
    public static <T> T call(Callable<T> body) {
        Handoff<T> handoff = new Handoff<>(body);
        Thread thread = new Thread(handoff, "netns-junit host call");
        thread.setDaemon(true);
        // Made here, for inherited thread-locals; born there.
        STARTER.execute(() -> {
            try {
                thread.start();
            } catch (OutOfMemoryError noThread) {
                handoff.fail(noThread);
            }
        });
        return handoff.await();
    }

    /** Starts a thread outside, wherever the caller is. */
    public static void start(Thread thread) {
        if (isCallerOutside()) {
            thread.start();
        } else {
            call(() -> {
                thread.start();
                return true;
            });
        }
    }

    /** Whether the calling thread sees the mounts that the process began with. */
    private static boolean isCallerOutside() {
        try {
            return Files.isSameFile(Path.of("/proc/thread-self/ns/mnt"), Path.of("/proc/self/ns/mnt"));
        } catch (IOException noProc) {
            throw new LabException("could not find out where the calling thread is", noProc);
        }
    }
}
