package io.github.netnsjunit.examples;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;

import io.github.netnsjunit.jupiter.EnabledIfKernelHas;
import io.github.netnsjunit.jupiter.Macvlan;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.topology.KernelFeature;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Interfaces that share the cable of another namespace, as those of containers do. */
@NetNamespace("machine")
@NetNamespace("box1")
@NetNamespace("box2")
@NetNamespace("client")
@VethPair(
        left = @VethEnd(namespace = "machine", name = "eth0"),
        right = @VethEnd(namespace = "client", name = "eth0", address = "10.0.0.1/24"))
@Tag("kernel")
class MacvlanTests {

    // tag::macvlan[]
    @Test
    @EnabledIfKernelHas(KernelFeature.MACVLAN)
    @Macvlan(namespace = "box1", name = "eth0", below = "eth0", belowNamespace = "machine", address = "10.0.0.2/24")
    @Macvlan(namespace = "box2", name = "eth0", below = "eth0", belowNamespace = "machine", address = "10.0.0.3/24")
    void twoBoxesOnTheCableOfTheirMachine(Lab lab) {
        assertThat(lab.namespace("client")).canPing("box1").canPing("box2");
        assertThat(lab.namespace("box1")).canPing("box2");
    }
    // end::macvlan[]
}
