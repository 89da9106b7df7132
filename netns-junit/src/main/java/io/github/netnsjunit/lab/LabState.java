package io.github.netnsjunit.lab;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.kernel.link.LinkMessage;
import io.github.netnsjunit.lab.provision.Site;
import io.github.netnsjunit.topology.CableFacts;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.Topology;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a lab consists of at one moment. Immutable.
 *
 * @param topology its description
 * @param namespaces its live namespaces by their names, in the order of the topology
 * @param links its cables, in the order of the topology
 */
record LabState(Topology topology, Map<String, NetworkNamespace> namespaces, List<Cable> links) {

    static LabState of(Topology topology, Map<String, NetworkNamespace> namespaces) {
        return new LabState(
                topology,
                Collections.unmodifiableMap(namespaces),
                topology.outline().cables().stream()
                        .filter(cable -> namespaces.containsKey(cable.one().namespace())
                                && namespaces.containsKey(cable.other().namespace()))
                        .map(cable -> link(cable, namespaces))
                        .toList());
    }

    /** Where the namespaces are, by their names. */
    Map<String, Site> sites() {
        return namespaces.values().stream()
                .collect(Collectors.toMap(
                        NetworkNamespace::name, each -> each.network().site()));
    }

    /** Whether a link in the host's namespace belongs to the lab. */
    boolean isLabLink(LinkMessage link) {
        return namespaces.values().stream().anyMatch(each -> each.network().isLabLink(link));
    }

    /** The other end of the cable that ends at an interface; empty if none does. */
    Optional<CableEnd> peer(String namespace, String interfaceName) {
        CableEnd end = new CableEnd(requireNonNull(namespaces.get(namespace)), interfaceName);
        return links.stream()
                .filter(link -> link.left().equals(end) || link.right().equals(end))
                .map(link -> link.left().equals(end) ? link.right() : link.left())
                .findFirst();
    }

    private static Cable link(CableFacts cable, Map<String, NetworkNamespace> namespaces) {
        return new Cable(end(cable.one(), namespaces), end(cable.other(), namespaces));
    }

    private static CableEnd end(Key.Link key, Map<String, NetworkNamespace> namespaces) {
        return new CableEnd(requireNonNull(namespaces.get(key.namespace())), key.name());
    }

    /**
     * The cable between two namespaces, whichever is named first.
     *
     * @throws IllegalArgumentException if there is none, or more than one
     */
    Cable link(String one, String other) {
        List<Cable> between = links.stream()
                .filter(link -> Set.of(
                                link.left().namespace().name(),
                                link.right().namespace().name())
                        .equals(new HashSet<>(List.of(one, other))))
                .toList();
        if (between.size() != 1) {
            throw new IllegalArgumentException("the lab has "
                    + (between.isEmpty() ? "no cable" : "several cables: " + between + ",") + " between [" + one
                    + "] and [" + other + "]" + (between.isEmpty() ? "; it has " + links : ""));
        }
        return between.get(0);
    }
}
