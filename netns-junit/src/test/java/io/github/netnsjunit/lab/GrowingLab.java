package io.github.netnsjunit.lab;

import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A lab of two namespaces for each test, which adds parts to it. */
abstract class GrowingLab {

    /** A cable from the namespace root to a new one, green. */
    static final VethLink CABLE =
            VethLink.between(End.of("root", "to_green", "10.1.0.1/24"), End.of("green", "eth0", "10.1.0.2/24"));

    Lab lab;
    NetworkNamespace root;
    NetworkNamespace blue;

    @BeforeEach
    void create() {
        lab = Lab.create(Topology.of(
                Namespace.of("root"),
                Namespace.of("blue"),
                VethLink.between(End.of("root", "to_blue", "10.0.0.1/24"), End.of("blue", "eth0", "10.0.0.2/24"))));
        root = lab.namespace("root");
        blue = lab.namespace("blue");
    }

    @AfterEach
    void close() {
        lab.close();
    }
}
