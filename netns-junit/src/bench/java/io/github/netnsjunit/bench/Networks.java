package io.github.netnsjunit.bench;

import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.link.BridgeLink;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.Topology;
import java.util.ArrayList;
import java.util.List;

/** The networks that are measured. */
final class Networks {

    private Networks() {}

    /** A bridge in its own namespace, and other namespaces that are connected to it by a veth pair each. */
    static Topology star(int namespaces) {
        List<Part> parts = new ArrayList<>(List.of(Namespace.of("switch"), BridgeLink.of("switch", "br0")));
        for (int i = 1; i <= namespaces; i++) {
            parts.add(Namespace.of("node" + i));
            parts.add(VethLink.between(
                    End.of("switch", "port" + i).master("br0"),
                    End.of("node" + i, "eth0", "10.0." + i / 200 + "." + (i % 200 + 1) + "/16")));
        }
        return Topology.of(parts);
    }

    /** Runs something in every namespace, so that each gets its private views and a thread. */
    static void enterAll(Lab lab) throws Exception {
        for (NetworkNamespace namespace : lab.namespaces()) {
            namespace.call(namespace::name);
        }
    }
}
