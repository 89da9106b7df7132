package io.github.netnsjunit.examples;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;

import io.github.netnsjunit.jupiter.OverNetworks;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.link.Lan;
import io.github.netnsjunit.topology.Topology;
import java.util.function.Supplier;

/** One test over several networks. */
class OverNetworksTests {

    // tag::networks[]
    static class OneLan implements Supplier<Topology> {
        @Override
        public Topology get() {
            return Topology.of(Lan.of("office", "10.1.0.0/24", "client", "server"));
        }
    }

    static class BehindARouter implements Supplier<Topology> {
        @Override
        public Topology get() {
            return Topology.of(
                    Lan.of("office", "10.1.0.0/24", "client").routers("gate"),
                    Lan.of("internet", "203.0.113.0/24", "server").routers("gate"));
        }
    }

    @OverNetworks({OneLan.class, BehindARouter.class})
    void theServerIsReached(Lab lab) {
        assertThat(lab.namespace("client")).canPing("server");
    }
    // end::networks[]

    // tag::sizes[]
    @OverSizes({2, 20})
    void theFirstReachesTheLast(Lab lab, int size) {
        assertThat(lab.namespace("host0")).canPing("host" + (size - 1));
    }
    // end::sizes[]
}
