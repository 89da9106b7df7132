package io.github.netnsjunit.policy;

import static io.github.netnsjunit.policy.NatTests.network;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.Topology;
import io.github.netnsjunit.topology.TopologyException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Mistakes are told before anything is made, and name what is at fault. */
class NatMistakeTests {

    private static final Nat NAT = Nat.of("box", "internet", NatKind.PORT_RESTRICTED_CONE);

    static void assertMistakes(Part part, List<String> wanted) {
        TopologyException found = catchThrowableOfType(TopologyException.class, () -> network(part));
        assertThat(found).as("mistakes of " + part).isNotNull();
        assertThat(found.mistakes()).hasSize(wanted.size());
        for (int i = 0; i < wanted.size(); i++) {
            assertThat(found.mistakes().get(i).toString()).contains(wanted.get(i));
        }
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                arguments(
                        Nat.of("box", "mars", NatKind.SYMMETRIC),
                        "[box] has no interface that leads to [mars] (outside); it has [home, internet]"),
                arguments(Nat.of("nobody", "internet", NatKind.SYMMETRIC), "there is no namespace [nobody]"),
                arguments(NAT.ports("9-2"), "its ports [ports]: [9] to [2] is no range of ports, which are 1 to 65535"),
                arguments(NAT.ports("70000"), "its ports [ports]: [70000] is no port, which is one of 1 to 65535"),
                arguments(NAT.ports("some"), "[some] is no range of ports, such as 20000-29999, nor one port"),
                arguments(NAT.addresses("1.2.3"), "one of its addresses [addresses]: "),
                arguments(
                        NAT.udpTimeout(Duration.ofMillis(1500)),
                        "the time [PT1.5S] (udpTimeout) is not of whole seconds, at least one"),
                arguments(NAT.tcpTimeout(Duration.ZERO), "the time [PT0S] (tcpTimeout) is not of whole seconds"),
                arguments(NAT.portBlock(-1), "a block of [-1] ports (portBlock) is not between 1 and "),
                arguments(
                        NAT.hairpinning(true).portBlock(100),
                        "blocks of ports (portBlock) go with a mapping [mapping] that is ENDPOINT_INDEPENDENT"),
                arguments(
                        NAT.filtering(NatBehavior.ENDPOINT_INDEPENDENT).portOverloading(true),
                        "ports for several hosts (overloading) go with a mapping"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void ofANatAreTold(Nat nat, String wanted) {
        assertMistakes(nat, List.of(wanted));
    }

    static Stream<Arguments> forwardingMistakes() {
        return Stream.of(
                arguments(
                        PortForward.of("box", 80, "alice:x"),
                        "[alice:x] (to) is no host with a port, such as alice:80"),
                arguments(
                        PortForward.of("box", 80, "carol:80"),
                        "[carol] (to) is neither a namespace with an address nor an address; there are [alice, bob, box"),
                arguments(
                        PortForward.of("box", 80, "[fd00:1::1]:80"),
                        "[[fd00:1::1]:80] (to) has no address of a family that the NAT of [box] translates"),
                arguments(
                        PortForward.of("box", new PortRange(100, 200), "alice:65500"),
                        "there are not so many ports from [alice:65500] (to) on as [100-200]"),
                arguments(
                        PortForward.of("box", new PortRange(1, 2000), "alice:2001"),
                        "[1-2000] are 2000 ports, and at most 1000 can go to other ports"),
                arguments(PortForward.of("box", 80, "alice").only(), "it forwards no protocol"));
    }

    @ParameterizedTest
    @MethodSource("forwardingMistakes")
    void ofAForwardedPortAreTold(PortForward forward, String wanted) {
        assertThatExceptionOfType(TopologyException.class)
                .isThrownBy(() -> network(NAT, forward))
                .withMessageContaining(wanted);
    }

    @Test
    void aForwardedPortNeedsANat() {
        assertThatExceptionOfType(TopologyException.class)
                .isThrownBy(() -> network(PortForward.of("box", 80, "alice")))
                .withMessageContaining("[box] (router) has no NAT");
    }

    @Test
    void onePortIsForwardedOnce() {
        assertThatExceptionOfType(TopologyException.class)
                .isThrownBy(() -> network(
                        NAT,
                        PortForward.of("box", new PortRange(80, 90), "alice"),
                        PortForward.of("box", 85, "bob").only(TransportProtocol.TCP)))
                .withMessageContaining("the TCP port [85] of [box] is forwarded otherwise too");
    }

    @Test
    void onePortIsForwardedElsewhereForEachProtocol() {
        network(
                NAT,
                PortForward.of("box", 80, "alice").only(TransportProtocol.TCP),
                PortForward.of("box", 80, "bob").only(TransportProtocol.UDP));
    }

    @Test
    void readAsTheyAreDeclared() {
        assertThat(NAT.ports("1024-2000")
                        .hairpinning(true)
                        .udpTimeout(Duration.ofSeconds(5))
                        .ipv6(true))
                .hasToString("nat box towards internet mapping ENDPOINT_INDEPENDENT filtering "
                        + "ADDRESS_AND_PORT_DEPENDENT hairpinning preserving ports ports 1024-2000 ipv6 udp 5 s");
        assertThat(PortForward.of("box", new PortRange(1, 3), "alice:80"))
                .hasToString("forward box [TCP, UDP] 1-3 to alice:80");
    }

    @Test
    void areDrawn() {
        Topology topology = network(
                NAT,
                PortForward.of("box", 8080, "alice:80"),
                PrefixNat.of("box", "internet", "192.168.1.2", "203.0.113.80"));
        assertThat(topology.toText())
                .contains("NAT to internet: port restricted cone")
                .contains("port 8080 to alice:80");
        assertThat(topology.toMermaid()).contains("NAT to internet: 192.168.1.2 is 203.0.113.80");
    }
}
