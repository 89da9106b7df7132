package io.github.netnsjunit.examples;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.jupiter.Lan;
import io.github.netnsjunit.jupiter.Nat;
import io.github.netnsjunit.jupiter.PortForward;
import io.github.netnsjunit.jupiter.PrefixNat;
import io.github.netnsjunit.jupiter.Router;
import io.github.netnsjunit.lab.Addition;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.listing.NatMapping;
import io.github.netnsjunit.policy.NatBehavior;
import io.github.netnsjunit.policy.NatKind;
import io.github.netnsjunit.probe.Unreachable;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A LAN behind a router that translates addresses. */
// tag::home[]
@Lan(
        name = "home",
        subnet = "192.168.1.0/24",
        hosts = {"alice", "bob"})
@Lan(name = "internet", subnet = "203.0.113.0/24", hosts = "server")
@Router(
        name = "box",
        lans = {"home", "internet"})
@Nat(router = "box", outside = "internet", kind = NatKind.PORT_RESTRICTED_CONE)
@PortForward(router = "box", port = 8080, to = "alice:80")
class NatTests {

    @Test
    void theServerSeesTheRoutersAddress(Lab lab) throws Exception {
        NetworkNamespace server = lab.namespace("server");
        try (ServerSocket listening = server.serverSocketFactory().createServerSocket(443);
                Socket client = lab.namespace("alice").socketFactory().createSocket("server", 443);
                Socket accepted = listening.accept()) {
            assertThat(client.isConnected()).isTrue();
            assertThat(accepted.getInetAddress().getHostAddress()).isEqualTo("203.0.113.254");
        }
    }

    @Test
    void nobodyReachesThoseBehindIt(Lab lab) {
        assertThat(lab.namespace("server")).cannotConnectTo("192.168.1.1", 80).because(Unreachable.NO_ROUTE);
    }

    @Test
    void butByAForwardedPort(Lab lab) throws Exception {
        try (ServerSocket listening =
                lab.namespace("alice").serverSocketFactory().createServerSocket(80)) {
            assertThat(listening.isBound()).isTrue();
            assertThat(lab.namespace("server")).canConnectTo("203.0.113.254", 8080);
        }
    }
    // end::home[]

    // tag::flush[]
    @Test
    void theRouterRestarts(Lab lab) throws Exception {
        NetworkNamespace box = lab.namespace("box");
        NetworkNamespace server = lab.namespace("server");
        try (ServerSocket listening = server.serverSocketFactory().createServerSocket(443);
                Socket client = lab.namespace("alice").socketFactory().createSocket("server", 443);
                Socket accepted = listening.accept()) {
            NatMapping mapping = box.nat().mappings().get(0);
            assertThat(mapping.inside()).isEqualTo(client.getLocalSocketAddress());
            assertThat(mapping.outside()).isEqualTo(accepted.getRemoteSocketAddress());
            box.nat().flush();
            assertThat(box.nat().mappings()).isEmpty();
        }
    }
    // end::flush[]

    // tag::live[]
    @Test
    void aPortIsOpenedForAWhile(Lab lab) throws Exception {
        try (ServerSocket listening = lab.namespace("bob").serverSocketFactory().createServerSocket(22);
                Addition open = lab.add(io.github.netnsjunit.policy.PortForward.of("box", 2222, "bob:22"))) {
            assertThat(listening.isBound()).isTrue();
            assertThat(open.parts()).hasSize(1);
            assertThat(lab.namespace("server")).canConnectTo("203.0.113.254", 2222);
        }
        assertThat(lab.namespace("server")).cannotConnectTo("203.0.113.254", 2222);
    }
    // end::live[]

    /** The page shows this network's picture. */
    @Test
    void theGuideShowsIt(Lab lab) throws IOException {
        DrawingFile.firstPictureOf(Guide.page("nat.md"), lab.topology().toText());
    }

    // tag::provider[]
    @Nested
    @Lan(name = "flat", subnet = "192.168.7.0/24", hosts = "phone", routers = "flat_box")
    @Lan(name = "isp", subnet = "100.64.0.0/24", routers = "flat_box")
    @Router(
            name = "isp_box",
            lans = {"isp", "internet"})
    @Nat(
            router = "flat_box",
            outside = "isp",
            mapping = NatBehavior.ENDPOINT_INDEPENDENT,
            filtering = NatBehavior.ADDRESS_DEPENDENT,
            hairpinning = true,
            udpTimeout = "30 s")
    @Nat(router = "isp_box", outside = "internet", kind = NatKind.CARRIER_GRADE, portBlock = 500)
    class BehindAProvider {

        @Test
        void twoNatsAreInTheWay(Lab lab) {
            assertThat(lab.namespace("phone")).canPing("server");
        }
    }
    // end::provider[]

    // tag::prefix[]
    @Nested
    @Lan(name = "site", subnet = "10.9.0.0/24", hosts = "machine")
    @Router(
            name = "gate",
            lans = {"site", "internet"})
    @PrefixNat(router = "gate", outside = "internet", from = "10.9.0.0/28", to = "203.0.113.64/28")
    class WithAPrefixOfItsOwn {

        @Test
        void theMachineHasAnOutsideAddress(Lab lab) {
            assertThat(lab.namespace("server")).canPing("203.0.113.65"); // 10.9.0.1
        }
    }
    // end::prefix[]
    // tag::home[]
}
// end::home[]
