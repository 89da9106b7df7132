package io.github.netnsjunit.lab.inside;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.lab.names.LocalHostCache;
import io.github.netnsjunit.lab.names.NamesInside;
import io.github.netnsjunit.lab.names.ResolverFiles;
import io.github.netnsjunit.lab.refusal.Refusals;
import io.github.netnsjunit.lab.waiting.Handoff;
import io.github.netnsjunit.lab.waiting.Outside;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The private mounts and the host name of a namespace. Inside, {@code /sys} and {@code /proc/net} show the namespace's own interfaces,
 * {@code /etc/hosts} names its neighbours, and the host name is that of the namespace (uts_namespaces(7)). They are made when the
 * first thread or program needs them, unless the namespace {@linkplain BlankNamespaces was made ahead}. A {@link Keeper} makes them.
 */
public final class PrivateViews implements AutoCloseable {

    private final String name;
    private final Libc libc;
    private final Descriptor network;
    private final NamesInside names;
    private final boolean own;
    private boolean closed;
    private volatile @Nullable Keeper keeper;
    private Keeper.@Nullable Mounts mounts;

    /** What the hosts file was last renewed with. */
    private byte[] latestHosts = {};

    private ResolverFiles latestResolver = ResolverFiles.WITHOUT_SERVERS;

    /**
     * Makes no mounts.
     *
     * @param names the host names that are known inside
     * @param own whether a lab has made the namespace. Then the host name inside is that of the namespace, and {@code /etc/resolv.conf} is
     *     empty, because the name servers of the machine cannot be reached
     * @param keeper has made the mounts already, for this namespace; null if they are still to be made
     */
    public PrivateViews(
            String name, Libc libc, Descriptor network, NamesInside names, boolean own, @Nullable Keeper keeper) {
        this.name = name;
        this.libc = libc;
        this.network = network;
        this.names = names;
        this.own = own;
        this.keeper = keeper;
    }

    /**
     * Takes the calling thread inside, for good: first it gets its own root and working directory, then the private
     * mounts and the host name, then the network.
     */
    void enter() {
        Keeper.Mounts entered = mounts();
        libc.unshare(Libc.CLONE_FS); // else setns(CLONE_NEWNS) refuses the thread
        libc.setns(entered.namespace(), Libc.CLONE_NEWNS);
        libc.chdir(entered.workingDirectory()); // setns has changed it to the root
        libc.setns(entered.hostName(), Libc.CLONE_NEWUTS);
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
        return mounts().namespace();
    }

    /** Returns the UTS namespace, which has the host name. The first call makes it. */
    public Descriptor hostName() {
        return mounts().hostName();
    }

    /** Returns the mount namespace and the UTS namespace; nothing if they are not made, or closed. */
    public synchronized List<Descriptor> made() {
        return mounts == null || closed ? List.of() : List.of(mounts.namespace(), mounts.hostName());
    }

    /** Whether a thread or a program has needed them. */
    public synchronized boolean areUsed() {
        return mounts != null;
    }

    private synchronized Keeper.Mounts mounts() {
        if (closed) {
            throw new IllegalStateException("namespace [" + name + "] is closed");
        }
        Keeper.Mounts made = mounts;
        if (made == null) {
            byte[] hosts = hosts(); // first, because it may fail, and then no mounts are needed
            Keeper keeping = keeper == null ? startKeeper() : keeper;
            keeper = keeping;
            made = keeping.mounts();
            try {
                made.hostsFile().write(hosts);
            } catch (IOException failure) {
                throw explain(failure);
            }
            latestHosts = hosts;
            resolve(keeping);
            mounts = made; // last: what failed is tried again at the next entry
        }
        return made;
    }

    private byte[] hosts() {
        return names.hostsFile().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Writes the hosts file and the files of the resolver again, if the private views exist. It asks for the content only now, so of
     * several calls at the same time the last one writes the current names.
     */
    public synchronized void renewHosts() throws IOException {
        if (mounts == null || closed) {
            return;
        }
        byte[] text = hosts();
        if (!Arrays.equals(text, latestHosts)) {
            Keeper.overwrite(mounts.hostsFile(), text); // not a channel: an interrupt would close it
            latestHosts = text;
            LocalHostCache.clear();
        }
        resolve(requireNonNull(keeper));
    }

    /** Tells programs inside which name servers to ask, if these are others than before. */
    private void resolve(Keeper keeping) {
        ResolverFiles wanted = names.resolver().orElse(ResolverFiles.WITHOUT_SERVERS);
        if (!wanted.equals(latestResolver)) {
            keeping.resolve(wanted);
            latestResolver = wanted;
        }
    }

    /** Whether a thread is the keeper. */
    public boolean isKeeper(Thread thread) {
        Keeper keeping = keeper;
        return keeping != null && thread == keeping.thread();
    }

    /** Returns the id of the keeper in the kernel, or 0 before the mounts are made. */
    public int keeperTid() {
        Keeper keeping = keeper;
        return keeping == null ? 0 : keeping.tid();
    }

    private Keeper startKeeper() {
        Keeper started = new Keeper(
                libc,
                "netns " + name + " mounts",
                () -> {
                    libc.setns(network, Libc.CLONE_NEWNET);
                    BlankNamespaces.unshare(libc, Libc.CLONE_NEWNS | Libc.CLONE_NEWUTS);
                },
                own);
        Handoff<Boolean> adoption = started.adopt(name, () -> true);
        Outside.start(
                started.thread()); // if a thread inside another lab started it, it would inherit the mounts of that lab
        try {
            started.made().join(); // this takes milliseconds, and an interrupt does not end it
            adoption.awaitRegardless();
            return started;
        } catch (CompletionException failure) {
            joinUninterruptibly(started.thread());
            throw explain(causeOf(failure));
        } catch (Throwable failure) {
            throw explain(failure);
        }
    }

    private RuntimeException explain(Throwable failure) {
        return Refusals.explain(
                "make the private views of /sys, /proc/net and /etc/hosts, and the host name", name, null, failure);
    }

    private static Throwable causeOf(CompletionException failure) {
        Throwable cause = failure.getCause();
        return cause == null ? failure : cause;
    }

    /** Ends the keeper. If it was given, it ends even if nothing has entered. */
    @Override
    public synchronized void close() {
        closed = true;
        if (keeper != null) {
            keeper.close();
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
