package io.github.netnsjunit.lab;

import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.RouteFacts;
import io.github.netnsjunit.topology.Topology;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A change of a live lab. What recipes say depends on all parts, so to add parts can also take some away: a router that is added may offer a
 * shorter way than the one that hosts have a route for.
 *
 * @param gone the parts to be taken away
 * @param fresh the parts to be made then
 */
record LabChange(Topology before, Topology after, List<Part> gone, List<Part> fresh) {

    static LabChange between(Topology before, Topology after) {
        Set<Part> old = new HashSet<>(before.parts());
        Set<Part> wanted = new HashSet<>(after.parts());
        // With a link, the kernel takes away the routes through it. If the link is made anew, they must be made again
        // too.
        Set<String> relinked = old.stream()
                .filter(part -> !wanted.contains(part))
                .flatMap(part -> part.declares().stream())
                .filter(key ->
                        key instanceof Key.Link && after.outline().part(key).isPresent())
                .map(Key::namespace)
                .collect(Collectors.toSet());
        Set<Part> again = after.outline().routes().stream()
                .filter(route -> relinked.contains(route.namespace()))
                .map(RouteFacts::key)
                .flatMap(key -> after.outline().part(key).stream())
                .collect(Collectors.toSet());
        return new LabChange(
                before,
                after,
                before.parts().stream()
                        .filter(part -> again.contains(part) || !wanted.contains(part))
                        .toList(),
                after.parts().stream()
                        .filter(part -> again.contains(part) || !old.contains(part))
                        .toList());
    }

    /** A namespace or an interface that would have to be made anew, which would end what a test does with it. */
    Optional<Key> remade() {
        return gone.stream()
                .flatMap(part -> part.declares().stream())
                .filter(key -> key instanceof Key.Namespace || key instanceof Key.Link)
                .filter(key -> after.outline().part(key).isPresent())
                .findFirst();
    }
}
