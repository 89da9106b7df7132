package io.github.netnsjunit.link;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.netnsjunit.jupiter.Bridge;
import io.github.netnsjunit.jupiter.EnabledIfKernelHas;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.jupiter.Vlan;
import io.github.netnsjunit.kernel.link.NewInterface;
import io.github.netnsjunit.kernel.link.NewLink;
import io.github.netnsjunit.kernel.link.VlanKind;
import io.github.netnsjunit.kernel.netlink.Bytes;
import io.github.netnsjunit.kernel.netlink.NetlinkRequest;
import io.github.netnsjunit.lab.Addition;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.topology.KernelFeature;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.OneMistake;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.Topology;
import io.github.netnsjunit.topology.TopologyException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("kernel")
class VlanLinkTests {

    private static final Topology CABLE = Topology.of(
            Namespace.of("a"),
            Namespace.of("b"),
            VethLink.between(End.of("a", "eth0").mtu(1500), End.of("b", "eth0")));

    @Test
    void readsAsIpWritesIt() {
        assertThat(VlanLink.of("a", "eth0.5", "eth0", 5)).hasToString("vlan a:eth0.5 of eth0 id 5");
        assertThat(VlanLink.of("a", "s5", "eth0", 5).protocol(VlanProtocol.IEEE_802_1AD))
                .hasToString("vlan a:s5 of eth0 id 5 protocol 802.1ad");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void writesTheBytesThatIpSends(String command, NetlinkRequest request, String hex) {
        assertThat(Bytes.of(request)).isEqualTo(hex);
    }

    static Stream<Arguments> writesTheBytesThatIpSends() {
        return Stream.of(
                arguments(
                        "ip link add link veth_a name veth_a.5 type vlan id 5",
                        new NewLink(NewInterface.of(0, "veth_a.5"), new VlanKind(5, 0x8100), 5, 0, false),
                        "5000000010000506000000000000000000000000000000000000000000000000"
                                + "08000500050000000d000300766574685f612e3500000000"
                                + "1800120008000100766c616e0c0002000600010005000000"),
                arguments(
                        "ip link add link veth_a name s100 index 20 mtu 1496 type vlan proto 802.1ad id 100",
                        new NewLink(new NewInterface(20, "s100", 1496, null), new VlanKind(100, 0x88a8), 5, 0, false),
                        "5c00000010000506000000000000000000000000140000000000000000000000"
                                + "08000400d80500000800050005000000090003007331303000000000"
                                + "2000120008000100766c616e140002000600050088a800000600010064000000"));
    }

    @Nested
    class IsRefused {

        static Stream<Arguments> mistakes() {
            return Stream.of(
                    arguments(
                            List.of(VlanLink.of("a", "v", "eth9", 5)),
                            "there is no interface [eth9] (below) in namespace [a]"),
                    arguments(
                            List.of(VlanLink.of("a", "v", "eth0", 0)),
                            "the id [0] of a VLAN is not between 1 and 4094"),
                    arguments(List.of(VlanLink.of("a", "v", "eth0", 4095)), "the id [4095] of a VLAN is not between"),
                    arguments(List.of(VlanLink.of("a", "v", "v", 5)), "it needs itself"),
                    arguments(
                            List.of(
                                    BridgeLink.of("a", "br"),
                                    VlanLink.of("a", "v", "br", 5).master("br")),
                            "it cannot be a port of [br], which it lies over"),
                    arguments(
                            List.of(VlanLink.of("a", "v", "eth0", 5).mtu(1501)),
                            "the MTU [1501] is larger than that of [eth0], which it lies over: 1500"),
                    arguments(
                            List.of(VlanLink.of("a", "v", "eth0", 5), VlanLink.of("a", "w", "eth0", 5)),
                            "the interface [eth0] of namespace [a] has this VLAN already"),
                    arguments(
                            List.of(VlanLink.of("a", "v", "eth0", 5).down(), VlanLink.of("a", "w", "v", 6)),
                            "[v], which it lies over, is declared down"));
        }

        @ParameterizedTest(name = "{1}")
        @MethodSource("mistakes")
        void ifItCannotBeMade(List<Part> parts, String words) {
            OneMistake.assertTold(words, CABLE, parts);
        }

        @Test
        void ifTwoLieOverOneAnother() {
            assertThatThrownBy(() -> CABLE.with(VlanLink.of("a", "p", "q", 5), VlanLink.of("a", "q", "p", 6)))
                    .isInstanceOf(TopologyException.class)
                    .hasMessageContaining("vlan a:p of q id 5: it needs what needs it in turn")
                    .hasMessageContaining("vlan a:q of p id 6: it needs what needs it in turn");
        }
    }

    @Nested
    class OnASegment {

        private final Topology network = CABLE.with(
                VlanLink.of("a", "v5", "eth0", 5, "10.0.0.1/24"),
                VlanLink.of("a", "v6", "eth0", 6),
                VlanLink.of("b", "v5", "eth0", 5, "10.0.0.2/24"),
                VlanLink.of("b", "s5", "eth0", 5).protocol(VlanProtocol.IEEE_802_1AD));

        @Test
        void areThoseWithTheSameTag() {
            Outline outline = network.outline();
            int vlan5 = outline.segment(new Key.Link("a", "v5"));
            assertThat(outline.segment(new Key.Link("b", "v5"))).isEqualTo(vlan5);
            assertThat(List.of(
                            outline.segment(new Key.Link("a", "v6")),
                            outline.segment(new Key.Link("b", "s5")),
                            outline.segment(new Key.Link("a", "eth0"))))
                    .doesNotHaveDuplicates()
                    .doesNotContain(vlan5);
        }

        /** A VLAN interface over a port takes the frames with its tag, so that the switch does not see them. */
        @Test
        void areNotThoseBehindPortsThatTakeTheirTag() {
            Topology behind = Topology.of(
                    Namespace.of("s"),
                    Namespace.of("a"),
                    Namespace.of("b"),
                    BridgeLink.of("s", "br"),
                    VethLink.between(End.of("s", "pa").master("br"), End.of("a", "eth0")),
                    VethLink.between(End.of("s", "pb").master("br"), End.of("b", "eth0")),
                    VlanLink.of("s", "pa.5", "pa", 5),
                    VlanLink.of("a", "v5", "eth0", 5, "10.0.0.1/24"),
                    VlanLink.of("b", "v5", "eth0", 5, "10.0.0.1/24"));
            Outline outline = behind.outline();
            assertThat(outline.segment(new Key.Link("a", "v5")))
                    .isEqualTo(outline.segment(new Key.Link("s", "pa.5")))
                    .isNotEqualTo(outline.segment(new Key.Link("b", "v5")));
            assertThat(outline.segment(new Key.Link("a", "eth0")))
                    .isEqualTo(outline.segment(new Key.Link("b", "eth0")));
        }

        @Test
        void isNoAddressTwice() {
            assertThatThrownBy(() -> CABLE.with(
                            VlanLink.of("a", "v5", "eth0", 5, "10.0.0.1/24"),
                            VlanLink.of("b", "v5", "eth0", 5, "10.0.0.1/24")))
                    .hasMessageContaining("the address [10.0.0.1] of b:v5 is also that of a:v5");
            CABLE.with(
                    VlanLink.of("a", "v5", "eth0", 5, "10.0.0.1/24"), VlanLink.of("b", "v6", "eth0", 6, "10.0.0.1/24"));
        }
    }

    @Nested
    @EnabledIfKernelHas(KernelFeature.VLAN)
    @NetNamespace("left")
    @NetNamespace("right")
    class OverTheEndsOfAVethPair {

        @Test
        @VethPair(
                left = @VethEnd(namespace = "left", name = "eth0", address = "10.0.0.1/24"),
                right = @VethEnd(namespace = "right", name = "eth0", address = "10.0.0.2/24"))
        @Vlan(namespace = "left", name = "eth0.5", below = "eth0", id = 5, address = "10.5.0.1/24")
        @Vlan(namespace = "left", name = "eth0.6", below = "eth0", id = 6, address = "10.6.0.1/24")
        @Vlan(namespace = "right", name = "eth0.5", below = "eth0", id = 5, address = "10.5.0.2/24")
        @Vlan(namespace = "right", name = "eth0.7", below = "eth0", id = 7, address = "10.6.0.2/24")
        void thoseWithTheSameNumberHearOneAnother(Lab lab) {
            NetworkNamespace left = lab.namespace("left");
            assertThat(left.interfaceNamed("eth0.5").kind()).isEqualTo("vlan");
            assertThat(left).canPing("10.0.0.2").canPing("10.5.0.2");
            assertThat(left).cannotPing("10.6.0.2");
        }

        /** The inner interface is declared first, and on one side all lies over the end that is made as the peer. */
        @Test
        @Vlan(namespace = "right", name = "inner", below = "outer", id = 6, address = "10.6.0.2/24")
        @Vlan(namespace = "right", name = "outer", below = "eth0", id = 5, protocol = VlanProtocol.IEEE_802_1AD)
        @Vlan(namespace = "left", name = "inner", below = "outer", id = 6, address = "10.6.0.1/24")
        @Vlan(namespace = "left", name = "outer", below = "eth0", id = 5, protocol = VlanProtocol.IEEE_802_1AD)
        @VethPair(
                left = @VethEnd(namespace = "left", name = "eth0"),
                right = @VethEnd(namespace = "right", name = "eth0"))
        void oneCanLieOverAnother(Lab lab) throws Exception {
            NetworkNamespace right = lab.namespace("right");
            assertThat(lab.namespace("left")).canPing("10.6.0.2");
            assertThat(lab.namespace("left").resolve("right").getHostAddress()).isEqualTo("10.6.0.2");
            assertThat(right).hasInterface("inner").isUp().hasAddress("10.6.0.2/24");
        }

        @Test
        @VethPair(
                left = @VethEnd(namespace = "left", name = "eth0"),
                right = @VethEnd(namespace = "right", name = "eth0"))
        void comeAndGoInALiveLabInAnyOrder(Lab lab) {
            NetworkNamespace left = lab.namespace("left");
            Addition lower = lab.add(
                    VlanLink.of("left", "v5", "eth0", 5, "10.5.0.1/24"),
                    VlanLink.of("right", "v5", "eth0", 5, "10.5.0.2/24"));
            Addition upper = lab.add(
                    VlanLink.of("left", "v6", "v5", 6, "10.6.0.1/24"),
                    VlanLink.of("right", "v6", "v5", 6, "10.6.0.2/24"));
            assertThat(left).canPing("10.5.0.2").canPing("10.6.0.2");
            lower.close(); // what lies over it disappears too
            assertThat(left).hasOnlyInterfaces("lo", "eth0");
            upper.close();
            assertThat(left).hasOnlyInterfaces("lo", "eth0");
        }
    }

    @Nested
    @EnabledIfKernelHas(KernelFeature.VLAN)
    @NetNamespace("switch")
    @NetNamespace("red")
    @NetNamespace("blue")
    class OnASwitch {

        /** A switch that does not filter VLANs forwards tagged frames like any others. */
        @Test
        @Bridge(namespace = "switch", name = "br0")
        @VethPair(
                left = @VethEnd(namespace = "switch", name = "red", master = "br0"),
                right = @VethEnd(namespace = "red", name = "eth0"))
        @VethPair(
                left = @VethEnd(namespace = "switch", name = "blue", master = "br0"),
                right = @VethEnd(namespace = "blue", name = "eth0"))
        @Vlan(namespace = "red", name = "eth0.5", below = "eth0", id = 5, address = "10.5.0.1/24")
        @Vlan(namespace = "blue", name = "eth0.5", below = "eth0", id = 5, address = "10.5.0.2/24")
        @Vlan(namespace = "switch", name = "br0.5", below = "br0", id = 5, address = "10.5.0.3/24")
        void tagsPassFromHostToHostAndToTheSwitchItself(Lab lab) {
            assertThat(lab.namespace("red")).canPing("blue").canPing("switch");
        }

        /** One host sends with a tag, the other without. The switch adds and removes the tag. */
        @Test
        @Bridge(namespace = "switch", name = "br5")
        @VethPair(
                left = @VethEnd(namespace = "switch", name = "trunk"),
                right = @VethEnd(namespace = "red", name = "eth0"))
        @Vlan(namespace = "switch", name = "trunk.5", below = "trunk", id = 5, master = "br5")
        @Vlan(namespace = "red", name = "eth0.5", below = "eth0", id = 5, address = "10.5.0.1/24")
        @VethPair(
                left = @VethEnd(namespace = "switch", name = "blue", master = "br5"),
                right = @VethEnd(namespace = "blue", name = "eth0", address = "10.5.0.2/24"))
        void oneCanBeThePortOfABridge(Lab lab) {
            assertThat(lab.namespace("switch").interfaceNamed("trunk.5").master())
                    .isEqualTo("br5");
            assertThat(lab.namespace("red")).canPing("blue");
            assertThat(lab.namespace("blue")).canPing("red");
        }
    }
}
