package io.github.netnsjunit.bench;

import io.github.netnsjunit.lab.End;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.Topology;

/** The networks that are measured. */
final class Networks {

    private Networks() {}

    /** Two namespaces, a veth pair with addresses, a default route. */
    static Topology article() {
        return Topology.builder()
                .namespace("root_ns")
                .namespace("blue_ns")
                .vethPair(
                        End.of("root_ns", "veth_root_ns", "10.0.0.1/24"),
                        End.of("blue_ns", "veth_blue_ns", "10.0.0.2/24"))
                .defaultRoute("blue_ns", "10.0.0.1")
                .build();
    }

    /** A bridge in a namespace of its own, and namespaces on it, each with its veth pair. */
    static Topology star(int namespaces) {
        Topology.Builder builder = Topology.builder().namespace("switch").bridge("switch", "br0");
        for (int i = 1; i <= namespaces; i++) {
            builder.namespace("node" + i)
                    .vethPair(
                            End.of("switch", "port" + i).master("br0"),
                            End.of("node" + i, "eth0", "10.0." + i / 200 + "." + (i % 200 + 1) + "/16"));
        }
        return builder.build();
    }

    /** Runs something in every namespace, so that each has its private views and a thread. */
    static void enterAll(Lab lab) throws Exception {
        for (NetworkNamespace namespace : lab.namespaces()) {
            namespace.call(namespace::name);
        }
    }
}
