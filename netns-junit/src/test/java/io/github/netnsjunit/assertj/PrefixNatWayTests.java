package io.github.netnsjunit.assertj;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.netnsjunit.holds.Programs;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.link.Lan;
import io.github.netnsjunit.link.Router;
import io.github.netnsjunit.policy.Firewall;
import io.github.netnsjunit.policy.FirewallPreset;
import io.github.netnsjunit.policy.Nat;
import io.github.netnsjunit.policy.NatKind;
import io.github.netnsjunit.policy.NftRuleset;
import io.github.netnsjunit.policy.PrefixNat;
import io.github.netnsjunit.route.StaticRoute;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.Topology;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A failure behind the translation of a prefix shows the outside address that the sender really has. */
class PrefixNatWayTests {

    private static Lab lab(Part... more) {
        return Lab.create(Topology.of(Stream.concat(
                        Stream.of(
                                Lan.of("home", "192.168.1.0/24", "alice", "bob"),
                                Lan.of("internet", "203.0.113.0/24", "server", "other"),
                                Router.of("box", "home", "internet"),
                                PrefixNat.of("box", "internet", "192.168.1.1", "203.0.113.65"),
                                Firewall.of("server", FirewallPreset.DENY_INBOUND)),
                        Stream.of(more))
                .toList()));
    }

    private static void failsToPing(Lab lab, String namespace, String line) {
        assertThatThrownBy(() -> assertThat(lab.namespace(namespace))
                        .within(Duration.ofSeconds(1))
                        .canPing("203.0.113.1"))
                .hasMessageContaining(line + "\n  server: has the address");
    }

    private static final String TRANSLATED =
            "  box: dev internet, where 192.168.1.1 is 203.0.113.65 from here on (NAT)";

    @Test
    void aSenderInThePrefixHasItsOutsideAddress() {
        try (Lab lab = lab()) {
            failsToPing(lab, "alice", TRANSLATED);
        }
    }

    @Test
    void aSenderOutsideThePrefixKeepsItsAddress() {
        try (Lab lab = lab(StaticRoute.of("server", "192.168.1.0/24", "203.0.113.254"))) {
            failsToPing(lab, "bob", "  box: dev internet");
        }
    }

    /** The router filters what goes to the server, so it remembers nothing of it, but something of another outside. */
    @Test
    void whatTheRouterRemembersOfOtherDestinationsIsNotTakenForThisOne() {
        Programs.need("nft");
        try (Lab lab = Lab.create(Topology.of(
                Lan.of("home", "192.168.1.0/24", "alice"),
                Lan.of("internet", "203.0.113.0/24", "server"),
                Lan.of("second", "198.51.100.0/24", "other"),
                Router.of("box", "home", "internet", "second"),
                Nat.of("box", "internet", NatKind.FULL_CONE),
                Nat.of("box", "second", NatKind.FULL_CONE),
                NftRuleset.of("box", """
                        table ip only_second {
                            chain forward {
                                type filter hook forward priority 0;
                                ip daddr 203.0.113.1 drop
                            }
                        }
                        """)))) {
            assertThat(lab.namespace("alice")).canPing("198.51.100.1");
            failsToPing(lab, "alice", "  box: dev internet, where 192.168.1.1 is 203.0.113.254 from here on (NAT)");
        }
    }
}
