package io.github.netnsjunit.policy;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static io.github.netnsjunit.policy.NatTests.network;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.netnsjunit.lab.Addition;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.listing.NatMapping;
import io.github.netnsjunit.lab.listing.TrackedConnection;
import io.github.netnsjunit.link.Lan;
import io.github.netnsjunit.link.Router;
import io.github.netnsjunit.probe.Unreachable;
import io.github.netnsjunit.topology.Topology;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a NAT does to the network around it, beyond mapping and filtering. */
@Tag("kernel")
class NatLabTests {

    private static final Nat FULL_CONE = Nat.of("box", "internet", NatKind.FULL_CONE);
    private static final String OUTSIDE = "203.0.113.254";

    @Test
    void nobodyOutsideKnowsAWayToThoseBehindIt() {
        Topology topology = network(FULL_CONE);
        assertThat(topology.warnings()).isEmpty();
        try (Lab lab = Lab.create(topology)) {
            assertThat(lab.namespace("alice")).canPing("one").canPing("2001:db8::1");
            assertThat(lab.namespace("one")).cannotConnectTo("192.168.1.1", 80).because(Unreachable.NO_ROUTE);
            assertThat(lab.namespace("one")).canPing(OUTSIDE).canPing("fd00:1::1"); // IPv6 is routed
        }
        try (Lab lab = Lab.create(network(FULL_CONE.ipv6(true)))) {
            assertThat(lab.namespace("alice")).canPing("2001:db8::1");
            assertThat(lab.namespace("one")).cannotPing("fd00:1::1").because(Unreachable.NO_ROUTE);
        }
    }

    @Test
    @io.github.netnsjunit.jupiter.Lan(name = "home", subnet = "192.168.1.0/24", hosts = "alice")
    @io.github.netnsjunit.jupiter.Lan(name = "internet", subnet = "203.0.113.0/24", hosts = "one")
    @io.github.netnsjunit.jupiter.Router(
            name = "box",
            lans = {"home", "internet"})
    @io.github.netnsjunit.jupiter.Nat(
            router = "box",
            outside = "internet",
            kind = NatKind.SYMMETRIC,
            ports = "20000-20099",
            udpTimeout = "7 s",
            tcpTimeout = "8 s")
    @io.github.netnsjunit.jupiter.PortForward(router = "box", port = 8080, lastPort = 8082, to = "alice:80")
    void isDeclaredByAnnotation(Lab lab) throws Exception {
        try (NatProber prober = new NatProber(lab, false)) {
            InetSocketAddress seen =
                    NatProber.seen(prober.udp("alice", "home", 5000), prober.udp("one", "internet", 0));
            assertThat(seen.getPort()).isBetween(20000, 20099);
            assertThat(lab.namespace("box").sysctl("net.netfilter.nf_conntrack_udp_timeout"))
                    .isEqualTo("7");
            assertThat(lab.namespace("box").sysctl("net.netfilter.nf_conntrack_udp_timeout_stream"))
                    .isEqualTo("7");
            assertThat(lab.namespace("box").sysctl("net.netfilter.nf_conntrack_tcp_timeout_established"))
                    .isEqualTo("8");
            assertForwards(prober, 8081, 81);
        }
    }

    /** Sends from outside by UDP and TCP, and from behind the NAT if there is somebody besides alice. */
    private static void assertForwards(NatProber prober, int outside, int inside) throws Exception {
        InetSocketAddress to = new InetSocketAddress(prober.address("box", "internet"), outside);
        DatagramSocket udp = prober.udp("alice", "home", inside);
        NatProber.send(prober.udp("one", "internet", 0), to, "hello");
        assertThat(NatProber.text(NatProber.receive(udp))).isEqualTo("hello");
        try (ServerSocket server = prober.listen("alice", "home", inside);
                Socket client = prober.connect("one", to);
                Socket accepted = server.accept()) {
            assertThat(accepted.getRemoteSocketAddress()).isEqualTo(client.getLocalSocketAddress());
            client.getOutputStream().write(7);
            assertThat(accepted.getInputStream().read()).isEqualTo(7);
        }
    }

