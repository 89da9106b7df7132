package io.github.netnsjunit.probe;

import io.github.netnsjunit.lab.End;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.Topology;

/** A client and a server with a router between them, of both families; the router refuses some networks, each in another way. */
public final class RoutedNetwork implements AutoCloseable {

    private final Lab lab;

    private RoutedNetwork(Lab lab) {
        this.lab = lab;
    }

    public static RoutedNetwork create() {
        Lab lab = Lab.create(Topology.builder()
                .namespace("client")
                .namespace("router")
                .namespace("server")
                .vethPair(
                        End.of("client", "to_router", "10.0.0.2/24", "fd00::2/64"),
                        End.of("router", "to_client", "10.0.0.1/24", "fd00::1/64"))
                .vethPair(
                        End.of("router", "to_server", "10.0.1.1/24", "fd01::1/64"),
                        End.of("server", "to_router", "10.0.1.2/24", "fd01::2/64"))
                .route("client", "10.0.0.0/8", "10.0.0.1")
                .route("client", "fd00::/8", "fd00::1")
                .route("server", "10.0.0.0/8", "10.0.1.1")
                .route("server", "fd00::/8", "fd01::1")
                .sysctl("router", "net.ipv4.ip_forward", "1")
                // otherwise the router tells the reason to the first probe and keeps silent towards the next
                .sysctl("router", "net.ipv4.icmp_ratelimit", "0")
                .sysctl("router", "net.ipv6.icmp.ratelimit", "0")
                .sysctl("router", "net.ipv6.conf.all.forwarding", "1")
                .build());
        RoutedNetwork network = new RoutedNetwork(lab);
        for (String node : new String[] {"client", "router"}) {
            String net = node.equals("client") ? "8" : "9";
            for (String type : new String[] {"prohibit", "unreachable", "blackhole"}) {
                network.ip(node, "route", "add", type, "10." + net + "." + type.length() + ".0/24");
                network.ip(node, "-6", "route", "add", type, "fd0" + net + ":" + type.length() + "::/64");
            }
        }
        return network;
    }

    public NetworkNamespace client() {
        return lab.namespace("client");
    }

    public NetworkNamespace router() {
        return lab.namespace("router");
    }

    public NetworkNamespace server() {
        return lab.namespace("server");
    }

    /** The library has no API for special routes, and needs none. */
    private void ip(String node, String... arguments) {
        String[] command = new String[arguments.length + 1];
        command[0] = "ip";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        try (var process = lab.namespace(node).start(command)) {
            int code = process.awaitExit();
            if (code != 0) {
                throw new IllegalStateException(process + " failed: " + process.output());
            }
        }
    }

    @Override
    public void close() {
        lab.close();
    }
}
