package io.github.netnsjunit.link;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.netnsjunit.jupiter.EnabledIfKernelHas;
import io.github.netnsjunit.jupiter.Ipvlan;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.Route;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.kernel.link.IpvlanKind;
import io.github.netnsjunit.kernel.link.NewInterface;
import io.github.netnsjunit.kernel.link.NewLink;
import io.github.netnsjunit.kernel.netlink.Bytes;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.topology.KernelFeature;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.OneMistake;
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
class IpvlanLinkTests {

    private static final Topology CABLE = Topology.of(
            Namespace.of("a"),
            Namespace.of("b"),
            Namespace.of("c"),
            VethLink.between(End.of("a", "eth0"), End.of("b", "eth0", "10.0.0.1/24")));

    @Test
    void readsAsIpWritesIt() {
        assertThat(IpvlanLink.of("c", "iv0", "eth0").belowIn("a").mode(IpvlanMode.L3S))
                .hasToString("ipvlan c:iv0 of a:eth0 mode l3s");
    }

    static Stream<Arguments> writesTheBytesThatIpSends() {
        return Stream.of(
                arguments(
                        "ip link add link v0 name iv0 type ipvlan mode l2",
                        new NewLink(NewInterface.of(0, "iv0"), new IpvlanKind(0, false), 5, 0, false),
                        "5400000010000506000000000000000000000000000000000000000000000000"
                                + "0800050005000000080003006976300024001200"
                                + "0a0001006970766c616e00001400020006000100000000000600020000000000"),
                arguments(
                        "ip link add link v0 name iv1 type ipvlan mode l3s private",
                        new NewLink(NewInterface.of(0, "iv1"), new IpvlanKind(2, true), 5, 0, false),
                        "5400000010000506000000000000000000000000000000000000000000000000"
                                + "0800050005000000080003006976310024001200"
                                + "0a0001006970766c616e00001400020006000100020000000600020001000000"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void writesTheBytesThatIpSends(String command, NewLink request, String hex) {
        assertThat(Bytes.of(request)).isEqualTo(hex);
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                arguments(
                        List.of(IpvlanLink.of("c", "i", "eth0")),
                        "there is no interface [eth0] (below) in namespace [c]"),
                arguments(
                        List.of(IpvlanLink.of("a", "i", "eth0").mac("02:00:00:00:00:01")),
                        "it cannot have the MAC address [02:00:00:00:00:01]: an ipvlan has that of [eth0]"),
                arguments(
                        List.of(
                                BridgeLink.of("a", "br"),
                                IpvlanLink.of("a", "i", "eth0").master("br")),
                        "it cannot be a port of the bridge [br]"),
                arguments(
                        List.of(IpvlanLink.of("c", "i", "eth0", "10.0.0.1/24").belowIn("a")),
                        "the address [10.0.0.1] of c:i is also that of b:eth0"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("mistakes")
    void isRefusedIfItCannotBeMade(List<Part> parts, String words) {
        OneMistake.assertTold(words, CABLE, parts);
    }

    @Test
    void isRefusedBesideAMacvlan() {
        assertThatThrownBy(() -> CABLE.with(
                        MacvlanLink.of("a", "m", "eth0"),
                        IpvlanLink.of("c", "i", "eth0").belowIn("a")))
                .isInstanceOf(TopologyException.class)
                .hasMessageContaining("over [eth0] lies the ipvlan [c:i] already")
                .hasMessageContaining("over [eth0] lies the macvlan [a:m] already");
    }

    @Test
    void isRefusedBesideOneOfAnotherMode() {
        assertThatThrownBy(() -> CABLE.with(
                        IpvlanLink.of("a", "i", "eth0"),
                        IpvlanLink.of("c", "j", "eth0").belowIn("a").mode(IpvlanMode.L3)))
                .isInstanceOf(TopologyException.class)
                .hasMessageContaining(
                        "[ipvlan a:i of eth0 mode l2] has another mode, and all over [eth0] have the same");
    }

    @Nested
    @EnabledIfKernelHas(KernelFeature.IPVLAN)
    @NetNamespace("machine")
    @NetNamespace("client")
    @NetNamespace("red")
    @NetNamespace("blue")
    @VethPair(
            left = @VethEnd(namespace = "machine", name = "eth0", address = "10.0.0.9/24"),
            right = @VethEnd(namespace = "client", name = "eth0", address = "10.0.0.1/24"))
    class InOtherNamespaces {

        @Test
        @Ipvlan(namespace = "red", name = "eth0", below = "eth0", belowNamespace = "machine", address = "10.0.0.2/24")
        @Ipvlan(namespace = "blue", name = "eth0", below = "eth0", belowNamespace = "machine", address = "10.0.0.3/24")
        void reachOneAnotherAndWhoeverIsOutsideButNotTheMachineBelow(Lab lab) {
            NetworkNamespace red = lab.namespace("red");
            assertThat(red.interfaceNamed("eth0").kind()).isEqualTo("ipvlan");
            assertThat(red.interfaceNamed("eth0").mac())
                    .isEqualTo(lab.namespace("machine").interfaceNamed("eth0").mac());
            assertThat(red).canPing("client").canPing("blue").cannotPing("10.0.0.9");
            assertThat(lab.namespace("client")).canPing("red").canPing("blue");
        }

        /** The machine answers for nobody, so that the client must know the way. */
        @Test
        @Ipvlan(
                namespace = "red",
                name = "eth0",
                below = "eth0",
                belowNamespace = "machine",
                mode = IpvlanMode.L3,
                address = "10.7.0.2/32")
        @Route(namespace = "red", to = "10.0.0.0/24", dev = "eth0")
        @Route(namespace = "client", to = "10.7.0.2/32", via = "10.0.0.9")
        void areReachedByARouteAtLayerThree(Lab lab) {
            assertThat(lab.namespace("client")).canPing("10.7.0.2");
        }
    }
}
