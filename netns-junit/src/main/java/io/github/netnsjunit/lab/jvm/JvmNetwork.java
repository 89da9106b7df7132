package io.github.netnsjunit.lab.jvm;

import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.link.SetLink;
import io.github.netnsjunit.kernel.netlink.NetlinkSocket;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.refusal.Refusals;
import io.github.netnsjunit.lab.system.Platform;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An empty network for this whole Java process: a namespace with {@code lo} alone, and private views of {@code /sys}, {@code /proc/net}
 * and the files about host names. A thread is born where the thread is that starts it. So once the first thread of a test run is
 * inside, all that it starts is inside too: threads, their threads, and programs.
 *
 * <p>Outside remain the threads that the Java process had before. The kernel lets a thread move only itself.
 */
public final class JvmNetwork {

    private static final int LOOPBACK = 1;
    private static final Path NETWORK_OF_THREAD = Path.of("/proc/thread-self/ns/net");

    private static volatile @Nullable JvmNetwork current;

    private final Libc libc;
    private final @Nullable EgressSink sink;
    private final Path identity;
    private final Descriptor network;
    private final Descriptor mounts;
    private final ByteBuffer workingDirectory;

    private JvmNetwork(
            Libc libc, @Nullable EgressSink sink, Descriptor network, Descriptor mounts, ByteBuffer workingDirectory) {
        this.libc = libc;
        this.sink = sink;
        this.network = network;
        this.mounts = mounts;
        this.workingDirectory = workingDirectory;
        this.identity = networkOfThisThread();
    }

    /**
     * Takes the calling thread into the network, for good. The first call in a Java process makes the network. Call it before anything
     * else starts threads.
     *
     * @throws io.github.netnsjunit.lab.UnsupportedPlatformException if this is not Linux on x86-64 or aarch64
     * @throws io.github.netnsjunit.lab.MissingPrivilegeException if the kernel refuses because a privilege is missing; the message says
     *     how to get it
     * @throws LabException if anything else fails. The calling thread must not be used any more then: it may be half inside.
     */
    public static synchronized void enter() {
        enter(null);
    }

    /**
     * The same. If the call makes the network, what is sent towards the outside is heard there.
     *
     * @param egress is told of each packet, by one thread at a time. The sender waits meanwhile if it opens a connection or looks up a
     *     name. Null if nobody listens: then the network has no route to anywhere
     */
    public static synchronized void enter(@Nullable Consumer<LeavingPacket> egress) {
        JvmNetwork made = current;
        if (made == null) {
            current = make(Platform.libc(), egress);
        } else if (!isCallerInside()) {
            made.enterOnThisThread();
        }
    }

    /** Whether this Java process has such a network, and the calling thread is in it. */
    public static boolean isCallerInside() {
        return identity().filter(networkOfThisThread()::equals).isPresent();
    }

    /** The target of links to this network in {@code /proc}; nothing if this Java process has none. */
    public static Optional<Path> identity() {
        return Optional.ofNullable(current).map(made -> made.identity);
    }

    /** Tells of all packets that were sent towards the outside until now, if somebody listens. */
    public static void settleEgress() {
        JvmNetwork made = current;
        if (made != null && made.sink != null) {
            made.sink.settle();
        }
    }

    private static JvmNetwork make(Libc libc, @Nullable Consumer<LeavingPacket> egress) {
        checkPlatformThread();
        try {
            NameFiles names =
                    NameFiles.ofMachine(egress == null ? "" : EgressSink.NAME_SERVER); // read before they are covered
            ByteBuffer workingDirectory = libc.getcwd();
            libc.unshare(Libc.CLONE_NEWNET);
            bringUpLoopback(libc);
            libc.unshare(Libc.CLONE_NEWNS);
            libc.mount("none", "/", null, Libc.MS_REC | Libc.MS_PRIVATE);
            ProcessViews.mount(libc, names);
            return new JvmNetwork(
                    libc,
                    egress == null ? null : EgressSink.open(libc, egress),
                    libc.open(NETWORK_OF_THREAD.toString(), Libc.O_RDONLY, 0),
                    libc.open("/proc/thread-self/ns/mnt", Libc.O_RDONLY, 0),
                    workingDirectory);
        } catch (RuntimeException failure) {
            throw Refusals.explain("make a network for the whole Java process", null, null, failure);
        }
    }

    private static void bringUpLoopback(Libc libc) {
        try (NetlinkSocket netlink = NetlinkSocket.open(libc)) {
            netlink.execute(List.of(SetLink.up(LOOPBACK)));
        }
    }

    /** For a thread that was there before, and on which JUnit then runs tests. */
    private void enterOnThisThread() {
        checkPlatformThread();
        try {
            libc.unshare(Libc.CLONE_FS); // else setns(CLONE_NEWNS) refuses the thread
            libc.setns(mounts, Libc.CLONE_NEWNS);
            libc.chdir(workingDirectory); // setns has changed it to the root
            libc.setns(network, Libc.CLONE_NEWNET);
        } catch (RuntimeException failure) {
            throw Refusals.explain("enter the network of the whole Java process", null, null, failure);
        }
    }

    /** Refuses a virtual thread: it would move the thread that carries it, and be carried by another one later. */
    private static void checkPlatformThread() {
        if (Thread.currentThread().getClass().getName().equals("java.lang.VirtualThread")) {
            throw new LabException(
                    "JUnit runs on the virtual thread ["
                            + Thread.currentThread().getName()
                            + "], which cannot be taken into a network: run JUnit on a platform thread",
                    null);
        }
    }

    private static Path networkOfThisThread() {
        try {
            return Files.readSymbolicLink(NETWORK_OF_THREAD);
        } catch (IOException noProc) {
            throw new LabException("could not find out where the calling thread is", noProc);
        }
    }
}
