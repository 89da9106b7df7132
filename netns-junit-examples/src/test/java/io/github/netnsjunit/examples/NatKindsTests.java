package io.github.netnsjunit.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.link.Lan;
import io.github.netnsjunit.policy.Nat;
import io.github.netnsjunit.policy.NatKind;
import io.github.netnsjunit.topology.Topology;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A client that punches holes, through each pair of kinds of NATs. */
// tag::pairs[]
class NatKindsTests {

    private static final Topology TWO_HOMES = Topology.of(
            Lan.of("home_1", "192.168.1.0/24", "alice").routers("box_1"),
            Lan.of("home_2", "192.168.1.0/24", "bob").routers("box_2"),
            Lan.of("internet", "203.0.113.0/24", "meeting").routers("box_1", "box_2"));

    static Stream<Arguments> pairs() {
        return Stream.of(NatKind.values())
                .flatMap(one -> Stream.of(NatKind.values()).map(other -> Arguments.of(one, other)));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void holesArePunched(NatKind one, NatKind other) throws Exception {
        Topology topology = TWO_HOMES.with(Nat.of("box_1", "internet", one), Nat.of("box_2", "internet", other));
        InetSocketAddress meeting = new InetSocketAddress("203.0.113.1", 3478);
        try (Lab lab = Lab.create(topology);
                DatagramSocket server = lab.namespace("meeting").call(() -> new DatagramSocket(meeting));
                HolePuncher alice = new HolePuncher(lab.namespace("alice"));
                HolePuncher bob = new HolePuncher(lab.namespace("bob"))) {
            boolean connected = HolePuncher.connect(alice, alice.seenBy(server), bob, bob.seenBy(server));
            assertThat(connected).isEqualTo(canBePunched(one, other) && canBePunched(other, one));
        }
    }

    /** A symmetric NAT sends from another port than the server has seen, which a filter of ports does not let in. */
    private static boolean canBePunched(NatKind one, NatKind other) {
        boolean filtersPorts =
                !Set.of(NatKind.FULL_CONE, NatKind.RESTRICTED_CONE).contains(other);
        return one != NatKind.SYMMETRIC || !filtersPorts;
    }
}
// end::pairs[]
