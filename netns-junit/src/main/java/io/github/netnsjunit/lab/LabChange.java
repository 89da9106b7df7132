package io.github.netnsjunit.lab;

import io.github.netnsjunit.provision.Step;
import io.github.netnsjunit.provision.Steps;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.Topology;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
        Set<Key> relinked = after.parts().stream()
                .filter(part -> !old.contains(part))
                .flatMap(LabChange::links)
                .filter(link -> before.outline().part(link).isPresent())
                .collect(Collectors.toCollection(HashSet::new));
        Set<Part> again = relinked.isEmpty() ? Set.of() : madeAnewWith(relinked, after);
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

    /**
     * The parts that must be made anew because these interfaces are: with an interface, the kernel takes away the routes through it, what
     * lies over it, its kernel parameters, and that others are its ports.
     *
     * @param links gets the interfaces of these parts too
     */
    private static Set<Part> madeAnewWith(Set<Key> links, Topology after) {
        List<Step> steps = Steps.of(after.parts(), after.outline());
        Set<Part> again = new HashSet<>();
        boolean more = true;
        while (more) {
            more = false;
            for (Step step : steps) {
                boolean needsOne = step.needs().stream().anyMatch(links::contains);
                if (needsOne && again.add(step.part())) {
                    more |= links.addAll(links(step.part()).toList());
                }
            }
        }
        return again;
    }

    private static Stream<Key> links(Part part) {
        return part.declares().stream().filter(Key.Link.class::isInstance);
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
