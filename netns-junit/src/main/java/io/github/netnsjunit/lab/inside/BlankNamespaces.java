package io.github.netnsjunit.lab.inside;

import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.lab.refusal.Failed;
import io.github.netnsjunit.lab.system.Platform;
import io.github.netnsjunit.lab.waiting.Deadline;
import io.github.netnsjunit.lab.waiting.Outside;
import io.github.netnsjunit.topology.Namespace;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A small stock of namespaces that are made in the background, while tests run. A fresh namespace with its private views is the same
 * for every topology, so the next lab takes one from here and need not wait for it. Each is given away once and never comes back.
 *
 * <p>The stock begins with the warm-up, or without one with the first lab, and has at most as many namespaces as recent labs used, or as
 * the warm-up's. A blank namespace is nothing but a waiting thread of the group {@code netns-junit}: it has no descriptor, so it ends with
 * the Java process however that ends. If the kernel refuses to make one, the stock makes no more, and labs make their namespaces
 * themselves.
 *
 * <p>Safe for use by several threads.
 */
public final class BlankNamespaces {

    /** How many namespaces are made ahead at most: {@code off}, or a number. Also a configuration parameter of JUnit. */
    public static final String AHEAD = "netns.junit.ahead";

    /** What {@link #AHEAD} may say. */
    public static final String FORM = "off, or to a number from 1 to 99";

    /** Never has a namespace. */
    public static final BlankNamespaces NONE = new BlankNamespaces(0);

    private static final String OFF = "off";
    private static final int DEFAULT_LIMIT = 16;
    private static final String THREAD_NAME = "netns-junit ahead";

    /**
     * The kernel takes closed namespaces back in the background, one batch after another. Behind those of many other labs, or on a loaded
     * machine, that takes many seconds.
     */
    private static final Duration TIME_TO_RECLAIM = Duration.ofSeconds(30);

    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Deque<Keeper> ready = new ArrayDeque<>();
    private int limit;
    /** As many as the labs of late used. */
    private int wanted;

    /** As many of the stock are in networks that were made ahead of it. */
    private int inNetworks;

    private Networks networks = Networks.NONE;
    /** Until then the kernel may still be taking back a network that was closed. */
    private Deadline networkReclaimed = Deadline.in(Duration.ZERO);

    private boolean making;
    /** Until then the kernel may still be taking namespaces back that were given up. It is set once the stock has been given up. */
    private @Nullable Deadline reclaimed;

    /** A stock of at most so many namespaces. */
    public BlankNamespaces(int limit) {
        this.limit = limit;
    }

    /** Networks that are made ahead in namespaces of the stock. */
    public interface Networks {

        /** No such networks. */
        Networks NONE = new Networks() {
            @Override
            public void stockIsFull() {}

            @Override
            public boolean giveUp() {
                return false;
            }
        };

        /** Is called outside of every lab, when the stock has as many namespaces as it is to have. */
        void stockIsFull();

        /** Closes them. Returns whether one is being made, which is closed afterwards. */
        boolean giveUp();
    }

    /** Holds the stock of this process, and reads its limit when it is first used. */
    private static final class OfProcess {
        static final BlankNamespaces STOCK = new BlankNamespaces(limitByProperty());

        private static int limitByProperty() {
            // With one processor the background would take it from the tests.
            int usual = Runtime.getRuntime().availableProcessors() > 1 ? DEFAULT_LIMIT : 0;
            String property = System.getProperty(AHEAD);
            if (property == null) {
                return usual;
            }
            OptionalInt limit = parse(property);
            if (limit.isEmpty()) { // JUnit fails the test for it; a lab without JUnit does not depend on it
                System.getLogger(BlankNamespaces.class.getName())
                        .log(
                                System.Logger.Level.WARNING,
                                "The system property " + AHEAD + " has the value [" + property + "]. Set it to " + FORM
                                        + ".");
            }
            return limit.orElse(usual);
        }
    }

    /** The stock of this Java process. */
    public static BlankNamespaces ofProcess() {
        return OfProcess.STOCK;
    }

    /** Returns the limit that a text sets, 0 for {@code off}; empty if it is no such text. */
    public static OptionalInt parse(String text) {
        String stripped = text.strip();
        if (stripped.equalsIgnoreCase(OFF)) {
            return OptionalInt.of(0);
        }
        return stripped.matches("[1-9][0-9]?") ? OptionalInt.of(Integer.parseInt(stripped)) : OptionalInt.empty();
    }

    /** Whether a blank namespace can become the declared one. */
    public static boolean canBe(Namespace declared) {
        return !declared.host() && !declared.duplicateAddressDetection();
    }

    /** Returns the networks that are made ahead of this stock. The first call says how. */
    public synchronized Networks networks(Function<BlankNamespaces, Networks> made) {
        if (networks == Networks.NONE) {
            networks = made.apply(this);
        }
        return networks;
    }

    /** Sets how many namespaces may be made ahead; 0 for none. */
    public void limit(int most) {
        Networks toGiveUp;
        synchronized (this) {
            if (most == limit) {
                return;
            }
            limit = most;
            while (ready.size() > limit) {
                ready.remove().close();
            }
            toGiveUp = networks;
        }
        toGiveUp.giveUp(); // without the lock, because it takes another lock first
    }

