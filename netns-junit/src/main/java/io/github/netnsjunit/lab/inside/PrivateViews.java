package io.github.netnsjunit.lab.inside;

import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.lab.names.LocalHostCache;
import io.github.netnsjunit.lab.names.NameCache;
import io.github.netnsjunit.lab.names.NameServices;
import io.github.netnsjunit.lab.names.NamesInside;
import io.github.netnsjunit.lab.refusal.Refusals;
import io.github.netnsjunit.lab.waiting.AllSteps;
import io.github.netnsjunit.lab.waiting.Outside;
import io.github.netnsjunit.topology.rules.Names;
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
import org.jspecify.annotations.Nullable;

/**
 * The private mounts and the host name of a namespace. Inside, {@code /sys} and {@code /proc/net} show the namespace's own interfaces,
 * {@code /etc/hosts} names its neighbours, and the host name is that of the namespace (uts_namespaces(7)). They are made when the
 * first thread or program needs them, so a namespace that runs no code has none.
 *
 * <p>One thread, the keeper, makes the mounts and lives until they are closed. It is needed because {@code /proc/PID/net} of
 * this process is bound to the keeper's own directory, which is empty once the keeper has ended.
 */
public final class PrivateViews implements AutoCloseable {

    private static final String SYS = "/sys";
    private static final String HOSTS = "/etc/hosts";
    private static final String RESOLV_CONF = "/etc/resolv.conf";

