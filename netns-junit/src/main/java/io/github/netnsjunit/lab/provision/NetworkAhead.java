package io.github.netnsjunit.lab.provision;

import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.lab.inside.BlankNamespaces;
import io.github.netnsjunit.lab.inside.Keeper;
import io.github.netnsjunit.lab.waiting.AllSteps;
import io.github.netnsjunit.lab.waiting.Handoff;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network that was made ahead and waits for its lab. Its links, addresses and routes exist, and yet it is nothing but the waiting
 * threads of its namespaces: all descriptors by which it was made are closed.
 */
final class NetworkAhead implements AutoCloseable {

    private final Libc libc;
    private final BlankNamespaces stock;
    private final List<String> names;
    private final UndoLog log = new UndoLog();
    private final Provisioner provisioner;
    private Map<String, Keeper> keepers = Map.of();

    /** The namespaces that are getting their names and descriptors; none before {@link #open}. */
    private final Map<String, Handoff<Site>> opening = new LinkedHashMap<>();

    /** Makes nothing yet. */
    NetworkAhead(Libc libc, Topology topology, BlankNamespaces stock) {
        this.libc = libc;
        this.stock = stock;
        this.names =
                topology.outline().namespaces().stream().map(Namespace::name).toList();
        this.provisioner =
                new Provisioner(libc, topology.outline(), topology.parts(), Map.of(), link -> false, log, false);
    }

    /** Whether everything in the topology can wait for its lab. */
    boolean canWait() {
        return provisioner.canBeAhead();
    }

    /** Makes the network; returns false, with nothing made, if the stock has too few namespaces. If it fails, nothing is left. */
    boolean make() {
        keepers = stock.takeForNetwork(names);
        if (keepers.isEmpty()) {
            return false;
        }
        try {
            AllSteps closing = new AllSteps();
            provisioner.aheadIn(keepers).provision().sites().forEach(site -> closing.take(site::closeDescriptors));
            closing.finish();
            return true;
        } catch (RuntimeException | Error failure) {
            new AllSteps().take(this::close).finishFor(failure);
            throw failure;
        }
    }

    /** Lets the namespaces get their names, and descriptors again. Returns at once; the second call does nothing. */
    void open() {
        if (opening.isEmpty()) {
            keepers.forEach((name, keeper) ->
                    opening.put(name, keeper.adopt(name, () -> Site.ofBlank(name, libc, keeper))));
        }
    }

    /**
     * Gives the network to a lab, opened. To be called once, instead of {@link #close}.
     *
     * @param ofLab gets the log of what can be undone
     */
    Provisioner.Made take(UndoLog ofLab) {
        stock.tookNetwork(names.size());
        open();
        Map<String, Site> sites = new LinkedHashMap<>();
        AllSteps steps = new AllSteps();
        opening.forEach((name, site) -> steps.take(() -> sites.put(name, site.awaitRegardless())));
        try {
            steps.finish();
        } catch (RuntimeException | Error failure) {
            AllSteps closing = new AllSteps();
            sites.values().forEach(site -> closing.take(site::close));
            closing.take(this::closeKeepers).finishFor(failure);
            throw failure;
        }
        provisioner.reopened(sites);
        ofLab.addAll(log);
        return new Provisioner.Made(List.copyOf(sites.values()), Map.of(), false);
    }

    /** Gives up the network that was made. */
    @Override
    public void close() {
        stock.closedNetwork(names.size());
        AllSteps steps = new AllSteps();
        opening.values().forEach(site -> steps.take(() -> site.awaitRegardless().close()));
        steps.take(this::closeKeepers).finish();
    }

    private void closeKeepers() {
        AllSteps steps = new AllSteps();
        keepers.values().forEach(keeper -> steps.take(keeper::close));
        steps.finish();
    }
}
