package io.github.netnsjunit.examples;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.jupiter.DefaultRoute;
import io.github.netnsjunit.jupiter.EnabledIfKernelHas;
import io.github.netnsjunit.jupiter.Hop;
import io.github.netnsjunit.jupiter.Loopback;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.PolicyRule;
import io.github.netnsjunit.jupiter.Route;
import io.github.netnsjunit.jupiter.Sysctl;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.lab.Addition;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.probe.RouteQuery;
import io.github.netnsjunit.probe.Unreachable;
import io.github.netnsjunit.route.PolicyRule.Action;
import io.github.netnsjunit.route.RuleProtocol;
import io.github.netnsjunit.topology.KernelFeature;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

/** A router with two uplinks, to two providers that both lead to one server. */
@EnabledIfKernelHas(KernelFeature.POLICY_RULES)
// tag::network[]
@NetNamespace("router")
@NetNamespace("server")
@VethPair(
        left = @VethEnd(namespace = "router", name = "up1", address = "10.0.1.2/24"),
        right = @VethEnd(namespace = "server", name = "isp1", address = "10.0.1.1/24"))
@VethPair(
        left = @VethEnd(namespace = "router", name = "up2", address = "10.0.2.2/24"),
        right = @VethEnd(namespace = "server", name = "isp2", address = "10.0.2.1/24"))
@Loopback(namespace = "server", address = "203.0.113.1/32")
@DefaultRoute(namespace = "router", via = "10.0.1.1")
@DefaultRoute(namespace = "router", via = "10.0.2.1", table = 200)
class PolicyRoutingTests {
    // end::network[]

    // tag::network[]
    @Test
    @PolicyRule(namespace = "router", from = "10.0.2.2", table = 200)
    void theSenderDecides(@NetNamespace("router") NetworkNamespace router) {
        RouteQuery packet = RouteQuery.to("203.0.113.1");
        assertThat(router).routesTo(packet).via("10.0.1.1");
        assertThat(router).routesTo(packet.from("10.0.2.2")).via("10.0.2.1").inTable(200);
    }
    // end::network[]

    @Test
    @PolicyRule(namespace = "router", protocol = RuleProtocol.TCP, ports = "8443", table = 200)
    void thePortDecides(Lab lab) throws IOException {
        assertThat(sender(lab, 8080)).isEqualTo("10.0.1.2");
        assertThat(sender(lab, 8443)).isEqualTo("10.0.2.2");
    }

    /** The address by which the server knows the router. */
    private static String sender(Lab lab, int port) throws IOException {
        InetAddress server = InetAddress.getByName("203.0.113.1");
        try (ServerSocket listening =
                        lab.namespace("server").serverSocketFactory().createServerSocket(port, 1, server);
                Socket client = lab.namespace("router").socketFactory().createSocket(server, port);
                Socket accepted = listening.accept()) {
            assertThat(client.isConnected()).isTrue();
            return accepted.getInetAddress().getHostAddress();
        }
    }

    @Test
    @PolicyRule(namespace = "router", mark = 7, table = 200)
    void theMarkDecides(@NetNamespace("router") NetworkNamespace router) {
        assertThat(router).routesTo(RouteQuery.to("203.0.113.1").mark(7)).via("10.0.2.1");
        assertThat(router).routesTo(RouteQuery.to("203.0.113.1").mark(8)).via("10.0.1.1");
    }

    @Test
    void aRuleRefusesWhileItIsThere(Lab lab) {
        NetworkNamespace router = lab.namespace("router");
        try (Addition rule = lab.add(io.github.netnsjunit.route.PolicyRule.of("router", Action.PROHIBIT)
                .to("203.0.113.0/24"))) {
            assertThat(rule.parts()).hasSize(1);
            assertThat(router).cannotPing("203.0.113.1").because(Unreachable.PROHIBITED);
            assertThat(router).hasNoRouteTo("203.0.113.1");
        }
        assertThat(router).canPing("203.0.113.1");
    }

    @Test
    @Route(
            namespace = "router",
            to = "203.0.113.0/24",
            hops = {@Hop(via = "10.0.1.1", weight = 3), @Hop(via = "10.0.2.1")})
    @Sysctl(namespace = "router", name = "net.ipv4.fib_multipath_hash_policy", value = "1") // ports count too
    void twoWaysShareTheConnections(Lab lab) throws Exception {
        assertThat(lab.namespace("router"))
                .routesTo("203.0.113.1")
                .via("10.0.1.1")
                .via("10.0.2.1");
        int connections = 400;
        int bySecond = 0;
        try (DatagramSocket server = lab.namespace("server").call(() -> new DatagramSocket(9000))) {
            for (int i = 0; i < connections; i++) {
                bySecond += sender(lab, server).equals("10.0.2.2") ? 1 : 0;
            }
        }
        assertThat(bySecond).isBetween(connections / 10, connections * 4 / 10); // a quarter, give or take
    }

    private static String sender(Lab lab, DatagramSocket server) throws Exception {
        server.setSoTimeout(10_000);
        try (DatagramSocket client = lab.namespace("router").call(() -> new DatagramSocket())) {
            client.connect(new InetSocketAddress("203.0.113.1", 9000));
            client.send(new DatagramPacket(new byte[1], 1));
            DatagramPacket received = new DatagramPacket(new byte[1], 1);
            server.receive(received);
            return received.getAddress().getHostAddress();
        }
    }
    // tag::network[]
}
// end::network[]
