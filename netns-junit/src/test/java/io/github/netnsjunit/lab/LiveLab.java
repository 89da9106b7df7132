package io.github.netnsjunit.lab;

import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A lab for each test, which is closed after it: two namespaces with a cable, unless a test class overrides the topology. */
public abstract class LiveLab {

    protected Lab lab;
    protected NetworkNamespace blue;

    protected Topology topology() {
        return Topology.of(
                Namespace.of("root_ns"),
                Namespace.of("blue_ns"),
                VethLink.between(
                        End.of("root_ns", "veth_root_ns", "10.0.0.1/24", "fd00::1/64"),
                        End.of("blue_ns", "veth_blue_ns", "10.0.0.2/24", "fd00::2/64")));
    }

    @BeforeEach
    void create() {
        lab = Lab.create(topology());
        blue = lab.namespace("blue_ns");
    }

    @AfterEach
    void close() {
        lab.close();
    }

    /** Asks everything in a namespace to end. Closing its lab begins with this. */
    protected static void beginClose(NetworkNamespace namespace) {
        namespace.internals().beginClose();
    }
}