    @Test
    void forwardsPortsToHostsBehindIt() throws Exception {
        Topology topology = network(
                FULL_CONE.filtering(NatBehavior.ADDRESS_AND_PORT_DEPENDENT).hairpinning(true),
                PortForward.of("box", 8080, "alice:80"),
                PortForward.of("box", new PortRange(100, 102), "192.168.1.1:1100"),
                PortForward.of("box", new PortRange(200, 202), "alice"));
        try (Lab lab = Lab.create(topology);
                NatProber prober = new NatProber(lab, false)) {
            assertForwards(prober, 8080, 80);
            assertForwards(prober, 102, 1102);
            assertForwards(prober, 201, 201);
            InetSocketAddress to = new InetSocketAddress(OUTSIDE, 8080);
            try (ServerSocket server = prober.listen("alice", "home", 80);
                    Socket client = prober.connect("bob", to);
                    Socket accepted = server.accept()) {
                assertThat(((InetSocketAddress) accepted.getRemoteSocketAddress()).getAddress())
                        .isEqualTo(to.getAddress());
                client.getOutputStream().write(7);
                assertThat(accepted.getInputStream().read()).isEqualTo(7);
            }
            assertThat(lab.namespace("one")).cannotConnectTo(OUTSIDE, 8081);
        }
    }

    @Test
    void forwardsOnePortOfTcpAndOfUdpToDifferentHosts() throws Exception {
        Topology topology = network(
                FULL_CONE,
                PortForward.of("box", 8080, "alice:80").only(TransportProtocol.TCP),
                PortForward.of("box", 8080, "bob:80").only(TransportProtocol.UDP));
        try (Lab lab = Lab.create(topology);
                NatProber prober = new NatProber(lab, false);
                ServerSocket alice = prober.listen("alice", "home", 80)) {
            DatagramSocket bob = prober.udp("bob", "home", 80);
            InetSocketAddress to = new InetSocketAddress(OUTSIDE, 8080);
            NatProber.send(prober.udp("one", "internet", 0), to, "hello");
            assertThat(NatProber.text(NatProber.receive(bob))).isEqualTo("hello");
            try (Socket client = prober.connect("one", to);
                    Socket accepted = alice.accept()) {
                assertThat(accepted.getRemoteSocketAddress()).isEqualTo(client.getLocalSocketAddress());
            }
        }
    }

    @Test
    void forwardsPortsOfIpv6() throws Exception {
        try (Lab lab = Lab.create(network(FULL_CONE.ipv6(true), PortForward.of("box", 8080, "alice:80")));
                NatProber prober = new NatProber(lab, true)) {
            assertForwards(prober, 8080, 80);
        }
    }

    @Test
    void tellsItsMappingsAndForgetsThem() throws Exception {
        try (Lab lab = Lab.create(network(FULL_CONE));
                NatProber prober = new NatProber(lab, false)) {
            DatagramSocket alice = prober.udp("alice", "home", 5000);
            DatagramSocket one = prober.udp("one", "internet", 4001);
            InetSocketAddress seen = NatProber.seen(alice, one);
            List<NatMapping> mappings = lab.namespace("box").nat().mappings();
            assertThat(mappings).singleElement().satisfies(mapping -> {
                assertThat(mapping.protocol()).isEqualTo("udp");
                assertThat(mapping.inside()).isEqualTo(alice.getLocalSocketAddress());
                assertThat(mapping.outside()).isEqualTo(seen);
                assertThat(mapping.remote()).isEqualTo(one.getLocalSocketAddress());
                assertThat(mapping.timeLeft()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(30));
            });
            DatagramSocket two = prober.udp("two", "internet", 0);
            NatProber.send(two, seen, "before");
            assertThat(NatProber.heard(alice, one)).containsExactly("before");
            lab.namespace("box").nat().flush();
            assertThat(lab.namespace("box").nat().mappings()).isEmpty();
            NatProber.send(two, seen, "after");
            assertThat(NatProber.heard(alice, one)).isEmpty();
        }
    }

    @Test
    void afterAFlushASymmetricNatGivesAnotherPort() throws Exception {
        try (Lab lab = Lab.create(network(Nat.of("box", "internet", NatKind.SYMMETRIC)));
                NatProber prober = new NatProber(lab, false)) {
            DatagramSocket alice = prober.udp("alice", "home", 5000);
            DatagramSocket one = prober.udp("one", "internet", 4001);
            Set<InetSocketAddress> seen = new HashSet<>();
            for (int i = 0; i < 5; i++) {
                seen.add(NatProber.seen(alice, one));
                lab.namespace("box").nat().flush();
            }
            assertThat(seen).hasSizeGreaterThan(1);
        }
    }

