package io.github.netnsjunit.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.holds.Datagrams;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.route.StaticRoute;
import io.github.netnsjunit.topology.RouteHop;
import io.github.netnsjunit.topology.Topology;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Multicasts and broadcasts on a LAN, by programs that name no interface. */
@Timeout(60)
class GroupsOnLanTests {

    private static final int PORT = 5000;

    private static final Topology TWO_LANS = Topology.of(
            Lan.of("office", "10.1.0.0/24", "alice", "bob", "carol", "dave").subnet("fd00:1::/64"),
            Lan.of("home", "10.2.0.0/24", "erin", "frank").subnet("fd00:2::/64"));

    private static MulticastSocket open(NetworkNamespace namespace) throws Exception {
        return namespace.call(() -> new MulticastSocket(PORT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"239.1.2.3", "ff05::1234"})
    void aGroupIsHeardWhereItWasJoinedAndNowhereElse(String group) throws Exception {
        InetAddress address = InetAddress.getByName(group);
        try (Lab lab = Lab.create(TWO_LANS);
                MulticastSocket alice = open(lab.namespace("alice"));
                MulticastSocket bob = open(lab.namespace("bob"));
                MulticastSocket carol = open(lab.namespace("carol"));
                MulticastSocket dave = open(lab.namespace("dave"));
                MulticastSocket erin = open(lab.namespace("erin"));
                MulticastSocket frank = open(lab.namespace("frank"))) {
            for (var joined : List.of(
                    List.of("alice", alice), List.of("bob", bob), List.of("carol", carol), List.of("erin", erin))) {
                MulticastSocket socket = (MulticastSocket) joined.get(1);
                lab.namespace((String) joined.get(0))
                        .run(() -> socket.joinGroup(new InetSocketAddress(address, PORT), null));
            }

            lab.namespace("alice").run(() -> Datagrams.send(alice, "to the group", address, PORT));

            assertThat(List.of(Datagrams.receive(alice), Datagrams.receive(bob), Datagrams.receive(carol)))
                    .containsOnly("to the group");
            // Dave has not joined, and Erin has joined on another LAN: they hear first what is sent to them alone,
            // later.
            lab.namespace("alice")
                    .run(() -> Datagrams.send(
                            alice, "to dave", lab.namespace("dave").address(), PORT));
            lab.namespace("frank")
                    .run(() -> Datagrams.send(
                            frank, "to erin", lab.namespace("erin").address(), PORT));
            assertThat(Datagrams.receive(dave)).isEqualTo("to dave");
            assertThat(Datagrams.receive(erin)).isEqualTo("to erin");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"255.255.255.255", "10.1.0.255"})
    void aBroadcastIsHeardByAllOfTheLanAndByNobodyElse(String everybody) throws Exception {
        InetAddress address = InetAddress.getByName(everybody);
        try (Lab lab = Lab.create(TWO_LANS);
                MulticastSocket alice = open(lab.namespace("alice"));
                MulticastSocket bob = open(lab.namespace("bob"));
                MulticastSocket carol = open(lab.namespace("carol"));
                MulticastSocket dave = open(lab.namespace("dave"));
                MulticastSocket erin = open(lab.namespace("erin"));
                MulticastSocket frank = open(lab.namespace("frank"))) {
            alice.setBroadcast(true);

            lab.namespace("alice").run(() -> Datagrams.send(alice, "to everybody", address, PORT));

            assertThat(List.of(Datagrams.receive(bob), Datagrams.receive(carol), Datagrams.receive(dave)))
                    .containsOnly("to everybody");
            lab.namespace("frank")
                    .run(() -> Datagrams.send(
                            frank, "to erin", lab.namespace("erin").address(), PORT));
            assertThat(Datagrams.receive(erin)).isEqualTo("to erin");
        }
    }

    private static List<String> routes(Topology topology) {
        return topology.outline().routes().stream()
                .map(route -> {
                    RouteHop hop = route.hops().get(0);
                    return route.namespace() + ": " + route.to() + " "
                            + (hop.via() == null ? hop.dev() : hop.via().getHostAddress());
                })
                .collect(Collectors.toCollection(ArrayList::new));
    }

    @Test
    void whatIsDeclaredWins() {
        Topology topology = Topology.of(
                Lan.of("office", "10.1.0.0/24", "alice", "bob", "carol", "dave"),
                Lan.of("home", "10.2.0.0/24", "dave", "erin"),
                Lan.of("v6", "fd00:6::/64", "frank"),
                Lan.of("routed", "10.3.0.0/24", "grace").routers("gate"),
                DummyLink.of("alice", "other", "10.9.0.1/24"),
                StaticRoute.through("alice", "224.0.0.0/4", "other"),
                StaticRoute.defaultVia("bob", "10.1.0.1"));

        assertThat(routes(topology))
                .containsExactlyInAnyOrder(
                        "alice: 224.0.0.0/4 other",
                        "bob: default 10.1.0.1",
                        "carol: 224.0.0.0/4 office",
                        "carol: 255.255.255.255/32 office",
                        "erin: 224.0.0.0/4 home",
                        "erin: 255.255.255.255/32 home",
                        "grace: default 10.3.0.254");
    }

    @Test
    void aSecondLanTakesTheRoutesAway() {
        try (Lab lab = Lab.create(Topology.of(Lan.of("office", "10.1.0.0/24", "alice", "bob")))) {
            NetworkNamespace alice = lab.namespace("alice");
            assertThat(alice.routes()).anyMatch(route -> route.toString().contains("224.0.0.0/4"));

            try (var added = lab.add(Lan.of("home", "10.2.0.0/24", "alice"))) {
                assertThat(added.parts()).hasSize(1);
                assertThat(alice.routes()).noneMatch(route -> route.toString().contains("224.0.0.0/4"));
            }
            assertThat(alice.routes()).anyMatch(route -> route.toString().contains("224.0.0.0/4"));
        }
    }
}
