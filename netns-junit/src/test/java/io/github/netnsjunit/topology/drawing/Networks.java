package io.github.netnsjunit.topology.drawing;

import io.github.netnsjunit.link.BridgeLink;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.IfbLink;
import io.github.netnsjunit.link.Lan;
import io.github.netnsjunit.link.Router;
import io.github.netnsjunit.link.TapLink;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.link.VxlanLink;
import io.github.netnsjunit.link.WireGuardLink;
import io.github.netnsjunit.link.WireGuardPeer;
import io.github.netnsjunit.policy.Firewall;
import io.github.netnsjunit.policy.FirewallPreset;
import io.github.netnsjunit.policy.Nat;
import io.github.netnsjunit.policy.NatKind;
import io.github.netnsjunit.policy.NftRuleset;
import io.github.netnsjunit.policy.PortForward;
import io.github.netnsjunit.route.PolicyRule;
import io.github.netnsjunit.route.StaticRoute;
import io.github.netnsjunit.service.DnsServer;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Networks for the tests to draw. */
final class Networks {

    private Networks() {}

    /** A switch with hosts that are connected with nothing else. */
    static Topology star(int hosts) {
        return Topology.of(lan("lan", 0, hosts));
    }

    private static List<Part> lan(String name, int number, int hosts) {
        List<Part> parts = new ArrayList<>(List.of(Namespace.of(name), BridgeLink.of(name, "br0")));
        for (int i = 1; i <= hosts; i++) {
            String host = "%s_host%d".formatted(name, i);
            parts.add(Namespace.of(host));
            parts.add(VethLink.between(
                    End.of(host, "eth0", "10.0.%d.%d/24".formatted(number, i)),
                    End.of(name, "port" + i).master("br0")));
        }
        return parts;
    }

    /** Two switches with hosts, a router between them, and another host behind one of the hosts: 12 boxes. */
    static Topology routed() {
        List<Part> parts = lan("office", 1, 4);
        parts.addAll(lan("internet", 2, 3));
        parts.addAll(List.of(
                Namespace.of("home"),
                VethLink.between(
                        End.of("home", "inside", "10.0.1.254/24", "fd00:1::fe/64"),
                        End.of("office", "uplink").master("br0")),
                VethLink.between(
                        End.of("home", "outside", "10.0.2.254/24"),
                        End.of("internet", "uplink").master("br0")),
                Namespace.of("printer").withoutLoopback(),
                VethLink.between(
                        End.of("office_host1", "usb0", "192.168.7.1/30"), End.of("printer", "usb0", "192.168.7.2/30")),
                StaticRoute.defaultVia("office_host1", "10.0.1.254")));
        return Topology.of(parts);
    }

