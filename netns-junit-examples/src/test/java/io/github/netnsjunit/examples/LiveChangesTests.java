package io.github.netnsjunit.examples;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;

import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.lab.Addition;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.route.StaticRoute;
import io.github.netnsjunit.topology.Namespace;
import org.junit.jupiter.api.Test;

/** Parts are added to a network while it exists, and removed again. */
@BlueNetwork
class LiveChangesTests {

    // tag::add[]
    @Test
    void aHostJoinsAndLeaves(Lab lab, @NetNamespace("root_ns") NetworkNamespace root) {
        VethLink cable = VethLink.between(
                End.of("root_ns", "to_green", "10.1.0.1/24"), End.of("green_ns", "eth0", "10.1.0.2/24"));
        try (Addition added =
                lab.add(Namespace.of("green_ns"), cable, StaticRoute.defaultVia("green_ns", "10.1.0.1"))) {
            assertThat(root).canPing("green-ns");
            assertThat(lab.namespace("green_ns")).canPing("10.0.0.1");
        }
        assertThat(root).hasOnlyInterfaces("lo", "veth_root_ns");
    }
    // end::add[]
}
