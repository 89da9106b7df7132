package io.github.netnsjunit.examples;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;

import io.github.netnsjunit.jupiter.Bridge;
import io.github.netnsjunit.jupiter.DefaultRoute;
import io.github.netnsjunit.jupiter.EnabledIfKernelHas;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.Sysctl;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.jupiter.Vlan;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.link.VlanProtocol;
import io.github.netnsjunit.probe.Unreachable;
import io.github.netnsjunit.topology.KernelFeature;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two VLANs on one switch, and a router that is in both by one cable. */
@Tag("kernel")
// tag::trunk[]
@EnabledIfKernelHas({KernelFeature.VLAN, KernelFeature.VLAN_FILTERING})
@NetNamespace("office")
@NetNamespace("guests")
@NetNamespace("router")
@NetNamespace("switch")
@Bridge(namespace = "switch", name = "br0", vlanFiltering = true)
@VethPair(
        left = @VethEnd(namespace = "office", name = "eth0", address = "10.10.0.1/24"),
        right = @VethEnd(namespace = "switch", name = "to_office", master = "br0", vlan = 10))
@VethPair(
        left = @VethEnd(namespace = "guests", name = "eth0", address = "10.20.0.1/24"),
        right = @VethEnd(namespace = "switch", name = "to_guests", master = "br0", vlan = 20))
@VethPair(
        left = @VethEnd(namespace = "router", name = "eth0"),
        right =
                @VethEnd(
                        namespace = "switch",
                        name = "trunk",
                        master = "br0",
                        vlan = 0, // takes no frames without a tag
                        tagged = {10, 20}))
@Vlan(namespace = "router", name = "eth0.10", below = "eth0", id = 10, address = "10.10.0.254/24")
@Vlan(namespace = "router", name = "eth0.20", below = "eth0", id = 20, address = "10.20.0.254/24")
@Sysctl(namespace = "router", name = "net.ipv4.ip_forward", value = "1")
@DefaultRoute(namespace = "office", via = "10.10.0.254")
@DefaultRoute(namespace = "guests", via = "10.20.0.254")
class VlanTests {

    @Test
    void theRouterJoinsTheVlans(@NetNamespace("office") NetworkNamespace office) {
        assertThat(office).canPing("10.20.0.1");
    }

    @Test
    void nothingElseDoes(Lab lab) {
        lab.namespace("router").linkDown("eth0.20");
        assertThat(lab.namespace("office"))
                .canPing("10.10.0.254")
                .cannotPing("10.20.0.1")
                .because(Unreachable.NO_ROUTE); // the router says so
    }
    // end::trunk[]

    // tag::double[]
    @Nested
    @NetNamespace("carrier")
    @VethPair(
            left = @VethEnd(namespace = "office", name = "line"),
            right = @VethEnd(namespace = "carrier", name = "line"))
    @Vlan(namespace = "office", name = "outer", below = "line", id = 100, protocol = VlanProtocol.IEEE_802_1AD)
    @Vlan(namespace = "office", name = "inner", below = "outer", id = 5, address = "10.5.0.1/24")
    @Vlan(namespace = "carrier", name = "outer", below = "line", id = 100, protocol = VlanProtocol.IEEE_802_1AD)
    @Vlan(namespace = "carrier", name = "inner", below = "outer", id = 5, address = "10.5.0.2/24")
    class WithTwoTags {

        @Test
        void aVlanIsCarriedInAnother(@NetNamespace("carrier") NetworkNamespace carrier) {
            assertThat(carrier).canPing("10.5.0.1");
        }
    }
    // end::double[]
    // tag::trunk[]
}
// end::trunk[]