    /**
     * What the keeper made, for all threads that enter.
     *
     * @param namespace the mount namespace
     * @param hostName the UTS namespace, which has the host name
     * @param hostsFile the private hosts file. It is kept open, because code inside can unmount it or mount something
     *     else over it
     * @param workingDirectory the working directory of this process
     */
    private record Mounts(
            Descriptor namespace, Descriptor hostName, RandomAccessFile hostsFile, ByteBuffer workingDirectory)
            implements AutoCloseable {
        @Override
        public void close() {
            try (namespace;
                    hostName) {
                hostsFile.close();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    private final String name;
    private final Libc libc;
    private final Descriptor network;
    private final NamesInside names;
    private final boolean own;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile @Nullable Thread keeper;
    private @Nullable Mounts mounts;

    /** What the hosts file was last renewed with. */
    private byte[] latestHosts = {};

    private volatile int keeperTid;

    /**
     * Makes no mounts yet.
     *
     * @param names the host names that are known inside
     * @param own whether a lab has made the namespace. Then the host name inside is that of the namespace, and {@code /etc/resolv.conf} is
     *     empty, because the name servers of the machine cannot be reached
     */
    public PrivateViews(String name, Libc libc, Descriptor network, NamesInside names, boolean own) {
        this.name = name;
        this.libc = libc;
        this.network = network;
        this.names = names;
        this.own = own;
    }

    /**
     * Takes the calling thread inside, for good: first it gets its own root and working directory, then the private
     * mounts and the host name, then the network.
     */
    void enter() {
        Mounts entered = mounts();
        libc.unshare(Libc.CLONE_FS); // else setns(CLONE_NEWNS) refuses the thread
        libc.setns(entered.namespace, Libc.CLONE_NEWNS);
        libc.chdir(entered.workingDirectory); // setns has changed it to the root
        libc.setns(entered.hostName, Libc.CLONE_NEWUTS);
        libc.setns(network, Libc.CLONE_NEWNET);
    }

    /** Returns the host names that are known inside. */
    public NamesInside names() {
        return names;
    }

    int kernelIdOfThisThread() {
        return libc.gettid();
    }

    /** Returns the mount namespace. The first call makes it. */
    public Descriptor descriptor() {
        return mounts().namespace;
    }

    /** Returns the UTS namespace, which has the host name. The first call makes it. */
    public Descriptor hostName() {
        return mounts().hostName;
    }

    private synchronized Mounts mounts() {
        if (closing.getCount() == 0) {
            throw new IllegalStateException("namespace [" + name + "] is closed");
        }
        if (mounts == null) {
            mounts = startKeeper();
        }
        return mounts;
    }

    /**
     * Writes the hosts file again, if the private views exist. It asks for the content only now, so of several calls at the
     * same time the last one writes the current names.
     *
     * <p>Code that reads the file meanwhile never finds it empty or cut off: if the old text was longer, its rest is first
     * overwritten with empty lines and only then removed.
     */
    public synchronized void renewHosts() throws IOException {
        if (mounts == null || closing.getCount() == 0) {
            return;
        }
        byte[] text = names.hostsFile().getBytes(StandardCharsets.UTF_8);
        if (Arrays.equals(text, latestHosts)) {
            return;
        }
        RandomAccessFile file = mounts.hostsFile; // not a channel: an interrupt would close it
        byte[] padded = Arrays.copyOf(text, Math.max(text.length, Math.toIntExact(file.length())));
        Arrays.fill(padded, text.length, padded.length, (byte) '\n');
        file.seek(0);
        file.write(padded);
        file.setLength(text.length);
        latestHosts = text;
        LocalHostCache.clear();
    }

    /** Whether a thread is the keeper. */
    public boolean isKeeper(Thread thread) {
        return thread == keeper;
    }

    /** Returns the id of the keeper in the kernel, or 0 before the mounts are made. */
    public int keeperTid() {
        return keeperTid;
    }

    private Mounts startKeeper() {
        CompletableFuture<Mounts> making = new CompletableFuture<>();
        Thread thread = new Thread(() -> makeAndKeep(making), "netns " + name + " mounts");
        thread.setDaemon(true);
        Outside.start(thread); // if a thread inside another lab started it, it would inherit the mounts of that lab
        try {
            Mounts made = making.join(); // this takes milliseconds, and an interrupt does not end it
            keeper = thread;
            return made;
        } catch (CompletionException failure) {
            joinUninterruptibly(thread);
            throw Refusals.explain(
                    "make the private views of /sys, /proc/net and /etc/hosts, and the host name",
                    name,
                    null,
                    causeOf(failure));
        }
    }

    private static Throwable causeOf(CompletionException failure) {
        Throwable cause = failure.getCause();
        return cause == null ? failure : cause;
    }

    private void makeAndKeep(CompletableFuture<Mounts> making) {
        try {
            making.complete(mountAll());
        } catch (Throwable failure) {
            making.completeExceptionally(failure);
            return;
        }
        while (true) {
            try {
                closing.await();
                return;
            } catch (InterruptedException ignored) {
                // the mounts must stay until close()
            }
        }
    }

    private Mounts mountAll() throws IOException {
        ByteBuffer workingDirectory = libc.getcwd();
        libc.setns(network, Libc.CLONE_NEWNET);
        libc.unshare(Libc.CLONE_NEWNS | Libc.CLONE_NEWUTS);
        libc.mount("none", "/", null, Libc.MS_REC | Libc.MS_PRIVATE);
        RandomAccessFile hostsFile = coverFiles();
        try {
            mountSysfs();
            libc.mount(
                    "/proc/thread-self/net", "/proc/" + ProcessHandle.current().pid() + "/net", null, Libc.MS_BIND);
            nameHost();
            keeperTid = libc.gettid();
            return openMounts(hostsFile, workingDirectory);
        } catch (RuntimeException | Error failure) {
            hostsFile.close();
            throw failure;
        }
    }

    /**
     * Mounts {@code /sys}. In a user namespace the kernel allows that only as the machine's own is mounted: not writable if that is
     * read-only, and not at all if parts of it are hidden ({@code mnt_already_visible} in {@code fs/namespace.c}).
     */
    private void mountSysfs() {
        long flags = Libc.MS_NOSUID | Libc.MS_NODEV | Libc.MS_NOEXEC;
        try {
            libc.mount("sysfs", SYS, "sysfs", flags);
        } catch (LinuxException refused) {
            if (refused.errno() != Errno.EPERM) {
                throw refused;
            }
            libc.mount("sysfs", SYS, "sysfs", flags | Libc.MS_RDONLY);
        }
    }

    private Mounts openMounts(RandomAccessFile hostsFile, ByteBuffer workingDirectory) {
        Descriptor hostName = libc.open("/proc/thread-self/ns/uts", Libc.O_RDONLY, 0);
        try {
            return new Mounts(
                    libc.open("/proc/thread-self/ns/mnt", Libc.O_RDONLY, 0), hostName, hostsFile, workingDirectory);
        } catch (RuntimeException | Error failure) {
            new AllSteps().take(hostName::close).finishFor(failure);
            throw failure;
        }
    }

    /** Gives the new UTS namespace its host name. It begins with that of the machine, and keeps it if no lab has made the namespace. */
    private void nameHost() {
        if (own) {
            byte[] hostName = Names.asciiHostName(name).getBytes(StandardCharsets.UTF_8);
            libc.sethostname(
                    ByteBuffer.allocateDirect(hostName.length).put(hostName).flip());
        }
    }

    /**
     * Mounts private files over those of the machine. They live in memory, on a tmpfs that only this mount namespace
     * has, so nothing is left of them afterwards. The tmpfs stays mounted below the private {@code /sys}, because to
     * unmount it would take as long as all other steps together.
     *
     * @return the private hosts file
     */
    private RandomAccessFile coverFiles() throws IOException {
        String text = names.hostsFile(); // first, because it is made from the machine's file, which is covered below
        libc.mount("tmpfs", SYS, "tmpfs", Libc.MS_NOSUID | Libc.MS_NODEV | Libc.MS_NOEXEC);
        NameServices.cacheDaemon().ifPresent(socket -> libc.mount("/dev/null", socket, null, Libc.MS_BIND));
        NameServices.replacement().ifPresent(services -> cover(NameServices.FILE, services));
        if (own && Files.exists(Path.of(RESOLV_CONF))) {
            cover(RESOLV_CONF, ""); // else code that looks up an unknown name waits for a server that cannot answer
        }
        cover(HOSTS, "");
        NameCache.checkOnce(trial -> write(HOSTS, trial));
        write(HOSTS, text);
        return new RandomAccessFile(privateFile(HOSTS), "rw");
    }

    private static String privateFile(String file) {
        return SYS + file.substring(file.lastIndexOf('/'));
    }

    private void cover(String file, String content) {
        String privateFile = privateFile(file);
        libc.open(privateFile, Libc.O_WRONLY | Libc.O_CREAT, 0_644).close();
        libc.mount(privateFile, file, null, Libc.MS_BIND);
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
        if (mounts != null) {
            mounts.close();
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
