package io.github.netnsjunit.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.netnsjunit.jupiter.EnabledIfKernelHas;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.topology.KernelFeature;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.Topology;
import io.github.netnsjunit.topology.TopologyException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a tunnel can carry, beside what the interface carries that its packets go through. */
@Tag("kernel")
class TunnelMtuTests {

    private static Topology with(Part... parts) {
        List<Part> all = new ArrayList<>(List.of(
                Namespace.of("a"),
                Namespace.of("b"),
                VethLink.between(
                        End.of("a", "eth0", "10.0.0.1/24", "fd00::1/64"),
                        End.of("b", "eth0", "10.0.0.2/24", "fd00::2/64"))));
        all.addAll(List.of(parts));
        return Topology.of(all);
    }

    @Test
    void ofAVxlanThatItsInterfaceCannotCarryIsAMistake() {
        for (int left : List.of(1450, 1430)) {
            String remote = left == 1450 ? "10.0.0.2" : "fd00::2";
            assertThatExceptionOfType(TopologyException.class)
                    .isThrownBy(() -> with(
                            VxlanLink.of("a", "vx0", 5, remote).below("eth0").mtu(left + 1)))
                    .withMessageContaining("the MTU [" + (left + 1)
                            + "] (mtu) is larger than what the headers leave of that of [eth0] (below): " + left);
        }
    }

    @Test
    @EnabledIfKernelHas(KernelFeature.VXLAN)
    void isAsLargeAsTheHeadersLeaveOfTheInterfaceBelow() {
        try (Lab lab = Lab.create(with(
                VxlanLink.of("a", "vx4", 4, "10.0.0.2").below("eth0").mtu(1450),
                VxlanLink.of("a", "vx6", 6, "fd00::2").below("eth0").mtu(1430)))) {
            assertThat(lab.namespace("a").interfaceNamed("vx4").mtu()).isEqualTo(1450);
            assertThat(lab.namespace("a").interfaceNamed("vx6").mtu()).isEqualTo(1430);
        }
    }

    @Test
    void thatIsTooLargeIsToldBeforeTheNetworkIsMade() {
        assertThat(with(
                                TunnelLink.of(TunnelKind.GRE, "a", "gre0", "10.0.0.1", "10.0.0.2")
                                        .key(7)
                                        .mtu(1473),
                                TunnelLink.of(TunnelKind.IP6TNL, "a", "six0", "fd00::1", "fd00::2")
                                        .mtu(1453),
                                GeneveLink.of("a", "gen0", 5, "10.0.0.2").mtu(1451))
                        .warnings())
                .containsExactly(
                        "[a:gre0] has the MTU 1473, and its headers leave 1472 bytes of that of [eth0]: larger packets are lost, or sent in fragments",
                        "[a:six0] has the MTU 1453, and its headers leave 1452 bytes of that of [eth0]: larger packets are lost, or sent in fragments",
                        "[a:gen0] has the MTU 1451, and its headers leave 1450 bytes of that of [eth0]: larger packets are lost, or sent in fragments");
    }

    @Test
    void ofATunnelThroughAVlanIsComparedWithTheInterfaceBelowThat() {
        assertThat(with(
                                VlanLink.of("a", "vlan5", "eth0", 5, "10.5.0.1/24"),
                                GeneveLink.of("a", "gen0", 5, "10.5.0.2").mtu(1451))
                        .warnings())
                .containsExactly(
                        "[a:gen0] has the MTU 1451, and its headers leave 1450 bytes of that of [vlan5]: larger packets are lost, or sent in fragments");
    }

    @Test
    void thatFitsIsNotToldOf() {
        assertThat(with(
                                TunnelLink.of(TunnelKind.GRE, "a", "gre0", "10.0.0.1", "10.0.0.2")
                                        .mtu(1476),
                                TunnelLink.of(TunnelKind.SIT, "b", "sit0", "10.0.0.2", "10.0.0.1"),
                                VxlanLink.of("a", "vx0", 5, "10.0.0.2").mtu(1450))
                        .withDefaultMtu(1500)
                        .warnings())
                .isEmpty();
    }
}
