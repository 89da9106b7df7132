package io.github.netnsjunit.probe.path;

import io.github.netnsjunit.kernel.nft.OwnedRules;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.listing.PacketCounter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** What the firewalls of namespaces have dropped or rejected. */
final class Filters {

    /** The names of the counters of a firewall that count what it keeps from passing. */
    private static final Set<String> KEPT = Set.of("dropped", "rejected");

    private Filters() {}

    /** Describes it, one line each firewall. Empty if they have let everything pass. */
    static List<String> describe(Collection<NetworkNamespace> namespaces) {
        List<String> lines = new ArrayList<>();
        for (NetworkNamespace namespace : namespaces) {
            counters(namespace).stream()
                    .filter(counter -> KEPT.contains(counter.name()) && counter.packets() > 0)
                    .forEach(counter -> lines.add("  " + namespace.name() + ": " + counter));
        }
        namespaces.forEach(namespace -> lines.addAll(droppedByOthers(namespace)));
        if (!lines.isEmpty()) {
            lines.add(0, "What firewalls on the way have counted until now:");
        }
        return lines;
    }

    /** Where packets are masqueraded through the machine: those that came to its rules, and did not leave. */
    private static List<String> droppedByOthers(NetworkNamespace machine) {
        List<PacketCounter> all = counters(machine);
        List<String> lines = new ArrayList<>();
        for (PacketCounter forwarded : ofMasquerade("forwarded", all)) {
            for (PacketCounter left : ofMasquerade("left", all)) {
                long missing = forwarded.packets() - left.packets();
                if (forwarded.table().equals(left.table()) && missing > 0) {
                    lines.add("  " + machine.name() + ": other rules of the machine dropped " + missing + " of "
                            + forwarded.packets()
                            + " packets that were to leave; Docker's do, unless its chain DOCKER-USER"
                            + " accepts them");
                }
            }
        }
        return lines;
    }

    private static List<PacketCounter> ofMasquerade(String name, List<PacketCounter> counters) {
        return counters.stream()
                .filter(each -> each.name().equals(name) && each.table().startsWith(OwnedRules.TABLE_PREFIX))
                .toList();
    }

    private static List<PacketCounter> counters(NetworkNamespace namespace) {
        try {
            return namespace.counters();
        } catch (LabException noRules) { // a kernel without nf_tables has no rules that could be the reason
            return List.of();
        }
    }
}