    /** Takes blank namespaces for as many of the names as there are. Whoever takes one has to close it. */
    public synchronized Map<String, Keeper> take(List<String> names) {
        Map<String, Keeper> taken = new LinkedHashMap<>();
        for (String name : names) {
            Keeper blank = ready.poll();
            if (blank == null) {
                break;
            }
            taken.put(name, blank);
        }
        return taken;
    }

    /**
     * Takes a blank namespace for each of the names, for a network that is made ahead. They go on counting as ready, until the network is
     * taken or closed. Empty if there are too few.
     */
    public synchronized Map<String, Keeper> takeForNetwork(List<String> names) {
        if (ready.size() < names.size()) {
            return Map.of();
        }
        inNetworks += names.size();
        return take(names);
    }

    /** Tells that a lab has taken a network with so many namespaces. */
    public synchronized void tookNetwork(int namespaces) {
        inNetworks -= namespaces;
    }

    /** Tells that a network with so many namespaces was closed, because no lab takes it. */
    public synchronized void closedNetwork(int namespaces) {
        inNetworks -= namespaces;
        networkReclaimed = Deadline.in(TIME_TO_RECLAIM);
    }

    /** How many namespaces are there to be taken, alone or in a network. */
    public synchronized int ready() {
        return ready.size() + inNetworks;
    }

    /** Has blank namespaces made in the background, for another lab with as many namespaces. Returns at once. */
    public synchronized void prepareForLike(Collection<Namespace> ofLab) {
        int used = (int) ofLab.stream().filter(BlankNamespaces::canBe).count();
        wanted = Math.max(used, wanted - 1); // labs of several sizes take turns
        makeNext();
    }

    private void makeNext() {
        if (making || reclaimed != null) {
            return;
        }
        if (ready() < Math.min(wanted, limit)) {
            making = true;
            Outside.later(this::start);
        } else if (limit > 0) {
            Outside.later(networks::stockIsFull);
        }
    }

    private void start() {
        try {
            Libc libc = Platform.libc();
            Keeper blank = keeper(libc, flags -> libc.unshare(flags), Failed.at("make a namespace ahead"));
            var unused = blank.made().whenComplete((made, failure) -> {
                if (failure != null) {
                    blank.close();
                }
                made(made, failure);
            });
            blank.thread().start();
        } catch (Throwable notStarted) { // whatever it was: nobody else says that none is being made any more
            made(null, notStarted);
        }
    }

    /**
     * Begins to make a namespace for a lab that needs it now. The lab adopts it at once, and meanwhile begins to make others.
     *
     * @param failed what a message says if the kernel refuses
     */
    public static Keeper begin(Libc libc, Failed failed) {
        Keeper keeper = keeper(libc, flags -> unshare(libc, flags), failed);
        Outside.start(keeper.thread());
        return keeper;
    }

    private static Keeper keeper(Libc libc, IntConsumer unshare, Failed failed) {
        return new Keeper(
                libc,
                THREAD_NAME,
                () -> {
                    unshare.accept(Libc.CLONE_NEWNET | Libc.CLONE_NEWNS | Libc.CLONE_NEWUTS);
                    FreshNetwork.set(libc, failed, false);
                },
                true);
    }

    private synchronized void made(@Nullable Keeper blank, @Nullable Throwable failure) {
        making = false;
        if (blank == null) {
            System.getLogger(BlankNamespaces.class.getName())
                    .log(System.Logger.Level.DEBUG, "no more namespaces are made ahead", failure);
            giveUp();
        } else if (reclaimed == null && ready() < limit) {
            ready.add(blank);
            makeNext();
        } else {
            blank.close();
        }
    }

    private void giveUp() {
        reclaimed = Deadline.in(TIME_TO_RECLAIM);
        ready.forEach(Keeper::close);
        ready.clear();
    }

    /**
     * Moves the calling thread into new namespaces. If the kernel allows no more of them, the stock is given up for good, so that no lab
     * fails because of what was made ahead.
     */
    public static void unshare(Libc libc, int flags) {
        try {
            libc.unshare(flags);
        } catch (LinuxException refused) {
            Deadline end = refused.errno() == Errno.ENOSPC ? ofProcess().makeRoom() : null;
            if (end == null) {
                throw refused;
            }
            unshareBy(end, libc, flags);
        }
    }

    private static void unshareBy(Deadline end, Libc libc, int flags) {
        while (true) {
            try {
                libc.unshare(flags);
                return;
            } catch (LinuxException refused) {
                if (refused.errno() != Errno.ENOSPC || end.isOver()) {
                    throw refused;
                }
                LockSupport.parkNanos(RETRY_NANOS); // the kernel tells nobody when it has taken a namespace back
            }
        }
    }

    /** Gives the stock up. Returns until when there may be more room because of that; null if there is none to be had. */
    private @Nullable Deadline makeRoom() {
        Networks toGiveUp;
        synchronized (this) {
            toGiveUp = networks;
        }
        boolean making = toGiveUp.giveUp(); // without the lock, because it takes another lock first
        synchronized (this) {
            if (making || this.making || !ready.isEmpty() || !networkReclaimed.isOver()) {
                giveUp();
            }
            return reclaimed;
        }
    }
}