    /** Namespaces with cables at random; the same seed gives the same network. */
    static Topology mesh(int namespaces, int moreCables, long seed) {
        Random random = new Random(seed);
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < namespaces; i++) {
            parts.add(Namespace.of("node" + i));
        }
        for (int i = 1; i < namespaces + moreCables; i++) {
            int one = i < namespaces ? i : random.nextInt(namespaces);
            int other = i < namespaces ? Math.max(0, i - 1 - random.nextInt(6)) : random.nextInt(namespaces);
            parts.add(VethLink.between(
                    End.of("node" + one, "a" + i, "10.9." + i + ".1/30"),
                    End.of("node" + other, "b" + i, "10.9." + i + ".2/30")));
        }
        return Topology.of(parts);
    }

    /** Two homes behind NATs, with a firewall, a name server, a tunnel and other things that a host may have. */
    static Topology behindNats() {
        return Topology.of(
                Lan.of("home_1", "192.168.1.0/24", "alice", "tv").subnet("fd00:1::/64"),
                Lan.of("home_2", "192.168.1.0/24", "bob"),
                Lan.of("internet", "203.0.113.0/24", "server", "ns").subnet("fd00:2::/64"),
                Router.of("box_1", "home_1", "internet").advertise(),
                Router.of("box_2", "home_2", "internet"),
                Nat.of("box_1", "internet", NatKind.PORT_RESTRICTED_CONE).ipv6(true),
                Nat.of("box_2", "internet", NatKind.SYMMETRIC),
                PortForward.of("box_2", 8080, "bob:80"),
                Firewall.of("box_2", FirewallPreset.STATEFUL).on("internet").except("203.0.113.0/24 icmp"),
                NftRuleset.of("server", "table inet a_name_that_is_so_long_that_it_takes_more_than_one_line { }"),
                WireGuardLink.of("alice", "wg0", "10.9.0.1/24").peer("server"),
                WireGuardLink.of("server", "wg0", "10.9.0.2/24")
                        .peer(WireGuardPeer.of("alice").await()),
                VxlanLink.of("ns", "vx0", 42, "203.0.113.1", "10.42.0.1/24"),
                TapLink.of("bob", "tap0", "10.77.0.1/24"),
                IfbLink.of("tv", "ifb0"),
                PolicyRule.lookup("box_1", 200).from("192.168.1.0/24"),
                StaticRoute.defaultVia("box_1", "203.0.113.1").table(200),
                DnsServer.of("ns", "www.example.test. 60 IN A 203.0.113.1").clients("alice", "bob"));
    }

    /** Six LANs of seven hosts, each behind a router, and a router to the outside: 60 namespaces. */
    static Topology campus() {
        List<Part> parts = new ArrayList<>();
        for (int i = 1; i <= 6; i++) {
            String prefix = "host" + i + "_";
            String[] hosts =
                    IntStream.rangeClosed(1, 7).mapToObj(host -> prefix + host).toArray(String[]::new);
            parts.add(Lan.of("lan" + i, "10." + i + ".0.0/24", hosts).subnet("fd00:" + i + "::/64"));
            parts.add(Router.of("router" + i, "lan" + i, "core"));
        }
        parts.add(Lan.of("core", "10.100.0.0/24", "ns").subnet("fd00:100::/64"));
        parts.add(Lan.of("internet", "203.0.113.0/24", "server"));
        parts.add(Router.of("gate", "core", "internet"));
        parts.add(Nat.of("gate", "internet", NatKind.SYMMETRIC));
        parts.add(DnsServer.of("ns", "www.example.test. 60 IN A 203.0.113.1"));
        return Topology.of(parts);
    }

    /** Ten routers in a row. */
    static Topology chain() {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i <= 10; i++) {
            parts.add(Lan.of("net" + i, "10." + i + ".0.0/24", "host" + i));
        }
        for (int i = 0; i < 10; i++) {
            parts.add(Router.of("router" + i, "net" + i, "net" + (i + 1)));
        }
        return Topology.of(parts);
    }

    /** The longest names, addresses and routes, and characters that mean something to XML, Mermaid, HTML or a terminal. */
    static Topology odd() {
        String letters = "n".repeat(64);
        String others = "m".repeat(60);
        return Topology.of(
                Namespace.host(letters),
                Namespace.of(others),
                Namespace.of("名前空間"),
                Namespace.of("style"),
                BridgeLink.of("classDef", "br<&>\"]", "fd00:1111:2222:3333:4444:5555:6666:7777/64"),
                Namespace.of("classDef"),
                VethLink.between(
                        End.of(letters, "a_b*c`d[e]", "2001:db8:1111:2222:3333:4444:5555:6666/112", "10.0.0.1/32"),
                        End.of(others, "\u0001\u0002\u202e#\"", "2001:db8:1111:2222:3333:4444:5555:7777/112")),
                VethLink.between(
                        End.of(letters, "x0", "10.7.0.1/24"),
                        End.of("classDef", "p0").master("br<&>\"]")),
                VethLink.between(
                        End.of("名前空間", "😀名", "10.7.0.2/24"),
                        End.of("classDef", "\\a--b|c;").master("br<&>\"]")),
                VethLink.between(
                        End.of(
                                "classDef",
                                "\u0003\u0004\u0005\u0006\u0007\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018"),
                        End.of("style", "d").down()),
                StaticRoute.of(letters, "2001:db8:aaaa:bbbb:cccc:dddd::/96", "2001:db8:1111:2222:3333:4444:5555:6667")
                        .dev("a_b*c`d[e]")
                        .metric(Integer.MAX_VALUE));
    }
}
