package io.github.netnsjunit.examples;

import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Five nodes in a ring: each has a cable to the next. */
class Ring implements Supplier<Topology> {

    static final int NODES = 5;

    @Override
    public Topology get() {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < NODES; i++) {
            String node = "node" + i;
            String next = "node" + (i + 1) % NODES;
            parts.add(Namespace.of(node));
            parts.add(VethLink.between(
                    End.of(node, "next", "10.0." + i + ".1/24"), End.of(next, "previous", "10.0." + i + ".2/24")));
        }
        return Topology.of(parts);
    }
}
