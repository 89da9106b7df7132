package io.github.netnsjunit.policy;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static io.github.netnsjunit.policy.NatTests.network;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.probe.Unreachable;
import io.github.netnsjunit.route.StaticRoute;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernel")
class PrefixNatTests {

    @Test
    @io.github.netnsjunit.jupiter.Lan(name = "home", subnet = "192.168.1.0/24", hosts = "alice")
    @io.github.netnsjunit.jupiter.Lan(name = "internet", subnet = "203.0.113.0/24", hosts = "one")
    @io.github.netnsjunit.jupiter.Router(
            name = "box",
            lans = {"home", "internet"})
    @io.github.netnsjunit.jupiter.PrefixNat(
            router = "box",
            outside = "internet",
            from = "192.168.1.1",
            to = "203.0.113.80")
    void aHostHasAnAddressOutside(Lab lab) throws Exception {
        assertThat(lab.topology().warnings()).isEmpty();
        assertTranslates(lab, false, "alice", "203.0.113.80");
    }

    /** Whoever sends from behind is known by the outside address, and is reached by it. */
    private static void assertTranslates(Lab lab, boolean ipv6, String host, String outside) throws Exception {
        assertThat(lab.namespace("one")).canPing(outside);
        try (NatProber prober = new NatProber(lab, ipv6)) {
            DatagramSocket inside = prober.udp(host, "home", 5000);
            InetSocketAddress seen = NatProber.seen(inside, prober.udp("one", "internet", 0));
            assertThat(seen).isEqualTo(new InetSocketAddress(outside, 5000));
            NatProber.send(prober.udp("one", "internet", 0), seen, "hello");
            assertThat(NatProber.text(NatProber.receive(inside))).isEqualTo("hello");
        }
    }

    @Test
    void aPrefixIsKnownAsAnother() throws Exception {
        PrefixNat nat = PrefixNat.of("box", "internet", "192.168.1.0/24", "198.51.100.0/24");
        StaticRoute way = StaticRoute.of("one", "198.51.100.0/24", "203.0.113.254");
        try (Lab lab = Lab.create(network(nat, way))) {
            assertTranslates(lab, false, "alice", "198.51.100.1");
            assertTranslates(lab, false, "bob", "198.51.100.2");
            assertThat(lab.namespace("one")).cannotPing("192.168.1.1").because(Unreachable.NO_ROUTE);
        }
    }

    @Test
    void aPrefixOfIpv6IsKnownAsAnother() throws Exception {
        PrefixNat nat = PrefixNat.of("box", "internet", "fd00:1::/64", "2001:db8:1::/64");
        StaticRoute way = StaticRoute.of("one", "2001:db8:1::/64", "2001:db8::ffff:ffff:ffff:ffff");
        try (Lab lab = Lab.create(network(nat, way))) {
            assertTranslates(lab, true, "bob", "2001:db8:1::2");
            assertThat(lab.namespace("one")).canPing("192.168.1.1"); // IPv4 is routed
        }
    }

    @Test
    void someHostsHaveAnAddressAndTheOthersShareOne() throws Exception {
        PrefixNat nat = PrefixNat.of("box", "internet", "192.168.1.2/31", "203.0.113.80/31");
        try (Lab lab = Lab.create(network(nat, Nat.of("box", "internet", NatKind.SYMMETRIC)))) {
            assertTranslates(lab, false, "bob", "203.0.113.80");
            try (NatProber prober = new NatProber(lab, false)) {
                assertThat(NatProber.seen(prober.udp("alice", "home", 0), prober.udp("one", "internet", 0))
                                .getAddress())
                        .isEqualTo(prober.address("box", "internet"));
            }
        }
    }

    @Test
    void tellsMistakes() {
        NatMistakeTests.assertMistakes(
                PrefixNat.of("box", "internet", "192.168.1.0/24", "203.0.113.0/25"),
                List.of("the prefixes [192.168.1.0/24] (from) and [203.0.113.0/25] (to) are not of one family and one "
                        + "length"));
        NatMistakeTests.assertMistakes(
                PrefixNat.of("box", "nowhere", "fd00::", "x"),
                List.of(
                        "the outside prefix [to]: ",
                        "[box] has no interface that leads to [nowhere] (outside); it has [home, internet]"));
    }
}
