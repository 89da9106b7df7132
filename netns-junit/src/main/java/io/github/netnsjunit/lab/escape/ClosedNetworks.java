package io.github.netnsjunit.lab.escape;

import io.github.netnsjunit.lab.system.KernelThread;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The namespaces of closed labs in which threads still live. The kernel gives the number of a namespace that has vanished to the next
 * new one. So a namespace is known only as long as one of the threads that were left there is still there.
 */
public final class ClosedNetworks {

    private static final List<ClosedNetwork> ALL = new CopyOnWriteArrayList<>();

    /**
     * A namespace that threads keep alive.
     *
     * @param owner the test whose lab it was
     * @param network the target of links to it in {@code /proc}
     * @param left the threads that were there when the lab was closed
     */
    private record ClosedNetwork(String owner, Path network, List<KernelThread> left) {

        boolean isStillAlive() {
            return left.stream().anyMatch(this::contains);
        }

        boolean contains(KernelThread thread) {
            return thread.network().filter(network::equals).isPresent();
        }
    }

    private ClosedNetworks() {}

    /**
     * Remembers the namespaces of a lab that is about to be closed although threads are left there.
     *
     * @param owner what messages call the test whose lab it is
     * @param networks the targets of the links to its namespaces in {@code /proc}
     */
    public static void remember(String owner, Collection<Path> networks) {
        find(owner, networks).run();
    }

    /** The same in two steps: finds the threads that are left there now, and remembers the namespaces when the returned step is run. */
    public static Runnable find(String owner, Collection<Path> networks) {
        List<KernelThread> threads = KernelThread.all();
        List<ClosedNetwork> found = new ArrayList<>();
        for (Path network : networks) {
            List<KernelThread> left = threads.stream()
                    .filter(thread -> thread.network().filter(network::equals).isPresent())
                    .toList();
            if (!left.isEmpty() && !network.equals(Host.NETWORK)) {
                found.add(new ClosedNetwork(owner, network, left));
            }
        }
        return () -> found.stream()
                .filter(closed -> ownerOf(closed.network()).isEmpty())
                .forEach(ALL::add);
    }

    /** The test whose closed lab a namespace was part of, if it still exists. */
    static Optional<String> ownerOf(Path network) {
        return alive().stream()
                .filter(closed -> closed.network().equals(network))
                .map(ClosedNetwork::owner)
                .findFirst();
    }

    /** The threads that are in these namespaces now, each with the test whose lab the namespace was part of. */
    static Map<KernelThread, String> threads() {
        List<ClosedNetwork> alive = alive();
        if (alive.isEmpty()) {
            return Map.of();
        }
        Map<KernelThread, String> owners = new HashMap<>();
        for (KernelThread thread : KernelThread.all()) {
            alive.stream()
                    .filter(closed -> closed.contains(thread))
                    .findFirst()
                    .ifPresent(closed -> owners.put(thread, closed.owner()));
        }
        return owners;
    }

    private static List<ClosedNetwork> alive() {
        ALL.removeIf(closed -> !closed.isStillAlive());
        return ALL;
    }
}
