package io.github.netnsjunit.topology.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.holds.ArticleNetwork;
import io.github.netnsjunit.link.BridgeLink;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.link.VlanLink;
import io.github.netnsjunit.route.StaticRoute;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import org.junit.jupiter.api.Test;

class TextDrawingTests {

    @Test
    void twoNamespacesStandSideBySide() {
        assertThat(ArticleNetwork.TOPOLOGY.toText()).isEqualTo("""
                        ┌ root_ns ─────────────────┐      ┌ blue_ns ─────────────────┐
                        │ veth_root_ns 10.0.0.1/24 ├──────┤ veth_blue_ns 10.0.0.2/24 │
                        │                          │      │ default via 10.0.0.1     │
                        └──────────────────────────┘      └──────────────────────────┘
                        """);
    }

    @Test
    void theHostsOfASwitchStandBesideIt() {
        assertThat(Networks.star(3).toText()).isEqualTo("""
                        ┌ lan ───────┐
                        │ bridge br0 │      ┌ lan_host1 ───────┐
                        │      port1 ├──────┤ eth0 10.0.0.1/24 │
                        │            │      └──────────────────┘
                        │            │      ┌ lan_host2 ───────┐
                        │      port2 ├──────┤ eth0 10.0.0.2/24 │
                        │            │      └──────────────────┘
                        │            │      ┌ lan_host3 ───────┐
                        │      port3 ├──────┤ eth0 10.0.0.3/24 │
                        └────────────┘      └──────────────────┘
                        """);
    }

    @Test
    void manyHostsHaveALineEach() {
        assertThat(Networks.star(5).toText()).isEqualTo("""
                        ┌ lan ───────┐
                        │ bridge br0 │
                        │      port1 ├────── lan_host1: eth0 10.0.0.1/24
                        │      port2 ├────── lan_host2: eth0 10.0.0.2/24
                        │      port3 ├────── lan_host3: eth0 10.0.0.3/24
                        │      port4 ├────── lan_host4: eth0 10.0.0.4/24
                        │      port5 ├────── lan_host5: eth0 10.0.0.5/24
                        └────────────┘
                        """);
    }

    @Test
    void aRouterHasABoxToWhichItsSwitchesLead() {
        assertThat(Networks.routed().toText())
                .contains("""
                        ┌ home ─────────────────┐
                        │  inside 10.0.1.254/24 ├─────▶ office: uplink
                        │         fd00:1::fe/64 │
                        │ outside 10.0.2.254/24 ├─────▶ internet: uplink
                        └───────────────────────┘
                        """)
                .contains("uplink ├─────▶ home: inside 10.0.1.254/24 fd00:1::fe/64\n")
                .endsWith("\n▶ leads to another box\n");
    }

    /** Such a namespace is connected with its switch as it is in the kernel: by the switch's own interface. */
    @Test
    void aNamespaceThatHasMoreThanItsSwitchIsABoxBesideIt() {
        Topology topology = Topology.of(
                Namespace.host("machine"),
                Namespace.of("router").withoutLoopback(),
                Namespace.of("guest"),
                BridgeLink.of("router", "br0", "10.1.0.254/24").withStp(),
                VethLink.between(
                        End.of("guest", "eth0", "10.1.0.1/24"),
                        End.of("router", "port1").master("br0")),
                VethLink.between(
                        End.of("router", "up0", "10.2.0.2/24").down(), End.of("machine", "nj0", "10.2.0.1/24")),
                VethLink.between(End.of("router", "loop1"), End.of("router", "loop2", "10.3.0.1/24")));

        assertThat(topology.toText()).isEqualTo("""
                        ┌ router ───────────────────┐
                        │ lo (down)                 │
                        │ loop1 – loop2 10.3.0.1/24 │      ┌ machine ────────────────────┐
                        │    up0 (down) 10.2.0.2/24 ├╌╌╌╌╌╌┤ nj0 10.2.0.1/24             │
                        │                           │      │ the machine's own namespace │
                        │                           │      └─────────────────────────────┘
                        │         br0 10.1.0.254/24 ├─────▶ router:br0
                        └───────────────────────────┘

                        ┌ router:br0 ───────────┐
                        │ bridge, spanning tree │      ┌ guest ───────────┐
                        │                 port1 ├──────┤ eth0 10.1.0.1/24 │
                        │                       │      └──────────────────┘
                        │                       ├─────▶ router: br0 10.1.0.254/24
                        └───────────────────────┘

                        ▶ leads to another box
                        """);
    }

