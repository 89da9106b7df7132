package io.github.netnsjunit.lab.provision;

import io.github.netnsjunit.lab.inside.BlankNamespaces;
import io.github.netnsjunit.lab.system.JavaThreads;
import io.github.netnsjunit.lab.system.Platform;
import io.github.netnsjunit.topology.Topology;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The next network of tests that have the same topology one after the other. It is made in the background while a test runs, from
 * namespaces that were made ahead, so the next lab has only to open it. Each network is given away once and never comes back.
 *
 * <p>One is made as soon as two labs in a row had the same topology. After each that nobody took, twice as many are needed, until one
 * is taken again.
 *
 * <p>Safe for use by several threads.
 */
public final class NetworksAhead implements BlankNamespaces.Networks {

    private static final String THREAD_NAME = "netns-junit network ahead";
    private static final int MOST_REPEATS_NEEDED = 64;
    /** More namespaces than these are not made at the same time. */
    private static final int MOST_AT_ONCE = 16;

    private final BlankNamespaces stock;
    /** That of the last lab; null once what was made for it has been given up. */
    private @Nullable Topology latest;
    /** How many labs in a row had it, not counting the first. */
    private int repeats;

    /** The namespaces that code entered in the last lab of that topology which was closed. */
    private Set<String> entered = Set.of();

    private int repeatsNeeded = 1;
    private boolean making;
    private @Nullable NetworkAhead ready;

    private NetworksAhead(BlankNamespaces stock) {
        this.stock = stock;
    }

    /** Those that are made of a stock. */
    public static NetworksAhead of(BlankNamespaces stock) {
        return (NetworksAhead) stock.networks(NetworksAhead::new);
    }

    /**
     * Takes the network of a topology if one was made ahead.
     *
     * @param undoLog gets what can be undone of it
     */
    public Optional<Provisioner.Made> take(Topology topology, UndoLog undoLog) {
        NetworkAhead taken = take(topology);
        if (taken == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(taken.take(undoLog));
        } catch (RuntimeException | Error failure) {
            // The lab makes all of it now. If that fails in the same way, it says so where somebody reads it.
            log("a network that was made ahead could not be opened", failure);
            return Optional.empty();
        }
    }

    /** Begins to open the network of a topology if one was made ahead, for a lab that takes it soon. Returns at once. */
    public synchronized void open(Topology topology) {
        if (ready != null && topology.equals(latest)) {
            ready.open();
        }
    }

    private synchronized @Nullable NetworkAhead take(Topology topology) {
        if (stock == BlankNamespaces.NONE) { // without a latest topology, nothing is remembered of it either
            return null;
        }
        if (!topology.equals(latest)) {
            boolean unused = ready != null;
            giveUp();
            repeatsNeeded = unused ? Math.min(2 * repeatsNeeded, MOST_REPEATS_NEEDED) : repeatsNeeded;
            latest = topology;
            return null;
        }
        repeats++;
        NetworkAhead taken = ready;
        ready = null;
        if (taken != null) {
            repeatsNeeded = 1;
        }
        return taken;
    }

    /** Notes which namespaces of a lab code has entered. Those of the next lab with this topology are made for that. */
    public synchronized void entered(Topology topology, Set<String> namespaces) {
        if (topology.equals(latest)) {
            entered = namespaces.size() <= MOST_AT_ONCE ? namespaces : Set.of();
        }
    }

    /** The namespaces that code will enter in a lab with this topology, if it does what it did in the one before. */
    public synchronized Set<String> toEnter(Topology topology) {
        return topology.equals(latest) ? entered : Set.of();
    }

    /** Has namespaces made in the background, and a network if it is likely to be used. Returns at once. */
    public void prepareForLike(Topology topology) {
        stock.prepareForLike(topology.outline().namespaces());
    }

    /** Whether a network waits for its lab: for tests, which use it from another package. */
    public synchronized boolean isReady() {
        return ready != null;
    }

    /** How many labs in a row must have the same topology, before a network is made for the next one: for tests. */
    public synchronized int labsNeeded() {
        return 1 + repeatsNeeded;
    }

    @Override
    public synchronized void stockIsFull() {
        Topology topology = latest;
        if (topology == null
                || repeats < repeatsNeeded
                || making
                || ready != null
                || stock.ready() < topology.outline().namespaces().size()) {
            return;
        }
        making = true;
        Thread thread = new Thread(JavaThreads.OF_THE_LIBRARY, () -> make(topology), THREAD_NAME, 0, false);
        thread.setDaemon(true);
        try {
            thread.start();
        } catch (OutOfMemoryError noThread) {
            made(topology, null, false);
        }
    }

    private void make(Topology topology) {
        NetworkAhead network = null;
        boolean possible = false;
        try {
            NetworkAhead next = new NetworkAhead(Platform.libc(), topology, stock);
            possible = next.canWait();
            network = possible && next.make() ? next : null;
        } catch (RuntimeException | Error failure) {
            possible = false;
            // A lab that a test makes fails in the same way, and says so where somebody reads it.
            log("no network is made ahead", failure);
        }
        made(topology, network, possible);
    }

    private synchronized void made(Topology topology, @Nullable NetworkAhead network, boolean possible) {
        making = false;
        if (!topology.equals(latest)) {
            if (network != null) {
                network.close();
            }
            return;
        }
        ready = network;
        if (!possible) {
            repeats = Integer.MIN_VALUE; // it is not tried again for this topology
        }
    }

    @Override
    public synchronized boolean giveUp() {
        if (ready != null) {
            ready.close();
        }
        ready = null;
        latest = null;
        entered = Set.of();
        repeats = 0;
        return making;
    }

    private static void log(String what, Throwable failure) {
        System.getLogger(NetworksAhead.class.getName()).log(System.Logger.Level.DEBUG, what, failure);
    }
}
