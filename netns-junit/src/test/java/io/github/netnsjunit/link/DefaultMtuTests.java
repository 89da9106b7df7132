package io.github.netnsjunit.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.netnsjunit.jupiter.EnabledIfKernelHas;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.topology.KernelFeature;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.Topology;
import io.github.netnsjunit.topology.TopologyException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class DefaultMtuTests {

    private static final List<Part> BELOW = List.of(
            Namespace.of("a"),
            Namespace.of("b"),
            VethLink.between(End.of("a", "eth0", "10.0.0.1/24"), End.of("b", "eth0", "10.0.0.2/24")));

    private static Topology with(Part... parts) {
        List<Part> all = new ArrayList<>(BELOW);
        all.addAll(List.of(parts));
        return Topology.of(all);
    }

    private static int declared(Topology topology, String name) {
        return topology.outline().link(new Key.Link("a", name)).orElseThrow().mtu();
    }

    private static int declaredOf(SingleLink<?> link, int mtu) {
        return declared(with(link).withDefaultMtu(mtu), link.end().name());
    }

    @Test
    void cablesAndLansGetIt() {
        Topology topology = with(Lan.of("office", "10.1.0.0/24", "a", "b")).withDefaultMtu(9000);

        assertThat(declared(topology, "eth0")).isEqualTo(9000);
        assertThat(declared(topology, "office")).isEqualTo(9000);
    }

    @Test
    void whatIsDeclaredStays() {
        assertThat(declaredOf(DummyLink.of("a", "x0").mtu(1300), 9000)).isEqualTo(1300);
        assertThat(declared(
                        Topology.of(Lan.of("office", "10.1.0.0/24", "a").mtu(1300))
                                .withDefaultMtu(9000),
                        "office"))
                .isEqualTo(1300);
    }

    @Test
    void interfacesThatCarryFramesByThemselvesGetIt() {
        assertThat(declaredOf(DummyLink.of("a", "x0"), 9000)).isEqualTo(9000);
        assertThat(declaredOf(TapLink.of("a", "x0"), 9000)).isEqualTo(9000);
        assertThat(declaredOf(BondLink.of("a", "x0"), 9000)).isEqualTo(9000);
        assertThat(declaredOf(IfbLink.of("a", "x0"), 9000)).isEqualTo(9000);
    }

    @Test
    void aTunnelGetsWhatItsHeadersLeaveOfIt() {
        assertThat(declaredOf(VxlanLink.of("a", "x0", 7, "10.0.0.2"), 9000)).isEqualTo(8950);
        assertThat(declaredOf(VxlanLink.of("a", "x0", 7, "fd00::2"), 9000)).isEqualTo(8930);
        assertThat(declaredOf(GeneveLink.of("a", "x0", 7, "10.0.0.2"), 9000)).isEqualTo(8950);
        assertThat(declaredOf(WireGuardLink.of("a", "x0"), 9000)).isEqualTo(8920);
        assertThat(declaredOf(TunnelLink.of(TunnelKind.IPIP, "a", "x0", "10.0.0.1", "10.0.0.2"), 9000))
                .isEqualTo(8980);
        assertThat(declaredOf(TunnelLink.of(TunnelKind.SIT, "a", "x0", "10.0.0.1", "10.0.0.2"), 9000))
                .isEqualTo(8980);
        assertThat(declaredOf(TunnelLink.of(TunnelKind.GRE, "a", "x0", "10.0.0.1", "10.0.0.2"), 9000))
                .isEqualTo(8976);
        assertThat(declaredOf(
                        TunnelLink.of(TunnelKind.GRETAP, "a", "x0", "10.0.0.1", "10.0.0.2")
                                .key(7),
                        9000))
                .isEqualTo(8958);
        assertThat(declaredOf(TunnelLink.of(TunnelKind.IP6TNL, "a", "x0", "fd00::1", "fd00::2"), 9000))
                .isEqualTo(8952);
    }

    /** The kernel gives them that of what is below or of their ports; it would refuse a larger one. */
    @Test
    void whatLiesOverOthersHasTheirs() {
        assertThat(declaredOf(VlanLink.of("a", "x0", "eth0", 7), 9000)).isZero();
        assertThat(declaredOf(BridgeLink.of("a", "x0"), 9000)).isZero();
        assertThat(declaredOf(VrfLink.of("a", "x0", 7), 1000)).isZero();
    }

    @Test
    @Tag("kernel")
    @EnabledIfKernelHas({KernelFeature.MACVLAN, KernelFeature.TUN, KernelFeature.VXLAN})
    void interfacesInALiveNetworkHaveIt() throws Exception {
        Topology topology = with(
                        BridgeLink.of("b", "br0"),
                        VethLink.between(
                                End.of("a", "port"), End.of("b", "port").master("br0")),
                        MacvlanLink.of("a", "mac0", "eth0"),
                        TapLink.of("a", "tap0"),
                        VxlanLink.of("a", "vx0", 7, "10.0.0.2").below("eth0"))
                .withDefaultMtu(4000);
        try (Lab lab = Lab.create(topology)) {
            NetworkNamespace a = lab.namespace("a");
            for (String each : List.of("eth0", "port", "mac0", "tap0")) {
                assertThat(a.interfaceNamed(each).mtu()).as(each).isEqualTo(4000);
            }
            assertThat(a.interfaceNamed("vx0").mtu()).isEqualTo(3950);
            assertThat(lab.namespace("b").interfaceNamed("br0").mtu()).isEqualTo(4000);
        }
    }

    @Test
    void anMtuThatThereCannotBeIsAMistake() {
        for (int none : List.of(-1, 0, 67, 65536)) {
            assertThatThrownBy(() -> with().withDefaultMtu(none))
                    .isExactlyInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("the MTU [" + none + "] is not between 68 and 65535");
        }
    }

    @Test
    void anMtuThatTheHeadersOfATunnelUseUpIsAMistake() {
        for (int headers : List.of(79, 80, 81)) {
            assertThatThrownBy(() -> declaredOf(WireGuardLink.of("a", "x0"), headers))
                    .isInstanceOf(TopologyException.class)
                    .hasMessageContaining("x0")
                    .hasMessageContaining("the MTU [" + headers + "] leaves " + (headers - 80)
                            + " bytes beside the 80 bytes of the headers, and 68 is the smallest MTU");
        }
        for (SingleLink<?> tunnel : List.of(
                VxlanLink.of("a", "x0", 7, "10.0.0.2"),
                GeneveLink.of("a", "x0", 7, "10.0.0.2"),
                TunnelLink.of(TunnelKind.GRETAP, "a", "x0", "10.0.0.1", "10.0.0.2"))) {
            assertThatThrownBy(() -> declaredOf(tunnel, 70))
                    .isInstanceOf(TopologyException.class)
                    .hasMessageContaining("the MTU [70] leaves ");
        }
    }

    @Test
    void aDeclaredMtuOfATunnelStaysHoweverSmallThatOfTheOthers() {
        assertThat(declaredOf(WireGuardLink.of("a", "x0").mtu(1300), 68)).isEqualTo(1300);
    }

    @Test
    @Tag("kernel")
    @EnabledIfKernelHas(KernelFeature.VXLAN)
    void aVxlanOverATunnelHasWhatItsHeadersLeaveOfTheTunnel() {
        Topology topology = with(
                        VxlanLink.of("a", "vx0", 7, "10.0.0.2", "10.9.0.1/24").below("eth0"),
                        VxlanLink.of("a", "vx1", 8, "10.9.0.2").below("vx0"))
                .withDefaultMtu(4000);
        try (Lab lab = Lab.create(topology)) {
            assertThat(lab.namespace("a").interfaceNamed("vx0").mtu()).isEqualTo(3950);
            assertThat(lab.namespace("a").interfaceNamed("vx1").mtu()).isEqualTo(3900);
        }
    }
}
