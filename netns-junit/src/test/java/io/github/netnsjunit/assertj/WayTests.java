package io.github.netnsjunit.assertj;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import io.github.netnsjunit.holds.IpCommand;
import io.github.netnsjunit.jupiter.DefaultRoute;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.Route;
import io.github.netnsjunit.jupiter.Sysctl;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.probe.Unreachable;
import java.net.InetAddress;
import java.time.Duration;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** A failure to reach a host shows the way of the packets, hop by hop, up to the hop at which it ends. */
@NetNamespace("client")
@NetNamespace("r1")
@NetNamespace("r2")
@NetNamespace("server")
@VethPair(
        left = @VethEnd(namespace = "client", name = "eth0", address = "10.0.0.2/24"),
        right = @VethEnd(namespace = "r1", name = "lan", address = "10.0.0.1/24"))
@VethPair(
        left = @VethEnd(namespace = "r1", name = "wan", address = "10.1.0.1/24"),
        right = @VethEnd(namespace = "r2", name = "wan", address = "10.1.0.2/24"))
@VethPair(
        left = @VethEnd(namespace = "r2", name = "lan", address = "10.2.0.1/24"),
        right = @VethEnd(namespace = "server", name = "eth0", address = "10.2.0.2/24"))
@DefaultRoute(namespace = "client", via = "10.0.0.1")
@DefaultRoute(namespace = "server", via = "10.2.0.1")
@Route(namespace = "r1", to = "10.2.0.0/24", via = "10.1.0.2")
@Route(namespace = "r2", to = "10.0.0.0/24", via = "10.1.0.1")
@Sysctl(namespace = "r1", name = "net.ipv4.ip_forward", value = "1")
@Sysctl(namespace = "r2", name = "net.ipv4.ip_forward", value = "1")
class WayTests {

    private static final String SERVER = "10.2.0.2";

    @NetNamespace("client")
    private NetworkNamespace client;

    @NetNamespace("r1")
    private NetworkNamespace r1;

    @NetNamespace("r2")
    private NetworkNamespace r2;

    @NetNamespace("server")
    private NetworkNamespace server;

    @Test
    void aRouterThatDoesNotForwardIsNamed() {
        assertThat(client).canPing(SERVER);
        r2.sysctl("net.ipv4.ip_forward", "0");
        failure(() -> ping(SERVER)).hasMessageContaining(lines("""
                The way from client to 10.2.0.2:
                  client: via 10.0.0.1 dev eth0
                  r1: via 10.1.0.2 dev wan
                  r2: does not forward packets (net.ipv4.ip_forward = 0)"""));
    }

    @Test
    void anInterfaceWhosePacketsAreNotForwardedIsNamed() {
        r2.sysctl("net.ipv4.conf.wan.forwarding", "0");
        failure(() -> ping(SERVER))
                .hasMessageContaining("r2: does not forward packets (net.ipv4.conf.wan.forwarding = 0)");
        // GIVEN: a router of which only two interfaces forward
        r2.sysctl("net.ipv4.ip_forward", "0");
        r2.sysctl("net.ipv4.conf.wan.forwarding", "1");
        r2.sysctl("net.ipv4.conf.lan.forwarding", "1");
        assertThat(client).canPing(SERVER);
        server.linkDown("eth0");
        failure(() -> ping(SERVER))
                .hasMessageContaining("server's eth0, is down")
                .hasMessageNotContaining("forward packets");
    }

    @Test
    void theWayBackThatEndsSomewhereIsShown() {
        r2.removeRoute("10.0.0.0/24");
        failure(() -> ping(SERVER)).hasMessageContaining(lines("""
                  r2: dev lan
                  server: has the address
                The way back from server to 10.0.0.2:
                  server: via 10.2.0.1 dev eth0
                  r2: no route (ENETUNREACH)"""));
    }

    @Test
    void aPeersEndThatIsDownIsNamed() {
        r2.linkDown("wan");
        failure(() -> assertThat(client).within(ofSeconds(1)).canPing(SERVER))
                .hasMessageContaining(
                        "r1: via 10.1.0.2 dev wan, but r1's wan has no carrier: its other end, r2's wan, is down");
        r1.linkDown("lan");
        failure(() -> ping(SERVER))
                .hasMessageContaining("dev eth0, but client's eth0 has no carrier: its other end, r1's lan, is down");
    }

    @Test
    void anAddressThatNobodyHasIsNamed() {
        failure(() -> ping("10.2.0.9"))
                .hasMessageContaining("r2: dev lan, but the lab knows nobody else with 10.2.0.9");
    }

    @Test
    void aLoopIsNamed() {
        r2.addRoute("10.3.0.0/24", "10.1.0.1");
        r1.addRoute("10.3.0.0/24", "10.1.0.2");
        failure(() -> ping("10.3.0.1")).hasMessageContaining("the packet goes in circles");
    }

