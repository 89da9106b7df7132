package io.github.netnsjunit.examples;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.link.BridgeLink;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.route.StaticRoute;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.Topology;
import io.github.netnsjunit.topology.TopologyException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Networks without annotations. JUnit runs these tests, but it knows nothing of their networks. */
class WithoutJUnitTests {

    @Test
    void aNetworkIsMadeOfParts() throws Exception {
        Topology topology = Topology.of(
                Namespace.of("root_ns"),
                Namespace.of("blue_ns"),
                VethLink.between(
                        End.of("root_ns", "veth_root_ns", "10.0.0.1/24"),
                        End.of("blue_ns", "veth_blue_ns", "10.0.0.2/24")),
                StaticRoute.defaultVia("blue_ns", "10.0.0.1"));
        try (Lab lab = Lab.create(topology)) {
            int answer = lab.namespace("blue_ns").call(() -> 42);
            assertThat(answer).isEqualTo(42);
            assertThat(lab.namespace("blue_ns")).canPing("10.0.0.1");
        }
    }

    @Test
    void aLoopMakesANetworkOfAnySize() {
        int hosts = 8;
        List<Part> parts = new ArrayList<>(List.of(Namespace.of("switch_ns"), BridgeLink.of("switch_ns", "br0")));
        for (int i = 1; i <= hosts; i++) {
            parts.add(Namespace.of("host" + i));
            parts.add(VethLink.between(
                    End.of("host" + i, "eth0", "10.0.0." + i + "/24"),
                    End.of("switch_ns", "port" + i).master("br0")));
        }
        try (Lab lab = Lab.create(Topology.of(parts))) {
            NetworkNamespace first = lab.namespace("host1");
            for (int i = 2; i <= hosts; i++) {
                assertThat(first).canPing("host" + i);
            }
        }
    }

    @Test
    void allMistakesAreReportedTogether() {
        Part[] parts = {
            Namespace.of("blue_ns"),
            VethLink.between(
                    End.of("blue_ns", "a_name_that_is_too_long", "10.0.0.1"),
                    End.of("green_ns", "veth_green_ns", "10.0.0.2/24")),
            StaticRoute.defaultVia("blue_ns", "10.9.9.9")
        };

        assertThatThrownBy(() -> Topology.of(parts))
                .isInstanceOfSatisfying(
                        TopologyException.class,
                        mistakes -> assertThat(mistakes.mistakes()).hasSizeGreaterThanOrEqualTo(4))
                .hasMessageContaining("a_name_that_is_too_long")
                .hasMessageContaining("green_ns");
    }
}
