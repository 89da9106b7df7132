package io.github.netnsjunit.lab;

import java.util.HashMap;
import java.util.Map;

/** Which interfaces share an Ethernet segment: sets of names such as {@code blue_ns:eth0} that grow together (a disjoint-set forest). */
final class Segments {

    private final Map<String, String> parents = new HashMap<>();

    /** Those that the veth pairs and bridges of a topology make. */
    static Segments of(Topology topology) {
        Segments segments = new Segments();
        for (VethLink pair : topology.vethPairs()) {
            segments.join(pair.left().toString(), pair.right().toString());
            segments.joinToMaster(pair.left());
            segments.joinToMaster(pair.right());
        }
        return segments;
    }

    private void joinToMaster(End end) {
        if (end.master() != null) {
            join(end.toString(), end.namespace() + ":" + end.master());
        }
    }

    /** Joins the segments of two; tells whether they were two. */
    boolean join(String one, String other) {
        String root = root(one);
        String joined = root(other);
        parents.put(joined, root);
        return !joined.equals(root);
    }

    /** The name that stands for a segment. */
    String root(String name) {
        String parent = parents.getOrDefault(name, name);
        while (!parent.equals(name)) {
            name = parent;
            parent = parents.getOrDefault(name, name);
        }
        return name;
    }
}
