package io.github.netnsjunit.lab.inside;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.names.NameCache;
import io.github.netnsjunit.lab.names.NameServices;
import io.github.netnsjunit.lab.names.ResolverFiles;
import io.github.netnsjunit.lab.system.JavaThreads;
import io.github.netnsjunit.lab.waiting.AllSteps;
import io.github.netnsjunit.lab.waiting.Handoff;
import io.github.netnsjunit.topology.rules.Names;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The thread that makes the private mounts of a namespace and keeps them until it is closed. It must live for so long because {@code
 * /proc/PID/net} of this process is bound to its own directory, which is empty once it has ended.
 *
 * <p>Until it {@linkplain #adopt is given a name}, it has no descriptors, and all that it made hangs on the thread alone.
 */
public final class Keeper implements AutoCloseable {

    private static final String SYS = "/sys";
    private static final String HOSTS = "/etc/hosts";
    private static final String RESOLV_CONF = "/etc/resolv.conf";
    private static final String OWN_NET = "/proc/" + ProcessHandle.current().pid() + "/net";

    /**
     * What threads that enter need.
     *
     * @param namespace the mount namespace
     * @param hostName the UTS namespace, which has the host name
     * @param hostsFile the private hosts file, which is empty at first. It is kept open, because code inside can unmount it or mount
     *     something else over it
     * @param workingDirectory the working directory of this process
     */
    record Mounts(Descriptor namespace, Descriptor hostName, RandomAccessFile hostsFile, ByteBuffer workingDirectory)
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

    private static final int NANOS_PER_MILLI = 1_000_000;
    private static final AtomicInteger TIMES = new AtomicInteger();

    private final Libc libc;
    private final Runnable enterNamespaces;
    private final boolean own;
    private final Thread thread;
    private final BlockingQueue<Runnable> work = new LinkedBlockingQueue<>();
    private final CompletableFuture<Keeper> made = new CompletableFuture<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    /** Only the thread itself uses these three. */
    private @Nullable ByteBuffer workingDirectory;

    /** The files that have a private one mounted over them. */
    private final Set<String> covered = new HashSet<>();

    private boolean ended;
    private volatile int tid;
    private volatile @Nullable Mounts mounts;

    /**
     * Does not start the thread yet.
     *
     * @param name what the thread is called
     * @param enterNamespaces brings the thread into its network namespace, and into new mount and UTS namespaces
     * @param own whether a lab makes the namespace. Then the host name inside is that of the namespace, and {@code /etc/resolv.conf} is
     *     empty, because the name servers of the machine cannot be reached
     */
    Keeper(Libc libc, String name, Runnable enterNamespaces, boolean own) {
        this.libc = libc;
        this.enterNamespaces = enterNamespaces;
        this.own = own;
        this.thread = new Thread(JavaThreads.OF_THE_LIBRARY, this::makeAndKeep, name, 0, false);
        thread.setDaemon(true);
    }

    /** The thread, which its user starts outside of every lab: else it would inherit the mounts of that lab. */
    Thread thread() {
        return thread;
    }

    /** Ends when the mounts are made, or with the failure. The keeper has to be closed in both cases. */
    CompletableFuture<Keeper> made() {
        return made;
    }

    /** Returns the id of the thread in the kernel, or 0 before the mounts are made. */
    int tid() {
        return tid;
    }

    /** What threads that enter need. May be called once the keeper was given a name. */
    Mounts mounts() {
        return requireNonNull(mounts, "the keeper was given a name");
    }

    /**
     * Gives the namespace its name, and opens what threads that enter need. May be called once.
     *
     * @param andThen is run on the keeper's thread, inside the namespace, afterwards
     * @return awaits it on the calling thread. If it fails, or the mounts could not be made, the keeper is closed
     */
    public <T> Handoff<T> adopt(String namespace, Callable<T> andThen) {
        Handoff<T> adoption = new Handoff<>(() -> {
            try {
                checkMade();
                thread.setName("netns " + namespace + " mounts");
                name(namespace);
                NameCache.checkOnce(trial -> write(HOSTS, trial));
                mounts = openMounts();
                return andThen.call();
            } catch (Exception | Error failure) {
                new AllSteps().take(this::close).finishFor(failure);
                throw failure;
            }
        });
        work.add(adoption);
        return adoption;
    }

    /** Runs code on the keeper's thread, inside the namespace, which has no name yet. Await the result on the calling thread. */
    public <T> Handoff<T> call(Callable<T> body) {
        Handoff<T> handoff = new Handoff<>(body);
        work.add(handoff);
        return handoff;
    }

    private void makeAndKeep() {
        try {
            workingDirectory = libc.getcwd();
            enterNamespaces.run();
            makeViews();
            made.complete(this);
        } catch (Throwable failure) {
            made.completeExceptionally(failure); // the thread goes on, to tell this to whoever adopts it
        }
        while (!ended) {
            try {
                work.take().run();
            } catch (InterruptedException ignored) {
                // the mounts must stay until close()
            }
        }
    }

    /** Throws the failure if the mounts could not be made. */
    private void checkMade() throws Exception {
        if (made.isCompletedExceptionally()) {
            try {
                made.get();
            } catch (ExecutionException failure) {
                throw failure.getCause() instanceof Exception cause ? cause : failure;
            }
        }
    }

    private void makeViews() {
        libc.mount("none", "/", null, Libc.MS_REC | Libc.MS_PRIVATE);
        coverFiles();
        mountSysfs();
        libc.mount("/proc/thread-self/net", OWN_NET, null, Libc.MS_BIND);
        tid = libc.gettid();
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

    /**
     * Mounts private files over those of the machine. They live in memory, on a tmpfs that only this mount namespace
     * has, so nothing is left of them afterwards. The tmpfs stays mounted below the private {@code /sys}, because to
     * unmount it would take as long as all other steps together. There it is this thread's working directory, and so can be reached.
     */
    private void coverFiles() {
        libc.mount("tmpfs", SYS, "tmpfs", Libc.MS_NOSUID | Libc.MS_NODEV | Libc.MS_NOEXEC);
        libc.chdir(pathOfSys());
        NameServices.cacheDaemon().ifPresent(socket -> libc.mount("/dev/null", socket, null, Libc.MS_BIND));
        NameServices.replacement().ifPresent(services -> {
            cover(NameServices.FILE);
            write(NameServices.FILE, services);
        });
        if (own && Files.exists(Path.of(RESOLV_CONF))) {
            cover(RESOLV_CONF); // else code that looks up an unknown name waits for a server that cannot answer
        }
        cover(HOSTS);
    }

    private static ByteBuffer pathOfSys() {
        byte[] path = (SYS + "\0").getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocateDirect(path.length).put(path).flip();
    }

    private void cover(String file) {
        if (covered.add(file)) {
            libc.open(privateFile(file), Libc.O_WRONLY | Libc.O_CREAT, 0_644).close();
            libc.mount(privateFile(file), file, null, Libc.MS_BIND);
        }
    }

    /** The private file, but not by the path of the mount over the other: nobody could unmount that then. */
    private static String privateFile(String file) {
        return "/proc/thread-self/cwd" + file.substring(file.lastIndexOf('/'));
    }

    /** Tells programs inside which name servers to ask. Waits until the keeper has done it. May be called once it was given a name. */
    void resolve(ResolverFiles files) {
        if (!Files.exists(Path.of(RESOLV_CONF))) {
            throw new LabException(
                    "this machine has no " + RESOLV_CONF
                            + ", which names the servers to ask. A namespace gets a file of its own mounted over"
                            + " it, so it must exist, even if it is empty: touch " + RESOLV_CONF,
                    null);
        }
        Handoff<Boolean> writing = new Handoff<>(() -> {
            writePrivate(RESOLV_CONF, files.resolvConf());
            NameServices.withDns(files.hostsFirst()).ifPresent(services -> writePrivate(NameServices.FILE, services));
            return true;
        });
        work.add(writing);
        writing.awaitRegardless();
    }

    private void writePrivate(String file, String text) {
        cover(file);
        try (RandomAccessFile writing = new RandomAccessFile(privateFile(file), "rw")) {
            overwrite(writing, text.getBytes(StandardCharsets.UTF_8));
            Files.setLastModifiedTime(Path.of(privateFile(file)), FileTime.from(nextTime()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * A time that no other file has. The C library reads these files once for the whole process, and again if a thread finds one with
     * another inode number, size or time ({@code file_change_detection.h}). Those of two namespaces can have the same number and size.
     */
    private static Instant nextTime() {
        return Instant.now()
                .truncatedTo(ChronoUnit.MILLIS)
                .plusNanos(Math.floorMod(TIMES.incrementAndGet(), NANOS_PER_MILLI));
    }

    /**
     * Writes a text in place of that of a file. Code that reads the file meanwhile never finds it empty or cut off: if the old text was
     * longer, its rest is first overwritten with empty lines and only then removed.
     */
    static void overwrite(RandomAccessFile file, byte... text) throws IOException {
        byte[] padded = Arrays.copyOf(text, Math.max(text.length, Math.toIntExact(file.length())));
        Arrays.fill(padded, text.length, padded.length, (byte) '\n');
        file.seek(0);
        file.write(padded);
        file.setLength(text.length);
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

    /** Gives the new UTS namespace its host name. It begins with that of the machine, and keeps it if no lab has made the namespace. */
    private void name(String namespace) {
        if (own) {
            byte[] hostName = Names.asciiHostName(namespace).getBytes(StandardCharsets.UTF_8);
            libc.sethostname(
                    ByteBuffer.allocateDirect(hostName.length).put(hostName).flip());
        }
    }

    private Mounts openMounts() {
        AllSteps closing = new AllSteps();
        Descriptor hostName = libc.open("/proc/thread-self/ns/uts", Libc.O_RDONLY, 0);
        try {
            Descriptor namespace = libc.open("/proc/thread-self/ns/mnt", Libc.O_RDONLY, 0);
            try {
                return new Mounts(namespace, hostName, openHosts(), requireNonNull(workingDirectory));
            } catch (RuntimeException | Error failure) {
                closing.take(namespace::close);
                throw failure;
            }
        } catch (RuntimeException | Error failure) {
            closing.take(hostName::close).finishFor(failure);
            throw failure;
        }
    }

    private static RandomAccessFile openHosts() {
        try {
            return new RandomAccessFile(privateFile(HOSTS), "rw");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * Closes the descriptors, and lets the thread end. Does not wait for that: with the thread the kernel drops the mounts and the
     * namespace, which nobody else can reach by then. Does nothing the second time.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        Mounts open = mounts;
        try {
            if (open != null) {
                open.close();
            }
        } finally {
            work.add(() -> ended = true);
        }
    }
}
