package io.github.netnsjunit.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.PortOptions;
import io.github.netnsjunit.topology.Topology;
import io.github.netnsjunit.topology.TopologyException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Mistakes of bridges and their ports are found before anything is made. */
class BridgeMistakesTests {

    private static BridgeLink bridge() {
        return BridgeLink.of("a", "br");
    }

    private static BridgeLink filtering() {
        return bridge().withVlanFiltering();
    }

    private static End port() {
        return End.of("a", "p").master("br");
    }

    static Stream<Arguments> bridges() {
        return Stream.of(
                arguments(
                        bridge().forwardDelay(Duration.ofSeconds(3)),
                        "the forward delay [3 s] counts only with the spanning tree protocol; turn it on (stp)"),
                arguments(
                        bridge().withStp().forwardDelay(Duration.ofMillis(1990)),
                        "the forward delay [1990 ms] is not between 2 s and 30 s"),
                arguments(
                        bridge().withStp().forwardDelay(Duration.ofMillis(30_010)),
                        "the forward delay [30010 ms] is not between 2 s and 30 s"),
                arguments(
                        bridge().withStp().forwardDelay(Duration.ofMillis(2_005)),
                        "the forward delay [2005 ms] is not a multiple of 10 ms"),
                arguments(
                        bridge().ageing(Duration.ofSeconds(-1)),
                        "the ageing time [-1 s] is not between 0 s and 1000000 s"),
                arguments(
                        bridge().ageing(Duration.ofSeconds(Long.MAX_VALUE, 999_000_000)),
                        "the ageing time [PT2562047788015215H30M7.999S] is not between 0 s and 1000000 s"),
                arguments(
                        bridge().ageing(Duration.ofNanos(1)),
                        "the ageing time [PT0.000000001S] is not a multiple of 10 ms"),
                arguments(bridge().priority(-1), "the priority [-1] is not between 0 and 65535"),
                arguments(bridge().priority(65_536), "the priority [65536] is not between 0 and 65535"),
                arguments(
                        bridge().vlan(10),
                        "[vlan 10] of the bridge's own interface counts only on a bridge that filters VLANs; turn its VLAN"
                                + " filtering on"),
                arguments(
                        filtering().vlan(4095),
                        "the VLAN [4095] of the bridge's own interface is not between 0 and 4094, where 0 means that it"
                                + " takes no frames without a tag"),
                arguments(
                        bridge().withMulticastQuerier().withoutMulticastSnooping(),
                        "a multicast querier needs multicast snooping, which is turned off"),
                arguments(bridge().mac("03:00:00:00:00:01"), "[03:00:00:00:00:01] is a multicast MAC address"));
    }

    @ParameterizedTest
    @MethodSource("bridges")
    void ofABridge(BridgeLink bridge, String mistake) {
        assertThat(mistakes(bridge, End.of("a", "p"))).contains(mistake);
    }

    static Stream<Arguments> ports() {
        return Stream.of(
                arguments(
                        filtering(),
                        End.of("a", "p").vlan(10),
                        "[vlan 10] is said of a port, and a:p is none; name the bridge as its master"),
                arguments(
                        bridge(),
                        End.of("a", "p")
                                .port(PortOptions.DEFAULT
                                        .withIsolation()
                                        .withHairpin()
                                        .withoutLearning()
                                        .withoutFlooding()
                                        .withoutMulticastFlooding()
                                        .withoutBroadcastFlooding()),
                        "[isolated, hairpin, no learning, no flooding, no multicast flooding, no broadcast flooding] is said"
                                + " of a port, and a:p is none; name the bridge as its master"),
                arguments(
                        bridge(),
                        port().vlan(10).tagged(30, 20),
                        "[vlan 10, tagged 20 30] of the port a:p counts only on a bridge that filters VLANs"),
                arguments(filtering(), port().vlan(-1), "the VLAN [-1] of the port a:p is not between 0 and 4094"),
                arguments(
                        filtering(), port().tagged(0), "the tagged VLAN [0] of the port a:p is not between 1 and 4094"),
                arguments(
                        filtering(),
                        port().tagged(10, 4095),
                        "the tagged VLAN [4095] of the port a:p is not between 1 and 4094"),
                arguments(
                        filtering(),
                        port().vlan(10).tagged(10),
                        "the VLAN [10] of the port a:p is both the one without a tag and a tagged one"),
                arguments(
                        filtering(),
                        port().tagged(1),
                        "for frames without a tag belong to VLAN 1 if nothing else is said (vlan 0 takes none)"));
    }

    @ParameterizedTest
    @MethodSource("ports")
    void ofAPort(BridgeLink bridge, End port, String mistake) {
        assertThat(mistakes(bridge, port)).contains(mistake);
    }

    private static String mistakes(BridgeLink bridge, End port) {
        TopologyException refused = catchThrowableOfType(
                TopologyException.class,
                () -> Topology.of(
                        Namespace.of("a"), Namespace.of("b"), bridge, VethLink.between(port, End.of("b", "q"))));
        assertThat(refused).as("refused").isNotNull();
        return String.valueOf(refused.getMessage());
    }
}
