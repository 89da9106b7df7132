package io.github.netnsjunit.lab.names;

import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.waiting.AllSteps;
import io.github.netnsjunit.topology.Outline;
import java.util.Collection;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The host names in a lab. They follow the topology, and once a test has changed addresses or links by other means than by adding parts,
 * they follow what the kernel has.
 */
public final class LabNames {

    private final Supplier<Outline> outline;
    private final Supplier<? extends Collection<? extends Member>> members;
    private final BooleanSupplier open;
    private volatile boolean changedByHand;
    private volatile HostsFile current;

    /** A namespace of the lab, as far as host names need it. */
    public interface Member {

        String name();

        boolean isOpen();

        /** The links on which names depend, as the kernel lists them now. */
        List<LiveLink> liveLinks();

        /** Writes the present names into the hosts file of the namespace. */
        void updateHostsFile();
    }

    /**
     * @param outline what the topology of the lab says now
     * @param members the namespaces of the lab now
     * @param open whether the lab is still open
     */
    public LabNames(
            Supplier<Outline> outline, Supplier<? extends Collection<? extends Member>> members, BooleanSupplier open) {
        this.outline = outline;
        this.members = members;
        this.open = open;
        this.current = HostsFile.of(outline.get());
    }

    /** What is known inside a namespace, at any time. */
    public NamesInside inside(String namespace) {
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
                boolean changed = openMembers()
                        .filter(member -> member.name().equals(namespace) && open.getAsBoolean())
                        .anyMatch(
                                member -> !current.agreesWith(liveLinks(member).toList(), namespace));
                if (changed) {
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
    public synchronized void update() {
        AllSteps steps = new AllSteps();
        steps.take(() -> current = find());
        openMembers().forEach(member -> steps.take(member::updateHostsFile));
        if (open.getAsBoolean()) {
            steps.finish();
        }
    }

    private HostsFile find() {
        Outline now = outline.get();
        return changedByHand
                ? HostsFile.of(now, openMembers().flatMap(LabNames::liveLinks).toList())
                : HostsFile.of(now);
    }

    private Stream<? extends Member> openMembers() {
        return members.get().stream().filter(Member::isOpen);
    }

    private static Stream<LiveLink> liveLinks(Member member) {
        try {
            return member.liveLinks().stream();
        } catch (IllegalStateException | LabException failure) {
            if (member.isOpen()) {
                throw failure;
            }
            return Stream.of(); // a test has closed it meanwhile
        }
    }
}