    @Test
    void aRuleAndItsTableAreShown() {
        // GIVEN: the main table would reach the server
        IpCommand.in(client, "rule add to 10.2.0.0/16 lookup 100 priority 50");
        IpCommand.in(client, "route add unreachable default table 100");
        // THEN
        failure(() -> ping(SERVER)).hasMessageContaining(lines("""
                The way from client to 10.2.0.2:
                  client: a route or rule says unreachable (EHOSTUNREACH)
                The rules of client, besides the kernel's own:
                  50: from all to 10.2.0.0/16 lookup 100
                Table 100 has:
                  unreachable default"""));
        // GIVEN
        IpCommand.in(client, "rule add to 10.2.0.2 prohibit priority 40");
        // THEN
        failure(() -> ping(SERVER))
                .hasMessageContaining("client: a route or rule says prohibit (EACCES)")
                .hasMessageContaining("  40: from all to 10.2.0.2/32 prohibit");
    }

    /** The kernel is asked about the packets that were sent: the way of others would say that nothing is wrong. */
    @Test
    void aRuleForAPortOrAProtocolIsHeeded() {
        IpCommand.in(client, "rule add ipproto tcp dport 80 prohibit priority 40");
        failure(() -> assertThat(client).canConnectTo(SERVER, 80)).hasMessageContaining(lines("""
                The way from client to 10.2.0.2:
                  client: a route or rule says prohibit (EACCES)"""));
        assertThat(client).canPing(SERVER).cannotConnectTo(SERVER, 81).because(Unreachable.REFUSED);
        // GIVEN: only the answers are refused
        IpCommand.in(client, "rule del priority 40");
        IpCommand.in(server, "rule add ipproto tcp sport 80 blackhole priority 40");
        failure(() -> assertThat(client).within(Duration.ofMillis(300)).canConnectTo(SERVER, 80))
                .hasMessageContaining("The way back from server to 10.0.0.2:")
                .hasMessageContaining("  server: a route or rule says blackhole");
        // GIVEN
        IpCommand.in(client, "rule add ipproto icmp prohibit priority 40");
        failure(() -> assertThat(client).canPing(SERVER)).hasMessageContaining(lines("""
                The way from client to 10.2.0.2:
                  client: a route or rule says prohibit (EACCES)"""));
    }

    @Test
    void anotherTableThatLeadsAstrayIsShown() {
        IpCommand.in(client, "rule add from all lookup 77 priority 50");
        client.addAddress("lo", "10.9.9.9/32");
        IpCommand.in(client, "route add 10.2.0.0/24 via 10.0.0.77 dev eth0 table 77");
        failure(() -> ping(SERVER))
                .hasMessageContaining(
                        "client: via 10.0.0.77 dev eth0 (table 77), but the lab knows nobody else with 10.0.0.77")
                .hasMessageContaining("  10.2.0.0/24 via 10.0.0.77 dev eth0");
    }

    @Test
    void aReceiverWithASmallerMtuIsShown() throws Exception {
        IpCommand.in(r1, "link set wan mtu 1400");
        try (MockWebServer web = new MockWebServer()) {
            // an answer of one packet, which is larger than what r1 takes
            web.setServerSocketFactory(server.serverSocketFactory());
            web.enqueue(new MockResponse.Builder().body("x".repeat(1_400)).build());
            web.start(InetAddress.getByName(SERVER), 80);
            failure(() -> assertThat(client).within(ofMillis(500)).get("http://10.2.0.2/"))
                    .hasMessageContaining("although its port accepts connections")
                    .hasMessageContaining(
                            "r2: via 10.1.0.1 dev wan, whose MTU is 1500, but r1's wan receives at most 1400 bytes");
        }
    }

    @Test
    void aRequestThatIsRejectedOnTheWayShowsTheWay() {
        r1.removeRoute("10.2.0.0/24");
        failure(() -> assertThat(client).get("http://10.2.0.2/")).hasMessageContaining(lines("""
                The way from client to 10.2.0.2:
                  client: via 10.0.0.1 dev eth0
                  r1: no route (ENETUNREACH)"""));
    }

    @Test
    void theAddressOfANameIsTold() {
        r1.linkDown("lan");
        failure(() -> ping("r1"))
                .hasMessageContaining("  10.0.0.1: no answer within 0.3 s")
                .hasMessageContaining("The way from client to 10.0.0.1:");
        failure(() -> assertThat(client).canConnectTo("client", 1)).hasMessageContaining("  10.0.0.2: ECONNREFUSED");
    }

    @Test
    void nothingIsAddedWhereTheNamespacesOwnTableSaysAll() {
        client.removeRoute("default");
        failure(() -> ping(SERVER))
                .hasMessageContaining("There is no default route.")
                .hasMessageNotContaining("The way from");
        failure(() -> assertThat(server).canConnectTo(SERVER, 1)).hasMessageNotContaining("The way from");
    }

    private void ping(String host) {
        assertThat(client).within(ofMillis(300)).canPing(host);
    }

    private static AbstractThrowableAssert<?, AssertionError> failure(ThrowingCallable assertion) {
        return Assertions.assertThat(BlueNetwork.failureOf(assertion));
    }

    private static String lines(String text) {
        return text.replace("\n", System.lineSeparator());
    }
}
