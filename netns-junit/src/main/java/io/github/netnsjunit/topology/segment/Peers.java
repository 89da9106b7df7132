package io.github.netnsjunit.topology.segment;

import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.Outline;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Joins interfaces that know one another as peers, as those of WireGuard do. */
public final class Peers {

    private Peers() {}

    /**
     * Joins peers, but not those that others join already: peers form no ring, because none passes on what it hears.
     *
     * @param peers the peers that each interface knows
     */
    public static void join(Map<Key.Link, Set<Key.Link>> peers, Outline outline, Joints joints) {
        Map<Key.Link, Key.Link> roots = new HashMap<>();
        peers.forEach((from, all) -> all.forEach(to -> {
            if (peers.getOrDefault(to, Set.of()).contains(from)
                    && !root(roots, from).equals(root(roots, to))) {
                roots.put(root(roots, from), root(roots, to));
                joints.cable(from, to, outline.part(from).orElse(null));
            }
        }));
    }

    private static Key.Link root(Map<Key.Link, Key.Link> roots, Key.Link link) {
        Key.Link next = roots.get(link);
        return next == null ? link : root(roots, next);
    }
}
