package io.github.netnsjunit.lab.waiting;

import io.github.netnsjunit.lab.LabException;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Runs code on threads that are outside every lab. A new thread is in the same namespace as the thread that starts it.
 * Some code starts threads of its own and keeps them: the JDK's process reaper, for example, or the selector of an HTTP
 * client. If such code ran inside a lab, its threads would keep the lab's namespace alive and would later work for
 * others from there. So it is called here.
 */
public final class Outside {

    /** Its one thread is started when this class is loaded, which is before the first lab is made: so it is outside. */
    private static final ExecutorService STARTER =
            Executors.newSingleThreadExecutor(task -> daemon(task, "netns-junit host"));

    /** The mount namespace of the threads that are outside: that of the process, or of the network that the whole JVM has. */
    private static final Path MOUNTS = mountsOfThisThread();

    private Outside() {}

    static {
        STARTER.execute(() -> {}); // starts its thread
        // Starts the one thread with which the JDK times every CompletableFuture, because it never ends.
        CompletableFuture.delayedExecutor(0, TimeUnit.NANOSECONDS, Runnable::run)
                .execute(() -> {});
        closeASocket();
    }

    /**
     * From JDK 25 on, closing the first socket makes two more in the namespace of the calling thread. They exist until
     * the JVM ends.
     */
    private static void closeASocket() {
        try {
            SocketChannel.open().close();
        } catch (IOException noDescriptorLeft) {
            // Then they are made later, perhaps inside. This is no reason to fail: the lab will need descriptors too,
            // and report it.
        }
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Loads this class and so starts its thread. The caller must be outside. */
    public static void startThread() {}

    /** Calls code on a new thread outside, and waits for it as {@link Handoff#await} says. */
    public static <T> T call(Callable<T> body) {
        Handoff<T> handoff = new Handoff<>(body);
        // Made on the calling thread, so that it inherits its thread-locals, but started on a thread outside.
        Thread thread = daemon(handoff, "netns-junit host call");
        STARTER.execute(() -> {
            try {
                thread.start();
            } catch (OutOfMemoryError noThread) {
                handoff.fail(noThread);
            }
        });
        return handoff.await();
    }

    /** Runs a short step outside, in the background. Steps run one after another. */
    public static void later(Runnable step) {
        STARTER.execute(step);
    }

    /** Starts a thread outside, even if the caller is inside a lab. */
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

    /** Whether the calling thread is in the mount namespace of those outside. Threads inside a lab are in another one. */
    private static boolean isCallerOutside() {
        return mountsOfThisThread().equals(MOUNTS);
    }

    private static Path mountsOfThisThread() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/thread-self/ns/mnt"));
        } catch (IOException noProc) {
            throw new LabException("could not find out where the calling thread is", noProc);
        }
    }
}
