package io.github.netnsjunit.link;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.netnsjunit.jupiter.EnabledIfKernelHas;
import io.github.netnsjunit.jupiter.Macvlan;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.kernel.link.MacvlanKind;
import io.github.netnsjunit.kernel.link.NewInterface;
import io.github.netnsjunit.kernel.link.NewLink;
import io.github.netnsjunit.kernel.netlink.Bytes;
import io.github.netnsjunit.lab.Addition;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.topology.KernelFeature;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.OneMistake;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.Topology;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("kernel")
class MacvlanLinkTests {

    private static final Topology CABLE = Topology.of(
            Namespace.of("a"),
            Namespace.of("b"),
            Namespace.of("c"),
            BridgeLink.of("a", "br"),
            VethLink.between(End.of("a", "port").master("br"), End.of("b", "eth1")),
            VethLink.between(End.of("a", "eth0").mtu(1500), End.of("b", "eth0", "10.0.0.1/24")));

    @Test
    void readsAsIpWritesIt() {
        assertThat(MacvlanLink.of("a", "mv0", "eth0")).hasToString("macvlan a:mv0 of eth0 mode bridge");
        assertThat(MacvlanLink.of("c", "mv0", "eth0").belowIn("a").mode(MacvlanMode.PRIVATE))
                .hasToString("macvlan c:mv0 of a:eth0 mode private");
    }

    @ParameterizedTest
    @CsvSource({
        "mv0, BRIDGE, 6d763000, 04000000",
        "mv1, PRIVATE, 6d763100, 01000000",
    })
    void writesTheBytesThatIpSends(String name, MacvlanMode mode, String nameHex, String modeHex) {
        // ip link add link v0 name mv0 type macvlan mode bridge
        assertThat(Bytes.of(
                        new NewLink(NewInterface.of(0, name), new MacvlanKind("macvlan", mode.number()), 5, 0, false)))
                .isEqualTo("4c00000010000506000000000000000000000000000000000000000000000000"
                        + "080005000500000008000300" + nameHex + "1c0012000b0001006d6163766c616e000c00020008000100"
                        + modeHex);
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                arguments(
                        List.of(MacvlanLink.of("a", "m", "eth9")),
                        "there is no interface [eth9] (below) in namespace [a]"),
                arguments(
                        List.of(MacvlanLink.of("c", "m", "eth0")),
                        "there is no interface [eth0] (below) in namespace [c]"),
                arguments(List.of(MacvlanLink.of("a", "m", "m")), "it needs itself"),
                arguments(
                        List.of(MacvlanLink.of("a", "m", "eth0").mtu(1501)),
                        "the MTU [1501] is larger than that of [eth0], which it lies over: 1500"),
                arguments(
                        List.of(MacvlanLink.of("a", "m", "br").mtu(1501)),
                        "the MTU [1501] is larger than that of [br], which it lies over: 1500"),
                arguments(
                        List.of(
                                MacvlanLink.of("a", "m", "br"),
                                MacvlanLink.of("a", "n", "m").mtu(1501)),
                        "the MTU [1501] is larger than that of [m], which it lies over: 1500"),
                arguments(
                        List.of(MacvlanLink.of("c", "m", "port").belowIn("a")),
                        "[port], which it lies over, is a port of [br], which takes all its frames; put it over [br]"),
                arguments(
                        List.of(
                                MacvlanLink.of("a", "m", "eth0").mode(MacvlanMode.PASSTHRU),
                                MacvlanLink.of("c", "n", "eth0").belowIn("a")),
                        "in the mode passthru it is the only one over [eth0], and [c:n] lies there too"),
                arguments(
                        List.of(MacvlanLink.of("c", "m", "eth0", "10.0.0.1/24").belowIn("a")),
                        "the address [10.0.0.1] of c:m is also that of b:eth0"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("mistakes")
    void isRefusedIfItCannotBeMade(List<Part> parts, String words) {
        OneMistake.assertTold(words, CABLE, parts);
    }

    @Test
    void isOnTheSegmentOfTheInterfaceBelow() {
        Topology network = CABLE.with(MacvlanLink.of("c", "m", "eth0").belowIn("a"));
        assertThat(network.outline().segment(new Key.Link("c", "m")))
                .isEqualTo(network.outline().segment(new Key.Link("b", "eth0")));
        assertThat(network.toText()).contains("m (macvlan of a:eth0)");
    }

    @Nested
    @EnabledIfKernelHas(KernelFeature.MACVLAN)
    @NetNamespace("machine")
    @NetNamespace("client")
    @NetNamespace("red")
    @NetNamespace("blue")
    @VethPair(
            left = @VethEnd(namespace = "machine", name = "eth0", address = "10.0.0.9/24"),
            right = @VethEnd(namespace = "client", name = "eth0", address = "10.0.0.1/24"))
    class InOtherNamespaces {

        @Test
        @Macvlan(
                namespace = "red",
                name = "eth0",
                below = "eth0",
                belowNamespace = "machine",
                address = {"10.0.0.2/24", "fd00::2/64"},
                mac = "02:00:00:00:00:0a")
        @Macvlan(namespace = "blue", name = "eth0", below = "eth0", belowNamespace = "machine", address = "10.0.0.3/24")
        void reachOneAnotherAndWhoeverIsOutsideButNotTheMachineBelow(Lab lab) {
            NetworkNamespace red = lab.namespace("red");
            assertThat(red.interfaceNamed("eth0").kind()).isEqualTo("macvlan");
            assertThat(red.interfaceNamed("eth0").mac()).isEqualTo("02:00:00:00:00:0a");
            assertThat(red).canPing("client").canPing("blue").cannotPing("10.0.0.9");
            assertThat(lab.namespace("client")).canPing("red").canPing("blue").canPing("machine");
        }

        @Test
        @Macvlan(
                namespace = "red",
                name = "eth0",
                below = "eth0",
                belowNamespace = "machine",
                mode = MacvlanMode.PRIVATE,
                address = "10.0.0.2/24")
        @Macvlan(
                namespace = "blue",
                name = "eth0",
                below = "eth0",
                belowNamespace = "machine",
                mode = MacvlanMode.PRIVATE,
                address = "10.0.0.3/24")
        void doNotReachOneAnotherIfTheyArePrivate(Lab lab) {
            assertThat(lab.namespace("red")).canPing("client").cannotPing("blue");
        }

        @Test
        void comeAndGoInALiveLab(Lab lab) {
            NetworkNamespace red = lab.namespace("red");
            try (Addition macvlan =
                    lab.add(MacvlanLink.of("red", "mv0", "eth0", "10.0.0.2/24").belowIn("machine"))) {
                assertThat(macvlan.parts()).hasSize(1);
                assertThat(red).canPing("10.0.0.1");
            }
            assertThat(red).hasOnlyInterfaces("lo");
            assertThat(lab.namespace("machine")).hasOnlyInterfaces("lo", "eth0");
        }

        /** The bridge has ports and an address of its own. */
        @Test
        void canLieOverABridge(Lab lab) {
            lab.add(
                    BridgeLink.of("machine", "br0", "10.1.0.9/24"),
                    VethLink.between(End.of("machine", "port").master("br0"), End.of("client", "eth1", "10.1.0.1/24")),
                    MacvlanLink.of("red", "mv0", "br0", "10.1.0.2/24").belowIn("machine"));
            assertThat(lab.namespace("red")).canPing("10.1.0.1");
        }
    }
}
