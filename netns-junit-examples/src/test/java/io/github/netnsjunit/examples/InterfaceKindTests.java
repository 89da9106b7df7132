package io.github.netnsjunit.examples;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;

import io.github.netnsjunit.jupiter.Dummy;
import io.github.netnsjunit.jupiter.EnabledIfKernelHas;
import io.github.netnsjunit.jupiter.Loopback;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.Route;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.jupiter.Vlan;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.topology.KernelFeature;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Interfaces that are no cables. */
@NetNamespace("red")
@NetNamespace("blue")
@VethPair(
        left = @VethEnd(namespace = "red", name = "eth0", address = "10.0.0.1/24"),
        right = @VethEnd(namespace = "blue", name = "eth0", address = "10.0.0.2/24"))
@Tag("kernel")
class InterfaceKindTests {

    // tag::dummy[]
    @Test
    @EnabledIfKernelHas(KernelFeature.DUMMY)
    @Dummy(namespace = "blue", name = "dummy0", address = "192.0.2.1/32")
    void anAddressOutlastsEveryCable(@NetNamespace("blue") NetworkNamespace blue) {
        blue.linkDown("eth0");
        assertThat(blue).hasInterface("dummy0").isUp().hasAddress("192.0.2.1/32");
        assertThat(blue).canPing("192.0.2.1");
    }
    // end::dummy[]

    // tag::loopback[]
    @Test
    @Loopback(namespace = "blue", address = "192.0.2.1/32")
    @Route(namespace = "red", to = "192.0.2.1", via = "10.0.0.2")
    void anAddressOfTheHostItself(@NetNamespace("red") NetworkNamespace red) {
        assertThat(red).canPing("192.0.2.1");
    }
    // end::loopback[]

    // tag::duplicate[]
    @Test
    @VethPair(
            left = @VethEnd(namespace = "red", name = "eth1", address = "10.0.0.3/24", duplicate = true),
            right = @VethEnd(namespace = "blue", name = "eth1", address = "10.0.0.4/24", duplicate = true))
    void oneSubnetOnTwoCables(@NetNamespace("red") NetworkNamespace red) {
        assertThat(red).canPing("10.0.0.4"); // the kernel answers ARP for it at eth0, too
    }
    // end::duplicate[]

    // tag::vlan[]
    @Test
    @EnabledIfKernelHas(KernelFeature.VLAN)
    @Vlan(namespace = "red", name = "eth0.5", below = "eth0", id = 5, address = "10.5.0.1/24")
    @Vlan(namespace = "blue", name = "eth0.5", below = "eth0", id = 5, address = "10.5.0.2/24")
    void twoNetworksOnOneCable(@NetNamespace("red") NetworkNamespace red) {
        assertThat(red).canPing("10.0.0.2").canPing("10.5.0.2");
    }
    // end::vlan[]
}
