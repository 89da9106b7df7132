package io.github.netnsjunit.lab;

import java.util.HashMap;
import java.util.Map;

/** Which interfaces share an Ethernet segment: sets of names that grow together (a disjoint-set forest). */
final class Segments {

    private final Map<String, String> parents = new HashMap<>();

    /** Joins the segments of two; tells whether they were two. */
    boolean join(String one, String other) {
        String root = of(one);
        String joined = of(other);
        parents.put(joined, root);
        return !joined.equals(root);
    }

    /** The name that stands for a segment. */
    String of(String name) {
        String parent = parents.computeIfAbsent(name, key -> key);
        while (!parent.equals(name)) {
            name = parent;
            parent = parents.getOrDefault(name, name);
        }
        return name;
    }
}
