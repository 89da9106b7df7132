package io.github.netnsjunit.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.link.Lan;
import io.github.netnsjunit.link.Router;
import io.github.netnsjunit.topology.IpFamilies;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.Topology;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Where both families are declared, what translates one of them translates that one alone in networks of other families too. */
class NatOfBothFamiliesTests {

    private static final PrefixNat IPV4_PREFIX = PrefixNat.of("box", "internet", "192.168.1.0/28", "203.0.113.64/28");
    private static final PrefixNat IPV6_PREFIX = PrefixNat.of("box", "internet", "fd00:1::/64", "2001:db8:7::/64");

    private static Topology both(Part... more) {
        return Topology.of(Stream.concat(
                        Stream.of(
                                Lan.of("home", "192.168.1.0/24", "alice").subnet("fd00:1::/64"),
                                Lan.of("internet", "203.0.113.0/24", "server").subnet("2001:db8::/64"),
                                Router.of("box", "home", "internet")),
                        Stream.of(more))
                .toList());
    }

    private static <P extends Part> List<P> in(IpFamilies families, Topology topology, Class<P> kind) {
        return topology.in(families).outline().parts(kind);
    }

    @Test
    void theTranslationOfAPrefixStaysOrVanishes() {
        Topology ipv6 = both(IPV6_PREFIX);
        Topology ipv4 = both(IPV4_PREFIX);

        assertThat(in(IpFamilies.DUAL, ipv6, PrefixNat.class)).containsExactly(IPV6_PREFIX);
        assertThat(in(IpFamilies.IPV6, ipv6, PrefixNat.class)).containsExactly(IPV6_PREFIX);
        assertThat(in(IpFamilies.IPV4, ipv6, PrefixNat.class)).isEmpty();
        assertThat(in(IpFamilies.DUAL, ipv4, PrefixNat.class)).containsExactly(IPV4_PREFIX);
        assertThat(in(IpFamilies.IPV4, ipv4, PrefixNat.class)).containsExactly(IPV4_PREFIX);
        assertThat(in(IpFamilies.IPV6, ipv4, PrefixNat.class)).isEmpty();
    }

    @Test
    void aNatOfIpv4GetsNoOutsideAddressOfIpv6() {
        Nat nat = Nat.of("box", "internet", NatKind.FULL_CONE).addresses("203.0.113.60");

        assertThat(in(IpFamilies.DUAL, both(nat), Nat.class)).containsExactly(nat);
        assertThat(in(IpFamilies.IPV4, both(nat), Nat.class)).containsExactly(nat);
        assertThat(in(IpFamilies.IPV6, both(nat), Nat.class)).isEmpty();
    }

    @Test
    void aNatOfBothFamiliesKeepsTheOutsideAddressesOfTheWantedOnes() {
        Nat nat = Nat.of("box", "internet", NatKind.FULL_CONE).ipv6(true);
        Nat two = nat.addresses("203.0.113.60", "2001:db8::60");

        assertThat(in(IpFamilies.DUAL, both(two), Nat.class)).containsExactly(two);
        assertThat(in(IpFamilies.IPV6, both(two), Nat.class)).containsExactly(nat.addresses("2001:db8::60"));
        assertThat(in(IpFamilies.IPV6, both(nat.addresses("203.0.113.60")), Nat.class))
                .containsExactly(nat);
    }

    @Test
    void aPortOfANatOfIpv4IsForwardedToNoAddressOfIpv6() {
        Nat nat = Nat.of("box", "internet", NatKind.FULL_CONE);
        PortForward port = PortForward.of("box", 8080, "192.168.1.1:80");

        assertThat(in(IpFamilies.DUAL, both(nat, port), PortForward.class)).containsExactly(port);
        assertThat(in(IpFamilies.IPV4, both(nat, port), PortForward.class)).containsExactly(port);
        assertThat(in(IpFamilies.IPV6, both(nat, port), PortForward.class)).isEmpty();
    }
}
