package io.github.netnsjunit.lab;

import static io.github.netnsjunit.topology.TwoNamespaces.refused;
import static io.github.netnsjunit.topology.TwoNamespaces.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.jupiter.EnabledIfKernelHas;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.LoopbackLink;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.link.VxlanLink;
import io.github.netnsjunit.route.StaticRoute;
import io.github.netnsjunit.topology.KernelFeature;
import io.github.netnsjunit.topology.Topology;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the kernel refuses with a bare error number is told with its cause. */
@Tag("kernel")
class CausesOfRefusalsTests {

    private static final String TOO_SMALL = "The MTU of [x] is 1000, and IPv6 asks for at least 1280.";

    private static VethLink cable(String... addresses) {
        return VethLink.between(End.of("a", "x", addresses), End.of("b", "y"));
    }

    @Test
    void anInterfaceThatIsTooSmallForIpv6IsNamedWithItsMtu() {
        VethLink small = VethLink.between(End.of("a", "x", "10.0.0.1/24").mtu(1000), End.of("b", "y"));
        try (Lab lab = Lab.create(Topology.of(with(small)))) {
            NetworkNamespace a = lab.namespace("a");
            assertThatThrownBy(() -> a.addAddress("x", "fd00::1/64"))
                    .isExactlyInstanceOf(LabException.class)
                    .hasMessageStartingWith("namespace [a], interface [x]: could not add the address fd00::1/64: ")
                    .hasMessageEndingWith(TOO_SMALL);
            assertThatThrownBy(() -> a.addRoute(StaticRoute.through("a", "2001:db8::/32", "x")))
                    .hasMessageEndingWith(TOO_SMALL);
            assertThatThrownBy(() -> a.addRoute(
                            StaticRoute.of("a", "10.9.0.0/16", "fe80::1").dev("x")))
                    .hasMessageEndingWith(TOO_SMALL);
        }
    }

    @Test
    @EnabledIfKernelHas(KernelFeature.VXLAN)
    void theMtuThatTheKernelChoseForATunnelIsNamed() {
        VethLink small = VethLink.between(End.of("a", "x", "10.0.0.1/24").mtu(1300), End.of("b", "y"));
        VxlanLink tunnel = VxlanLink.of("a", "v", 5, "10.0.0.2", "fd00::1/64").below("x");
        assertThatThrownBy(() -> Lab.create(Topology.of(with(small, tunnel))))
                .hasMessageContaining("The MTU of [v] is 1250, and IPv6 asks for at least 1280.");
    }

    @Test
    void anAddressOfAnotherScopeThanThoseOfItsSubnetIsAMistake() {
        refused(
                "the address [10.0.0.2/24 scope link] of a:x has another scope than [10.0.0.1/24], and the kernel takes"
                        + " one scope for all addresses of a subnet on an interface",
                cable("10.0.0.1/24", "10.0.0.2/24 scope link"));
        refused(
                "the address [10.0.0.2/24] of a:x has another scope than [10.0.0.1/24 scope host]",
                cable("10.0.0.1/24 scope host", "10.0.0.2/24"));
        refused(
                "the address [127.0.0.2/8 scope link] of a:lo has another scope than [127.0.0.1/8]",
                LoopbackLink.of("a", "127.0.0.2/8 scope link"));
    }

    @Test
    void anAddedAddressOfAnotherScopeIsRefusedWithTheOtherAddress() {
        String[] sound = {
            "10.0.0.1/24", "10.0.0.2/25 scope link", "10.0.1.1/24 scope host", "10.0.0.3/32 scope link", "10.0.0.4/32"
        };
        try (Lab lab = Lab.create(Topology.of(with(cable(sound))))) {
            NetworkNamespace a = lab.namespace("a");
            assertThat(a.interfaceNamed("x").addresses()).contains(LinkAddress.parse("10.0.0.2/25 scope link"));
            List<LinkAddress> before = a.addresses();
            assertThatThrownBy(() -> a.addAddress("x", "10.0.0.9/24 scope link"))
                    .hasMessageEndingWith(
                            "[10.0.0.9/24 scope link] has another scope than [10.0.0.1/24], and the kernel takes one scope"
                                    + " for all addresses of a subnet on an interface.");
            assertThat(a.addresses()).isEqualTo(before);
        }
    }
}
