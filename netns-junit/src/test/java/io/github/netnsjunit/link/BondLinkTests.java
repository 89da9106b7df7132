package io.github.netnsjunit.link;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.netnsjunit.jupiter.Bond;
import io.github.netnsjunit.jupiter.Bridge;
import io.github.netnsjunit.jupiter.EnabledIfKernelHas;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.kernel.link.BondKind;
import io.github.netnsjunit.kernel.link.NewInterface;
import io.github.netnsjunit.kernel.link.NewLink;
import io.github.netnsjunit.kernel.netlink.Bytes;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.topology.KernelFeature;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.OneMistake;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.Topology;
import java.time.Duration;
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
class BondLinkTests {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Topology TWO_CABLES = Topology.of(
            Namespace.of("a"),
            Namespace.of("b"),
            BondLink.of("a", "bond0", "10.0.0.1/24"),
            BondLink.of("b", "bond0", "10.0.0.2/24"),
            VethLink.between(
                    End.of("a", "eth0").master("bond0"), End.of("b", "eth0").master("bond0")),
            VethLink.between(
                    End.of("a", "eth1").master("bond0"), End.of("b", "eth1").master("bond0")));

    @Test
    void readsAsIpWritesIt() {
        assertThat(BondLink.of("a", "bond0").mode(BondMode.IEEE_802_3AD)).hasToString("bond a:bond0 mode 802.3ad");
    }

    @ParameterizedTest
    @CsvSource({"bond0, ACTIVE_BACKUP, 30, 01", "bond1, IEEE_802_3AD, 31, 04"})
    void writesTheBytesThatIpSends(String name, BondMode mode, String digit, String modeHex) {
        // ip link add bond0 type bond mode active-backup miimon 100
        assertThat(Bytes.of(NewLink.of(NewInterface.of(0, name), new BondKind(mode.number(), 100))))
                .isEqualTo("4c00000010000506000000000000000000000000000000000000000000000000"
                        + "0a000300626f6e64" + digit + "0000002000120008000100626f6e641400020005000100" + modeHex
                        + "0000000800030064000000");
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                arguments(
                        List.of(DummyLink.of("a", "d", "10.1.0.1/24").master("bond0")),
                        "reaches nobody, because a bond takes all frames of its ports; give it to the bond [bond0]"),
                arguments(
                        List.of(DummyLink.of("a", "d").master("bond0").down()),
                        "the bond [bond0] brings its ports up, and a:d is declared down [up]"),
                arguments(
                        List.of(DummyLink.of("a", "d").master("bond0").mtu(1400)),
                        "the MTU [1400] of a:d would become that of the bond [bond0]; give it to the bond"),
                arguments(
                        List.of(VethLink.between(
                                End.of("a", "d").master("bond0").vlan(5), End.of("b", "d"))),
                        "is said of a port of a bridge, and the master of a:d, [bond0], is none"),
                arguments(
                        List.of(MacvlanLink.of("a", "m", "eth0")),
                        "[eth0], which it lies over, is a port of [bond0], which takes all its frames"),
                arguments(List.of(BondLink.of("a", "bond1").master("bond0")), "a bond cannot be a port of a bond"),
                arguments(
                        List.of(BondLink.of("a", "bond1").monitoring(Duration.ZERO)),
                        "the monitoring [PT0S] is not between 1 ms and 1 h"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("mistakes")
    void isRefusedIfItCannotBeMade(List<Part> parts, String words) {
        OneMistake.assertTold(words, TWO_CABLES, parts);
    }

    @Test
    void isOnTheSegmentOfItsPortsAndClosesNoRing() {
        Outline outline = TWO_CABLES.outline();
        assertThat(outline.segment(new Key.Link("a", "bond0"))).isEqualTo(outline.segment(new Key.Link("b", "bond0")));
        assertThat(outline.ringClosers()).isEmpty();
    }

    @Nested
    @EnabledIfKernelHas(KernelFeature.BOND)
    @NetNamespace("server")
    @NetNamespace("switch")
    @NetNamespace("client")
    @Bond(
            namespace = "server",
            name = "bond0",
            address = {"10.0.0.1/24", "fd00::1/64"})
    @Bridge(namespace = "switch", name = "br0")
    @VethPair(
            left = @VethEnd(namespace = "server", name = "eth0", master = "bond0"),
            right = @VethEnd(namespace = "switch", name = "port0", master = "br0"))
    @VethPair(
            left = @VethEnd(namespace = "switch", name = "port1", master = "br0"),
            right = @VethEnd(namespace = "server", name = "eth1", master = "bond0"))
    @VethPair(
            left =
                    @VethEnd(
                            namespace = "client",
                            name = "eth0",
                            address = {"10.0.0.2/24", "fd00::2/64"}),
            right = @VethEnd(namespace = "switch", name = "client", master = "br0"))
    class WithTwoCablesToASwitch {

        @Test
        void worksAsLongAsOneOfThemDoes(Lab lab) {
            NetworkNamespace server = lab.namespace("server");
            NetworkNamespace client = lab.namespace("client");
            assertThat(server.interfaceNamed("bond0").kind()).isEqualTo("bond");
            assertThat(server).hasInterface("eth0").hasMaster("bond0");
            assertThat(server).hasInterface("eth1").hasMaster("bond0");
            assertThat(client).canPing("10.0.0.1");
            assertThat(client).canPing("fd00::1");
            lab.namespace("switch").linkDown("port0");
            assertThat(client).within(PATIENCE).canPing("10.0.0.1");
            lab.namespace("switch").linkDown("port1");
            assertThat(client).within(PATIENCE).cannotPing("10.0.0.1");
            lab.namespace("switch").linkUp("port0");
            assertThat(client).within(PATIENCE).canPing("10.0.0.1");
        }
    }

    @Test
    @EnabledIfKernelHas(KernelFeature.BOND)
    void carriesPacketsWhenTheLabIsMadeAndWhenItComesUp() {
        List<Part> slow = TWO_CABLES.parts().stream()
                .map(part -> part instanceof BondLink bond ? bond.monitoring(Duration.ofMillis(500)) : part)
                .toList();
        try (Lab lab = Lab.create(Topology.of(slow))) {
            NetworkNamespace a = lab.namespace("a");
            assertThat(a).hasInterface("bond0").isUp();
            assertThat(a).canPing("10.0.0.2");
            a.linkDown("bond0");
            a.linkUp("bond0");
            assertThat(a).canPing("10.0.0.2");
        }
    }

    @Test
    @EnabledIfKernelHas(KernelFeature.BOND)
    void comesAndGoesInALiveLab() {
        try (Lab lab = Lab.create(Topology.of(Namespace.of("a"), Namespace.of("b")))) {
            Part[] parts = TWO_CABLES.parts().stream()
                    .filter(part -> !(part instanceof Namespace))
                    .map(part -> part instanceof BondLink bond ? bond.mode(BondMode.BALANCE_RR) : part)
                    .toArray(Part[]::new);
            try (var bonds = lab.add(parts)) {
                assertThat(bonds.parts()).hasSize(4);
                assertThat(lab.namespace("a")).canPing("10.0.0.2");
            }
            assertThat(lab.namespace("a")).hasOnlyInterfaces("lo");
        }
    }
}
