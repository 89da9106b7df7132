package io.github.netnsjunit.examples;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;

import io.github.netnsjunit.jupiter.EnabledIfKernelHas;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.jupiter.Vxlan;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.topology.KernelFeature;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A network of one's own over another network. */
@NetNamespace("red")
@NetNamespace("blue")
@VethPair(
        left = @VethEnd(namespace = "red", name = "eth0", address = "10.0.0.1/24"),
        right = @VethEnd(namespace = "blue", name = "eth0", address = "10.0.0.2/24"))
@Tag("kernel")
class VxlanTests {

    // tag::vxlan[]
    @Test
    @EnabledIfKernelHas(KernelFeature.VXLAN)
    @Vxlan(namespace = "red", name = "vx0", id = 5, remote = "10.0.0.2", address = "10.5.0.1/24", mtu = 1450)
    @Vxlan(namespace = "blue", name = "vx0", id = 5, remote = "10.0.0.1", address = "10.5.0.2/24", mtu = 1450)
    void aNetworkOverAnother(@NetNamespace("red") NetworkNamespace red) {
        assertThat(red).canPing("10.5.0.2");
    }
    // end::vxlan[]
}
