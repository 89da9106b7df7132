package io.github.netnsjunit.lab.jvm;

import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.lab.names.NameServices;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/**
 * The private mounts of this Java process, in the mount namespace of the calling thread: {@code /sys} and {@code /proc/net} show the
 * network in which that thread is, and private files stand over those about host names. Nothing of them is left when the process has ended.
 */
final class ProcessViews {

    private static final String SYS = "/sys";
    private static final long FLAGS = Libc.MS_NOSUID | Libc.MS_NODEV | Libc.MS_NOEXEC;

    private ProcessViews() {}

    static void mount(Libc libc, NameFiles names) {
        libc.mount("tmpfs", SYS, "tmpfs", FLAGS); // holds the private files, and stays mounted below the private /sys
        NameServices.cacheDaemon().ifPresent(socket -> libc.mount("/dev/null", socket, null, Libc.MS_BIND));
        names.texts().forEach((file, text) -> cover(libc, file, text));
        mountSysfs(libc);
        // /proc/net is that of the process's first thread, which stays outside; but it may be covered by another
        // thread's.
        String process = "/proc/" + ProcessHandle.current().pid();
        libc.mount(process + "/task/" + startKeeper(libc) + "/net", process + "/net", null, Libc.MS_BIND);
    }

    private static void cover(Libc libc, String file, String text) {
        String privateFile = SYS + file.substring(file.lastIndexOf('/'));
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (Descriptor descriptor = libc.open(privateFile, Libc.O_WRONLY | Libc.O_CREAT, 0_644)) {
            ByteBuffer data = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
            while (data.hasRemaining()) {
                data.position(data.position() + libc.write(descriptor, data.slice()));
            }
        }
        libc.mount(privateFile, file, null, Libc.MS_BIND);
    }

    /** In a user namespace the kernel allows only what the machine's own mount is: not writable if that is read-only. */
    private static void mountSysfs(Libc libc) {
        try {
            libc.mount("sysfs", SYS, "sysfs", FLAGS);
        } catch (LinuxException refused) {
            if (refused.errno() != Errno.EPERM) {
                throw refused;
            }
            libc.mount("sysfs", SYS, "sysfs", FLAGS | Libc.MS_RDONLY);
        }
    }

    /** Starts a thread that lives as long as the process, and returns its id in the kernel. What {@code /proc} shows of a thread is empty once it has ended. */
    private static int startKeeper(Libc libc) {
        CompletableFuture<Integer> tid = new CompletableFuture<>();
        Thread keeper = new Thread(
                () -> {
                    tid.complete(libc.gettid());
                    while (true) {
                        try {
                            new CountDownLatch(1).await();
                        } catch (InterruptedException ignored) {
                            // only the end of the process ends it
                        }
                    }
                },
                "netns-junit network of the JVM");
        keeper.setDaemon(true);
        keeper.start();
        return tid.join();
    }
}
