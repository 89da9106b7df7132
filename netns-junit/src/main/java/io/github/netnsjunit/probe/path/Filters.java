package io.github.netnsjunit.probe.path;

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
        if (!lines.isEmpty()) {
            lines.add(0, "What firewalls on the way have counted until now:");
        }
        return lines;
    }

    private static List<PacketCounter> counters(NetworkNamespace namespace) {
        try {
            return namespace.counters();
        } catch (LabException noRules) { // a kernel without nf_tables has no rules that could be the reason
            return List.of();
        }
    }
}
