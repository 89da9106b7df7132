package io.github.netnsjunit.lab;

import io.github.netnsjunit.lab.names.HostsFile;
import io.github.netnsjunit.lab.names.LiveLink;
import io.github.netnsjunit.lab.names.NamesInside;
import io.github.netnsjunit.lab.waiting.AllSteps;
import io.github.netnsjunit.topology.Outline;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The host names in a lab. They follow the topology, and once a test has changed addresses or links by other means than by adding parts,
 * they follow what the kernel has.
 */
final class LabNames {

    private final Supplier<LabState> state;
    private final BooleanSupplier open;
    private volatile boolean changedByHand;
    private volatile HostsFile current;

    /**
     * @param state what the lab consists of now
     * @param open whether the lab is still open
     */
    LabNames(Supplier<LabState> state, BooleanSupplier open) {
        this.state = state;
        this.open = open;
        this.current = HostsFile.of(state.get().topology().outline());
    }

    /** What is known inside a namespace, at any time. */
    NamesInside inside(String namespace) {
        return new NamesInside() {
            @Override
            public String hostsFile() {
                return current.text(namespace);
            }

            @Override
            public String whereElse(String hostName) {
                return current.whereElse(hostName, namespace);
            }

            @Override
            public void update() {
                updateAfterChangeByHand();
            }

            @Override
            public void updateIfChanged() {
                NetworkNamespace changed = state.get().namespaces().get(namespace);
                if (changed != null
                        && changed.isOpen()
                        && open.getAsBoolean()
                        && !current.agreesWith(liveLinks(changed).toList(), namespace)) {
                    updateAfterChangeByHand();
                }
            }
        };
    }

    /** Writes the hosts files again after a change that the topology does not know. */
    private void updateAfterChangeByHand() {
        changedByHand = true;
        update();
    }

    /**
     * Writes the present names into all hosts files. A failure does not count if the lab is being closed. Of several calls at the same time
     * the last one finds the present names: it asks for them only when its turn has come.
     */
    synchronized void update() {
        AllSteps steps = new AllSteps();
        steps.take(() -> current = find());
        namespaces().forEach(namespace -> steps.take(namespace.internals()::updateHostsFile));
        if (open.getAsBoolean()) {
            steps.finish();
        }
    }

    private HostsFile find() {
        Outline outline = state.get().topology().outline();
        return changedByHand
                ? HostsFile.of(
                        outline, namespaces().flatMap(LabNames::liveLinks).toList())
                : HostsFile.of(outline);
    }

    private Stream<NetworkNamespace> namespaces() {
        return state.get().namespaces().values().stream().filter(NetworkNamespace::isOpen);
    }

    private static Stream<LiveLink> liveLinks(NetworkNamespace namespace) {
        try {
            return namespace.network().liveLinks().stream();
        } catch (IllegalStateException | LabException failure) {
            if (namespace.isOpen()) {
                throw failure;
            }
            return Stream.of(); // a test has closed it meanwhile
        }
    }
}
