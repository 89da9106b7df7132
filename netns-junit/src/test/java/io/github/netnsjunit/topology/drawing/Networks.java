package io.github.netnsjunit.topology.drawing;

import io.github.netnsjunit.link.BridgeLink;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.route.StaticRoute;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

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