    @Test
    void titlesThatAreTooWideAreWrittenBelow() {
        assertThat(Networks.odd().toText())
                .startsWith("┌ nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn…[1] ┐\n")
                .endsWith("\n[1] " + "n".repeat(64) + "\n[2] " + "m".repeat(60) + "\n");
    }

    @Test
    void anEmptyNetworkIsAnEmptyDrawing() {
        assertThat(Topology.of().toText()).isEmpty();
        assertThat(Topology.of(Namespace.of("alone")).toText()).isEqualTo("┌ alone ┐\n└───────┘\n");
    }

    @Test
    void linesAreBrokenAtBlanksIfPossible() {
        assertThat(TextWidth.wrapped("default via 10.0.0.1 dev eth0", 14))
                .containsExactly("default", "  via 10.0.0.1", "  dev eth0");
        assertThat(TextWidth.wrapped("名前空間", 5)).containsExactly("名前", "  空", "  間");
        assertThat(TextWidth.wrapped("", 5)).containsExactly("");
    }

    @Test
    void tellsWhichInterfaceAVlanLiesOver() {
        Topology topology = Topology.of(
                Namespace.of("here"),
                Namespace.of("there"),
                VethLink.between(End.of("here", "eth0"), End.of("there", "eth0")),
                VlanLink.of("here", "eth0.5", "eth0", 5, "10.5.0.1/24"));
        assertThat(topology.toText()).contains("eth0.5 (vlan 5 of eth0) 10.5.0.1/24");
        assertThat(topology.toSvg()).contains("eth0.5 (vlan 5 of eth0) 10.5.0.1/24");
    }

    @Test
    void theLifetimesOfAnAddressStandTogether() {
        Topology topology = Topology.of(
                Namespace.of("red"),
                Namespace.of("blue"),
                VethLink.between(
                        End.of("red", "veth_red", "10.0.0.1/24 scope link valid_lft 60 preferred_lft 30"),
                        End.of("blue", "eth0", "10.0.0.2/24 valid_lft 604800 preferred_lft 302400")));

        assertThat(topology.toText()).isEqualTo("""
                        ┌ red ──────────────────────────────────┐      ┌ blue ─────────────────────┐
                        │                              veth_red ├──────┤ eth0                      │
                        │                10.0.0.1/24 scope link │      │ 10.0.0.2/24               │
                        │   valid_lft 60sec preferred_lft 30sec │      │   valid_lft 604800sec     │
                        │                                       │      │   preferred_lft 302400sec │
                        └───────────────────────────────────────┘      └───────────────────────────┘
                        """);
    }

    @Test
    void aWordAndItsValueStandOnOneLine() {
        Topology topology = Topology.of(
                Namespace.of("red"),
                Namespace.of("blue"),
                VethLink.between(
                        End.of("red", "a_long_name", "fd00:1111:2222:3333:4444:5555:6666:1/64"),
                        End.of("blue", "eth0")),
                StaticRoute.of("red", "fd00:9::/64", "fd00:1111:2222:3333:4444:5555:6666:2"));

        assertThat(topology.toText()).isEqualTo("""
                        ┌ red ───────────────────────────────────────┐
                        │ fd00:9::/64                                │
                        │   via fd00:1111:2222:3333:4444:5555:6666:2 │      ┌ blue ┐
                        │                                a_long_name ├──────┤ eth0 │
                        │    fd00:1111:2222:3333:4444:5555:6666:1/64 │      └──────┘
                        └────────────────────────────────────────────┘
                        """);
    }
}
