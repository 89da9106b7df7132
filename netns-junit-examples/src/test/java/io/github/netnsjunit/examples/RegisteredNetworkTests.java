package io.github.netnsjunit.examples;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;

import io.github.netnsjunit.jupiter.NetnsExtension;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A network that is described in code, in a field. */
// tag::registered[]
class RegisteredNetworkTests {

    @RegisterExtension
    static final NetnsExtension NETWORK = NetnsExtension.of(Topology.of(
            Namespace.of("red_ns"),
            Namespace.of("blue_ns"),
            VethLink.between(End.of("red_ns", "eth0", "10.0.0.1/24"), End.of("blue_ns", "eth0", "10.0.0.2/24"))));

    @Test
    void reachesTheOther(Lab lab) {
        assertThat(lab.namespace("red_ns")).canPing("10.0.0.2");
    }
}
// end::registered[]
