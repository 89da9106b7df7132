package io.github.netnsjunit.lab.inside;

import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.lab.names.NameCache;
import io.github.netnsjunit.lab.names.NameServices;
import io.github.netnsjunit.lab.system.Outside;
import io.github.netnsjunit.lab.system.Refusals;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The private mounts of a namespace: {@code /sys} and {@code /proc/net} show its own interfaces, and {@code /etc/hosts} names its
 * neighbours. Made when the first thread enters; a namespace that runs no code has none.
 *
 * <p>One thread makes the mounts and stays until the end, because {@code /proc/PID/net} of this process is bound to what that
 * thread sees, and would be empty without it.
 */
public final class PrivateViews implements AutoCloseable {

    private static final String SYS = "/sys";
    private static final String HOSTS = "/etc/hosts";
    private static final String NAME_SERVERS = "/etc/resolv.conf";

    /**
     * What was made once, for all who enter.
     *
     * @param mounts the mount namespace
     * @param hosts the hosts file itself, whatever comes to lie over it or is taken away
     * @param here the working directory of this process
     */
    private record Made(Descriptor mounts, RandomAccessFile hosts, ByteBuffer here) implements AutoCloseable {
        @Override
        public void close() {
            try (mounts) {
                hosts.close();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    private final String name;
    private final Libc libc;
    private final Descriptor network;
    private final Supplier<String> hosts;
    private final boolean fresh;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile @Nullable Thread keeper;
    private @Nullable Made made;
    private volatile int keeperTid;

    /** @param fresh whether the network is a lab's alone, which leads to none of the machine's name servers */
    public PrivateViews(String name, Libc libc, Descriptor network, Supplier<String> hosts, boolean fresh) {
        this.name = name;
        this.libc = libc;
        this.network = network;
        this.hosts = hosts;
        this.fresh = fresh;
    }

    /**
     * Takes the calling thread inside, for good: its own file system state first, then the mounts under which Java sees the truth,
     * then the network.
     */
    public void enter() {
        Made views = made();
        libc.unshare(Libc.CLONE_FS); // setns(CLONE_NEWNS) refuses a thread that shares its root and working directory
        libc.setns(views.mounts, Libc.CLONE_NEWNS);
        libc.chdir(views.here); // setns went to the root; relative paths must keep their meaning
        libc.setns(network, Libc.CLONE_NEWNET);
    }

    public int kernelIdOfThisThread() {
        return libc.gettid();
    }

    /** The mount namespace, made by the first call. */
    public Descriptor descriptor() {
        return made().mounts;
    }

    private synchronized Made made() {
        if (closing.getCount() == 0) {
            throw new IllegalStateException("namespace [" + name + "] is closed");
        }
        if (made == null) {
            made = make();
        }
        return made;
    }

    /**
     * Writes the hosts file anew, if anybody has entered; those who come later see it as it is then. Of several calls at once the last
     * one writes what is so by then. The file is never empty or cut in between for those who read it at once, as name services do:
     * what is left of a longer old text is first made empty lines, and then cut off.
     */
    public synchronized void renewHosts() throws IOException {
        if (made == null || closing.getCount() == 0) {
            return;
        }
        byte[] text = hosts.get().getBytes(StandardCharsets.UTF_8);
        RandomAccessFile file = made.hosts; // not a channel, which an interrupt would close
        byte[] padded = Arrays.copyOf(text, Math.max(text.length, Math.toIntExact(file.length())));
        Arrays.fill(padded, text.length, padded.length, (byte) '\n');
        file.seek(0);
        file.write(padded);
        file.setLength(text.length);
    }

    /** Whether a thread is the one that keeps them. */
    public boolean isKeeper(Thread thread) {
        return thread == keeper;
    }

    /** The kernel's id of the thread that keeps them, 0 before they are made. */
    public int keeperTid() {
        return keeperTid;
    }

    private Made make() {
        CompletableFuture<Made> making = new CompletableFuture<>();
        Thread thread = new Thread(() -> keep(making), "netns " + name + " mounts");
        thread.setDaemon(true);
        Outside.start(thread); // born inside another lab it would build on that one's mounts
        try {
            Made views = making.join(); // milliseconds, and not interruptible
            keeper = thread;
            return views;
        } catch (CompletionException failure) {
            joinUninterruptibly(thread);
            throw Refusals.explain(
                    "make the private views of /sys, /proc/net and /etc/hosts", name, null, causeOf(failure));
        }
    }

    private static Throwable causeOf(CompletionException failure) {
        Throwable cause = failure.getCause();
        return cause == null ? failure : cause;
    }

    private void keep(CompletableFuture<Made> making) {
        try {
            making.complete(mount());
        } catch (Throwable failure) {
            making.completeExceptionally(failure);
            return;
        }
        while (true) {
            try {
                closing.await();
                return;
            } catch (InterruptedException notForThisThread) {
                // it is nobody's to interrupt, and the mounts must stay until close()
            }
        }
    }

    private Made mount() throws IOException {
        ByteBuffer here = libc.getcwd();
        libc.setns(network, Libc.CLONE_NEWNET);
        libc.unshare(Libc.CLONE_NEWNS);
        libc.mount("none", "/", null, Libc.MS_REC | Libc.MS_PRIVATE);
        RandomAccessFile hostsFile = coverFiles();
        try {
            libc.mount("sysfs", SYS, "sysfs", Libc.MS_NOSUID | Libc.MS_NODEV | Libc.MS_NOEXEC);
            libc.mount(
                    "/proc/thread-self/net", "/proc/" + ProcessHandle.current().pid() + "/net", null, Libc.MS_BIND);
            keeperTid = libc.gettid();
            return new Made(libc.open("/proc/thread-self/ns/mnt", Libc.O_RDONLY, 0), hostsFile, here);
        } catch (RuntimeException | Error failure) {
            hostsFile.close();
            throw failure;
        }
    }

    /**
     * The files live on a file system in memory that only this mount namespace knows: nothing is left of them, ever. It stays
     * mounted below the view of {@code /sys} that comes over it; to take it off would cost as much as the rest together.
     *
     * @return the hosts file there
     */
    private RandomAccessFile coverFiles() throws IOException {
        String text = hosts.get(); // first: it is made of what will be covered
        libc.mount("tmpfs", SYS, "tmpfs", Libc.MS_NOSUID | Libc.MS_NODEV | Libc.MS_NOEXEC);
        NameServices.cacheDaemon().ifPresent(socket -> libc.mount("/dev/null", socket, null, Libc.MS_BIND));
        NameServices.replacement().ifPresent(services -> cover(NameServices.FILE, services));
        if (fresh && Files.exists(Path.of(NAME_SERVERS))) {
            cover(NAME_SERVERS, ""); // who asks for an unknown name would wait for a server that is not there
        }
        cover(HOSTS, "");
        NameCache.checkOnce(trial -> write(HOSTS, trial));
        write(HOSTS, text);
        return new RandomAccessFile(own(HOSTS), "rw");
    }

    private static String own(String file) {
        return SYS + file.substring(file.lastIndexOf('/'));
    }

    private void cover(String file, String content) {
        String own = own(file);
        libc.open(own, Libc.O_WRONLY | Libc.O_CREAT, 0_644).close();
        libc.mount(own, file, null, Libc.MS_BIND);
        write(file, content);
    }

    private void write(String file, String content) {
        byte[] text = content.getBytes(StandardCharsets.UTF_8);
        try (Descriptor descriptor = libc.open(file, Libc.O_WRONLY | Libc.O_TRUNC, 0)) {
            ByteBuffer data = ByteBuffer.allocateDirect(text.length).put(text).flip();
            while (data.hasRemaining()) {
                data.position(data.position() + libc.write(descriptor, data.slice()));
            }
        }
    }

    @Override
    public synchronized void close() {
        closing.countDown();
        Thread ending = keeper;
        if (ending != null) {
            joinUninterruptibly(ending);
            keeper = null;
        }
        if (made != null) {
            made.close();
        }
    }

    private static void joinUninterruptibly(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