    @Test
    void oneConnectionIsForgotten() throws Exception {
        try (Lab lab = Lab.create(network(FULL_CONE));
                NatProber prober = new NatProber(lab, false)) {
            DatagramSocket alice = prober.udp("alice", "home", 5000);
            NatProber.seen(alice, prober.udp("one", "internet", 4001));
            NatProber.seen(alice, prober.udp("two", "internet", 4001));
            assertThat(lab.namespace("alice")).canPing("one");
            List<TrackedConnection> all = lab.namespace("box").conntrack().entries();
            assertThat(all).hasSize(3).allMatch(TrackedConnection::isTranslated);
            TrackedConnection ping = all.stream()
                    .filter(each -> each.protocol().equals("icmp"))
                    .findFirst()
                    .orElseThrow();
            assertThat(ping.seenReply()).isTrue();
            lab.namespace("box").conntrack().delete(ping);
            lab.namespace("box").conntrack().delete(ping);
            assertThat(lab.namespace("box").conntrack().entries())
                    .hasSize(2)
                    .allMatch(each -> each.protocol().equals("udp"));
            lab.namespace("box").conntrack().flush();
            assertThat(lab.namespace("box").conntrack().entries()).isEmpty();
        }
    }

    @Test
    void forgetsAMappingAfterItsTime() throws Exception {
        try (Lab lab = Lab.create(network(FULL_CONE.udpTimeout(Duration.ofSeconds(1))));
                NatProber prober = new NatProber(lab, false)) {
            DatagramSocket alice = prober.udp("alice", "home", 5000);
            DatagramSocket one = prober.udp("one", "internet", 4001);
            InetSocketAddress seen = NatProber.seen(alice, one);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> lab.namespace("box").nat().mappings().isEmpty());
            NatProber.send(prober.udp("two", "internet", 0), seen, "late");
            // what the router itself answers needs no mapping, which would be forgotten again
            assertThat(NatProber.heard(alice, prober.udp("box", "home", 0))).isEmpty();
        }
    }

    @Test
    void twoHostsNeverShareAPortUnlessOverloadingIsAllowed() throws Exception {
        for (boolean overloading : new boolean[] {false, true}) {
            Nat nat = Nat.of("box", "internet", NatKind.PORT_RESTRICTED_CONE).portOverloading(overloading);
            try (Lab lab = Lab.create(network(nat));
                    NatProber prober = new NatProber(lab, false)) {
                InetSocketAddress alice =
                        NatProber.seen(prober.udp("alice", "home", 5000), prober.udp("one", "internet", 4001));
                InetSocketAddress bob =
                        NatProber.seen(prober.udp("bob", "home", 5000), prober.udp("two", "internet", 4001));
                assertThat(alice.getPort()).isEqualTo(5000);
                assertThat(bob.equals(alice)).isEqualTo(overloading);
            }
        }
    }

    @Test
    void takesPortsOfARangeAndPreservesThoseInIt() throws Exception {
        try (Lab lab = Lab.create(network(FULL_CONE.ports("20000-20999")));
                NatProber prober = new NatProber(lab, false)) {
            DatagramSocket one = prober.udp("one", "internet", 4001);
            assertThat(NatProber.seen(prober.udp("alice", "home", 20500), one).getPort())
                    .isEqualTo(20500);
            assertThat(NatProber.seen(prober.udp("alice", "home", 5000), one).getPort())
                    .isBetween(20000, 20999);
        }
    }

    @Test
    void aProviderGivesEachCustomerABlockOfPorts() throws Exception {
        Nat provider = Nat.of("box", "internet", NatKind.CARRIER_GRADE).portBlock(10);
        try (Lab lab = Lab.create(network(provider));
                NatProber prober = new NatProber(lab, false)) {
            DatagramSocket one = prober.udp("one", "internet", 4001);
            Set<Integer> ports = new HashSet<>();
            for (int i = 0; i < 10; i++) {
                ports.add(NatProber.seen(prober.udp("alice", "home", 0), one).getPort());
                assertThat(NatProber.seen(prober.udp("bob", "home", 0), one).getPort())
                        .isBetween(1034, 1043);
            }
            assertThat(ports).containsExactlyInAnyOrder(1024, 1025, 1026, 1027, 1028, 1029, 1030, 1031, 1032, 1033);
            NatProber.send(prober.udp("alice", "home", 0), (InetSocketAddress) one.getLocalSocketAddress(), "no port");
            // What follows from bob is heard, so what came before from alice was dropped.
            NatProber.send(prober.udp("two", "internet", 0), (InetSocketAddress) one.getLocalSocketAddress(), "next");
            assertThat(NatProber.text(NatProber.receive(one))).isEqualTo("next");
        }
    }

    @Test
    void ofSeveralAddressesAHostAlwaysHasTheSame() throws Exception {
        Nat pool = FULL_CONE.addresses(OUTSIDE, "203.0.113.200", "203.0.113.201");
        try (Lab lab = Lab.create(network(pool));
                NatProber prober = new NatProber(lab, false)) {
            DatagramSocket one = prober.udp("one", "internet", 4001);
            for (String host : List.of("alice", "bob")) {
                Set<Object> addresses = new HashSet<>();
                for (int i = 0; i < 20; i++) {
                    addresses.add(
                            NatProber.seen(prober.udp(host, "home", 0), one).getAddress());
                }
                assertThat(addresses).hasSize(1);
            }
        }
        try (Lab lab = Lab.create(network(pool.arbitraryPooling()));
                NatProber prober = new NatProber(lab, false)) {
            DatagramSocket one = prober.udp("one", "internet", 4001);
            Set<Object> addresses = new HashSet<>();
            for (int i = 0; i < 60; i++) {
                addresses.add(
                        NatProber.seen(prober.udp("alice", "home", 0), one).getAddress());
            }
            assertThat(addresses).hasSize(3);
        }
    }

    @Test
    void twoNatsInARow() throws Exception {
        Topology topology = Topology.of(
                Lan.of("home", "192.168.1.0/24", "alice", "bob"),
                Lan.of("isp", "100.64.0.0/24"),
                Lan.of("internet", "203.0.113.0/24", "one", "two"),
                Router.of("inner", "home", "isp"),
                Router.of("box", "isp", "internet"),
                Nat.of("inner", "isp", NatKind.PORT_RESTRICTED_CONE),
                Nat.of("box", "internet", NatKind.CARRIER_GRADE));
        assertThat(topology.warnings()).isEmpty();
        try (Lab lab = Lab.create(topology);
                NatProber prober = new NatProber(lab, false)) {
            assertThat(prober.udpMapping()).isEqualTo(NatBehavior.ENDPOINT_INDEPENDENT);
            assertThat(prober.udpFiltering()).isEqualTo(NatBehavior.ADDRESS_AND_PORT_DEPENDENT);
            assertThat(prober.tcpMapping()).isEqualTo(NatBehavior.ENDPOINT_INDEPENDENT);
            assertThat(NatProber.seen(prober.udp("alice", "home", 5000), prober.udp("one", "internet", 0))
                            .getPort())
                    .isBetween(1024, 2023);
        }
    }

    @Test
    void comesAndGoesInALiveLab() throws Exception {
        try (Lab lab = Lab.create(network())) {
            assertThat(lab.namespace("one")).canPing("192.168.1.1");
            try (Addition nat = lab.add(FULL_CONE);
                    NatProber prober = new NatProber(lab, false)) {
                assertThat(nat.parts()).containsExactly(FULL_CONE);
                assertThat(lab.namespace("one")).cannotPing("192.168.1.1").because(Unreachable.NO_ROUTE);
                try (Addition forward = lab.add(PortForward.of("box", 8080, "alice:80"))) {
                    assertThat(forward.parts()).hasSize(1);
                    assertForwards(prober, 8080, 80);
                }
                assertThat(lab.namespace("one")).cannotConnectTo(OUTSIDE, 8080);
                assertThat(lab.namespace("alice")).canPing("one");
            }
            assertThat(lab.namespace("one"))
                    .canPing("192.168.1.1")
                    .cannotConnectTo(OUTSIDE, 8080)
                    .because(Unreachable.REFUSED);
        }
    }
}
