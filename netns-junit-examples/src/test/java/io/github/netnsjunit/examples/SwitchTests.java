package io.github.netnsjunit.examples;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;

import io.github.netnsjunit.jupiter.Bridge;
import io.github.netnsjunit.jupiter.EnabledIfKernelHas;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.probe.Unreachable;
import io.github.netnsjunit.topology.KernelFeature;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Hosts on a switch, which may keep them apart. */
@NetNamespace("red")
@NetNamespace("blue")
@NetNamespace("switch")
@Tag("kernel")
class SwitchTests {

    // tag::switch[]
    @Test
    @Bridge(namespace = "switch", name = "br0")
    @VethPair(
            left = @VethEnd(namespace = "red", name = "eth0", address = "10.0.0.1/24"),
            right = @VethEnd(namespace = "switch", name = "to_red", master = "br0"))
    @VethPair(
            left = @VethEnd(namespace = "blue", name = "eth0", address = "10.0.0.2/24"),
            right = @VethEnd(namespace = "switch", name = "to_blue", master = "br0"))
    void hostsOnASwitch(Lab lab) {
        assertThat(lab.namespace("red")).canPing("blue");
        assertThat(lab.namespace("switch")).hasInterface("to_red").hasMaster("br0");
    }
    // end::switch[]

    // tag::vlans[]
    @Test
    @EnabledIfKernelHas(KernelFeature.VLAN_FILTERING)
    @Bridge(namespace = "switch", name = "br0", vlanFiltering = true)
    @VethPair(
            left = @VethEnd(namespace = "red", name = "eth0", address = "10.0.0.1/24"),
            right = @VethEnd(namespace = "switch", name = "to_red", master = "br0", vlan = 10))
    @VethPair(
            left = @VethEnd(namespace = "blue", name = "eth0", address = "10.0.0.2/24"),
            right = @VethEnd(namespace = "switch", name = "to_blue", master = "br0", vlan = 20))
    void portsInTwoVlansDoNotHearOneAnother(Lab lab) {
        assertThat(lab.namespace("red"))
                .within(Duration.ofSeconds(10))
                .cannotPing("10.0.0.2")
                .because(Unreachable.HOST_UNREACHABLE);
    }
    // end::vlans[]
}
