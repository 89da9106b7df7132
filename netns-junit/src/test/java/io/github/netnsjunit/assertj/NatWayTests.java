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
import io.github.netnsjunit.policy.SysctlSetting;
import io.github.netnsjunit.topology.Topology;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A failure behind a NAT shows the way that answers really take. */
class NatWayTests {

    private static final Topology TWO_NATS = Topology.of(
            Lan.of("home", "192.168.1.0/24", "alice"),
            Lan.of("isp", "100.64.0.0/24"),
            Lan.of("internet", "203.0.113.0/24", "server"),
            Router.of("box", "home", "isp"),
            Router.of("provider", "isp", "internet"),
            Nat.of("box", "isp", NatKind.FULL_CONE),
            Nat.of("provider", "internet", NatKind.PORT_RESTRICTED_CONE),
            Firewall.of("server", FirewallPreset.DENY_INBOUND));

    @Test
    void theWayBackLeadsToTheOutsideAddressAndOnFromThere() {
        try (Lab lab = Lab.create(TWO_NATS)) {
            assertThatThrownBy(() -> assertThat(lab.namespace("alice"))
                            .within(Duration.ofSeconds(1))
                            .canPing("203.0.113.1"))
                    .hasMessageContaining("""
                            The way from alice to 203.0.113.1:
                              alice: via 192.168.1.254 dev home
                              box: via 100.64.0.253 dev isp, where 192.168.1.1 is 100.64.0.254 from here on (NAT)
                              provider: dev internet, where 100.64.0.254 is 203.0.113.254 from here on (NAT)
                              server: has the address
                            The way back from server to 203.0.113.254:
                              server: dev internet
                              provider: has the address
                            The NAT of provider sends it on to 100.64.0.254:
                              provider: dev isp
                              box: has the address
                            The NAT of box sends it on to 192.168.1.1:
                              box: dev home
                              alice: has the address
                            """.strip())
                    .hasMessageContaining("server: firewall_deny_inbound dropped: ");
        }
    }

    @Test
    void whatTheNatMadeOfAnotherProtocolIsNotTold() throws Exception {
        Programs.need("nft");
        Topology topology = Topology.of(
                Lan.of("home", "192.168.1.0/24", "alice"),
                Lan.of("internet", "203.0.113.0/24", "server"),
                Router.of("box", "home", "internet"),
                Nat.of("box", "internet", NatKind.PORT_RESTRICTED_CONE),
                NftRuleset.of("box", """
                        table ip udp_only {
                          chain out {
                            type nat hook postrouting priority srcnat - 5;
                            oifname internet ip protocol udp snat to 203.0.113.99
                          }
                        }
                        """),
                SysctlSetting.of("box", "net.netfilter.nf_conntrack_udp_timeout", "300"), // longer than that of a ping
                Firewall.of("server", FirewallPreset.DENY_INBOUND));
        try (Lab lab = Lab.create(topology)) {
            lab.namespace("alice").run(() -> {
                try (DatagramSocket socket = new DatagramSocket()) {
                    socket.send(new DatagramPacket(new byte[1], 1, new InetSocketAddress("203.0.113.1", 53)));
                }
            });
            assertThatThrownBy(() -> assertThat(lab.namespace("alice"))
                            .within(Duration.ofSeconds(1))
                            .canPing("203.0.113.1"))
                    .hasMessageContaining("box: dev internet, where 192.168.1.1 is 203.0.113.254 from here on (NAT)");
        }
    }
}
