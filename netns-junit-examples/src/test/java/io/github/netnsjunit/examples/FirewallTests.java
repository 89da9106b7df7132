package io.github.netnsjunit.examples;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.netnsjunit.jupiter.Firewall;
import io.github.netnsjunit.jupiter.Lan;
import io.github.netnsjunit.jupiter.Nft;
import io.github.netnsjunit.jupiter.Router;
import io.github.netnsjunit.lab.Addition;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.listing.PacketCounter;
import io.github.netnsjunit.policy.FirewallPreset;
import io.github.netnsjunit.policy.RejectReason;
import io.github.netnsjunit.probe.Unreachable;
import java.io.IOException;
import java.net.NoRouteToHostException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a firewall on a host or a router lets through. */
// tag::stateful[]
@Lan(
        name = "office",
        subnet = {"10.1.0.0/24", "fd00:1::/64"},
        hosts = {"alice", "bob"})
@Lan(
        name = "internet",
        subnet = {"203.0.113.0/24", "fd00:2::/64"},
        hosts = "server")
@Router(
        name = "home",
        lans = {"office", "internet"})
@Firewall(namespace = "home", preset = FirewallPreset.STATEFUL, on = "internet", except = "203.0.113.0/24 icmp")
class FirewallTests {

    @Test
    void thoseInsideBegin(Lab lab) throws IOException {
        try (ServerSocket web = lab.namespace("server").serverSocketFactory().createServerSocket(80)) {
            assertThat(lab.namespace("alice")).canConnectTo("server", web.getLocalPort());
            assertThat(lab.namespace("alice")).canConnectTo("fd00:2::1", web.getLocalPort());
        }
        assertThat(lab.namespace("server")).canPing("10.1.0.1"); // the exception
        assertThat(lab.namespace("server")).cannotPing("fd00:1::1").because(Unreachable.TIMED_OUT);
    }
    // end::stateful[]

    // tag::reject[]
    @Test
    @Firewall(namespace = "bob", preset = FirewallPreset.REJECT, only = "tcp 80", reason = RejectReason.HOST_PROHIBITED)
    void aHostThatRejects(Lab lab) {
        NetworkNamespace alice = lab.namespace("alice");
        assertThat(alice).canPing("bob").cannotConnectTo("bob", 80).because(Unreachable.PROHIBITED);
        assertThatThrownBy(() -> alice.socketFactory().createSocket("10.1.0.2", 80))
                .isInstanceOf(NoRouteToHostException.class);
    }
    // end::reject[]

    // tag::live[]
    @Test
    void aFirewallThatComesInTheMiddleOfAConnection(Lab lab) throws IOException {
        NetworkNamespace bob = lab.namespace("bob");
        try (ServerSocket server = bob.serverSocketFactory().createServerSocket(8080);
                Socket client = lab.namespace("alice").socketFactory().createSocket("10.1.0.2", 8080);
                Socket accepted = server.accept()) {
            accepted.setSoTimeout(500);
            var oneWay = io.github.netnsjunit.policy.Firewall.of("bob", FirewallPreset.DROP_INBOUND);
            try (Addition firewall = lab.add(oneWay)) {
                client.getOutputStream().write('a');
                assertThatThrownBy(() -> accepted.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
                assertThat(bob.counters()).anyMatch(each -> each.name().equals("dropped") && each.packets() > 0);
                assertThat(firewall.parts()).containsExactly(oneWay);
            }
            accepted.setSoTimeout(10_000);
            assertThat(accepted.getInputStream().read()).isEqualTo('a'); // TCP has repeated it
        }
    }
    // end::live[]

    // tag::nft[]
    @Test
    @Nft(namespace = "bob", ruleset = """
            table inet mine {
              counter seventh { }
              chain in {
                type filter hook input priority filter;
                icmp type echo-request numgen inc mod 7 == 6 counter name seventh drop
              }
            }
            """)
    void everySeventhPingIsLost(Lab lab) {
        NetworkNamespace bob = lab.namespace("bob");
        String summary = lab.namespace("alice")
                .exec("ping", "-c14", "-i0.01", "-W1", "10.1.0.2")
                .output();
        assertThat(summary).contains("14 packets transmitted, 12 received");
        assertThat(bob.counters())
                .filteredOn(each -> each.table().equals("mine"))
                .extracting(PacketCounter::name, PacketCounter::packets)
                .containsExactly(org.assertj.core.api.Assertions.tuple("seventh", 2L));
        assertThatThrownBy(() -> bob.nft("table inet mine { chain in { tcp dport htpp drop; }; }"))
                .hasMessageContaining("1:40-43: Error: ");
    }
    // end::nft[]

    @BeforeAll
    static void needsPrograms() {
        Programs.need("nft", "ping");
    }

    // tag::stateful[]
}
// end::stateful[]
