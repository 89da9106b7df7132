package io.github.netnsjunit.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.link.Lan;
import io.github.netnsjunit.link.Router;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.Topology;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each property of each NAT, as a prober sees it. */
class NatTests {

    /** A LAN behind a router that has a NAT towards another LAN. */
    static Topology network(Part... more) {
        return Topology.of(
                        Lan.of("home", "192.168.1.0/24", "alice", "bob").subnet("fd00:1::/64"),
                        Lan.of("internet", "203.0.113.0/24", "one", "two").subnet("2001:db8::/64"),
                        Router.of("box", "home", "internet"))
                .with(more);
    }

    static Stream<Nat> allCombinations() {
        return Arrays.stream(NatBehavior.values())
                .flatMap(mapping -> Arrays.stream(NatBehavior.values())
                        .flatMap(filtering -> Stream.of(false, true)
                                .map(hairpinning -> Nat.of("box", "internet", NatKind.FULL_CONE)
                                        .mapping(mapping)
                                        .filtering(filtering)
                                        .hairpinning(hairpinning))));
    }

    @Tag("kernel")
    @ParameterizedTest
    @EnumSource
    void eachKindMapsAndFiltersAsItSays(NatKind kind) throws Exception {
        assertBehaves(Nat.of("box", "internet", kind), false);
    }

    @ParameterizedTest
    @MethodSource("allCombinations")
    void eachMappingGoesWithEachFilter(Nat nat) throws Exception {
        assertBehaves(nat, false);
    }

    @Tag("kernel")
    @ParameterizedTest
    @EnumSource
    void eachKindTranslatesIpv6InTheSameWay(NatKind kind) throws Exception {
        assertBehaves(Nat.of("box", "internet", kind).ipv6(true), true);
    }

    private static void assertBehaves(Nat nat, boolean ipv6) throws Exception {
        try (Lab lab = Lab.create(network(nat));
                NatProber prober = new NatProber(lab, ipv6)) {
            assertThat(prober.udpMapping()).as("mapping of UDP").isEqualTo(nat.mapping());
            assertThat(prober.udpFiltering()).as("filter of UDP").isEqualTo(nat.filtering());
            assertThat(prober.tcpMapping()).as("mapping of TCP").isEqualTo(nat.mapping());
            assertThat(prober.tcpFiltering(nat.filtering())).as("filter of TCP").isEqualTo(nat.filtering());
            assertThat(prober.udpHairpinning()).as("hairpinning").isEqualTo(hairpinning(nat));
            DatagramSocket alice = prober.udp("alice", "home", 0);
            InetSocketAddress seen = NatProber.seen(alice, prober.udp("one", "internet", 0));
            assertThat(seen.getAddress()).isEqualTo(prober.address("box", "internet"));
            boolean preserved = nat.ports().preserved() && nat.mapping() != NatBehavior.ADDRESS_AND_PORT_DEPENDENT;
            assertThat(seen.getPort() == alice.getLocalPort())
                    .as("the port is preserved")
                    .isEqualTo(preserved);
        }
    }

    /** If the mapping depends on the other side, a filter knows nobody who sends to the outside port that others see. */
    private static Set<String> hairpinning(Nat nat) {
        boolean one = nat.mapping() == NatBehavior.ENDPOINT_INDEPENDENT;
        if (!nat.hairpinning() || (!one && nat.filtering() != NatBehavior.ENDPOINT_INDEPENDENT)) {
            return Set.of();
        }
        String sender = one ? " with address and port" : " with address";
        return Set.of("from bob" + sender, "from alice" + sender);
    }
}
