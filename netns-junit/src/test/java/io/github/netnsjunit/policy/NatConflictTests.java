package io.github.netnsjunit.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.netnsjunit.link.DummyLink;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.Lan;
import io.github.netnsjunit.link.Router;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.Topology;
import io.github.netnsjunit.topology.TopologyException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Translations that contradict others, or hosts that have the same address, are told before anything is made. */
class NatConflictTests {

    private static final List<Part> TWO_HOMES = List.of(
            Lan.of("home_1", "192.168.1.0/24", "alice").routers("box_1"),
            Lan.of("home_2", "192.168.2.0/24", "bob").routers("box_2"),
            Lan.of("internet", "203.0.113.0/24", "server").routers("box_1", "box_2"));

    private static final Nat NAT = Nat.of("box_1", "internet", NatKind.FULL_CONE);

    private static List<String> mistakes(Part... parts) {
        List<Part> all = new ArrayList<>(TWO_HOMES);
        all.addAll(List.of(parts));
        TopologyException found = catchThrowableOfType(TopologyException.class, () -> Topology.of(all));
        return found == null
                ? List.of()
                : found.mistakes().stream()
                        .map(TopologyException.Mistake::message)
                        .toList();
    }

    @Test
    void anOutsideAddressIsThatOfNoOtherHost() {
        assertThat(mistakes(NAT.addresses("203.0.113.1", "203.0.113.7")))
                .containsExactly("the outside address [203.0.113.1] (addresses) is also that of server:internet");
        assertThat(mistakes(PrefixNat.of("box_1", "internet", "192.168.1.0/30", "203.0.113.0/30")))
                .containsExactly("the outside address [203.0.113.1] (to) is also that of server:internet");
    }

    @Test
    void anAddressOfTheRouterItselfOrOfAnotherSegmentIsFree() {
        assertThat(mistakes(NAT.addresses("203.0.113.254"))).isEmpty();
        assertThat(mistakes(NAT.addresses("192.168.2.1"))).isEmpty();
        assertThat(mistakes(NAT.addresses("203.0.113.7"), DummyLink.of("server", "d0", "203.0.113.7/32")))
                .isEmpty();
    }

    @Test
    void whoeverSaysThatAnAddressMayBeElsewhereTooIsHeard() {
        assertThat(mistakes(
                        Namespace.of("outer"),
                        VethLink.between(
                                End.of("box_1", "up", "198.51.100.1/24"),
                                End.of("outer", "down", "198.51.100.2/24").duplicate()),
                        Nat.of("box_1", "outer", NatKind.FULL_CONE).addresses("198.51.100.2")))
                .isEmpty();
    }

    @Test
    void twoRoutersDoNotGiveTheSameOutsideAddress() {
        Nat other = Nat.of("box_2", "internet", NatKind.FULL_CONE);
        String taken = "the outside address [203.0.113.9] (addresses) is also one of [";

        assertThat(mistakes(NAT.addresses("203.0.113.9"), other.addresses("203.0.113.9")))
                .allMatch(each -> each.startsWith(taken))
                .hasSize(2);
        assertThat(mistakes(
                        NAT.addresses("203.0.113.9"),
                        PrefixNat.of("box_2", "internet", "192.168.2.0/29", "203.0.113.8/29")))
                .containsExactly(
                        "the outside address [203.0.113.9] (to) is also one of [" + NAT.addresses("203.0.113.9") + "]");
        PrefixNat prefix = PrefixNat.of("box_1", "internet", "192.168.1.0/29", "203.0.113.8/29");
        assertThat(mistakes(prefix, PrefixNat.of("box_2", "internet", "192.168.2.0/30", "203.0.113.12/30")))
                .contains("the outside prefix [203.0.113.12/30] (to) overlaps that of [" + prefix + "]");
    }

    @Test
    void aRouterHasOneTimeoutForAllItsNats() {
        Nat inward = Nat.of("box_1", "home_1", NatKind.FULL_CONE);

        assertThat(mistakes(NAT.udpTimeout(Duration.ofSeconds(5)), inward.udpTimeout(Duration.ofSeconds(7))))
                .containsExactly(
                        "the time [PT5S] (udpTimeout) is not that of the NAT of [box_1] towards [home_1]: [PT7S]; "
                                + "the kernel has one for all NATs of a router",
                        "the time [PT7S] (udpTimeout) is not that of the NAT of [box_1] towards [internet]: [PT5S]; "
                                + "the kernel has one for all NATs of a router");
        assertThat(mistakes(NAT.udpTimeout(Duration.ofSeconds(5)), inward.udpTimeout(Duration.ofSeconds(5))))
                .isEmpty();
        assertThat(mistakes(NAT.tcpTimeout(Duration.ofSeconds(5)), inward)).isEmpty();
    }

    @Test
    void aKernelParameterThatContradictsATimeoutIsAMistake() {
        SysctlSetting seven = SysctlSetting.of("box_1", "net.netfilter.nf_conntrack_udp_timeout", "7");

        assertThat(mistakes(NAT.udpTimeout(Duration.ofSeconds(5)), seven))
                .containsExactly(
                        "the time [PT5S] (udpTimeout) is not what the kernel parameter is set to: [" + seven + "]");
        assertThat(mistakes(NAT.udpTimeout(Duration.ofSeconds(7)), seven)).isEmpty();
    }

    @Test
    void aHostThatFormsItsAddressesIsInTheVlanOfARouterThatAdvertises() {
        Lan house =
                Lan.of("house", "fd00:7::/64", "heidi", "peter").routers("gate").slaac("heidi", "peter");
        Router gate = Router.of("gate", "house").advertise();

        assertThat(mistakes(house.vlan("heidi", 7).vlan("gate", 8), gate))
                .containsExactly(
                        "[heidi] is to form its addresses [slaac], and no router that advertises is in its VLAN 7"
                                + " [vlans], but gate in 8",
                        "[peter] is to form its addresses [slaac], and no router that advertises is in its VLAN 1"
                                + " [vlans], but gate in 8");
        assertThat(mistakes(house.vlan("heidi", 7).vlan("peter", 7).vlan("gate", 7), gate))
                .isEmpty();
    }
}
