package io.github.netnsjunit.probe;

import io.github.netnsjunit.address.IpNetwork;
import io.github.netnsjunit.kernel.libc.NativeLibrary;
import io.github.netnsjunit.kernel.netlink.NetlinkSocket;
import io.github.netnsjunit.kernel.route.AddRoute;
import io.github.netnsjunit.kernel.route.RouteSpec;
import io.github.netnsjunit.kernel.route.RouteType;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.policy.SysctlSetting;
import io.github.netnsjunit.route.StaticRoute;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.util.List;
import java.util.stream.Stream;

/**
 * A client and a server with a router between them, with IPv4 and IPv6. The client and the router have routes that refuse
 * packets: one for each way to refuse.
 */
public final class RoutedNetwork implements AutoCloseable {

    private final Lab lab;

    private RoutedNetwork(Lab lab) {
        this.lab = lab;
    }

    public static RoutedNetwork create() {
        Lab lab = Lab.create(Topology.of(
                Namespace.of("client"),
                Namespace.of("router"),
                Namespace.of("server"),
                VethLink.between(
                        End.of("client", "to_router", "10.0.0.2/24", "fd00::2/64"),
                        End.of("router", "to_client", "10.0.0.1/24", "fd00::1/64")),
                VethLink.between(
                        End.of("router", "to_server", "10.0.1.1/24", "fd01::1/64"),
                        End.of("server", "to_router", "10.0.1.2/24", "fd01::2/64")),
                StaticRoute.of("client", "10.0.0.0/8", "10.0.0.1"),
                StaticRoute.of("client", "fd00::/8", "fd00::1"),
                StaticRoute.of("server", "10.0.0.0/8", "10.0.1.1"),
                StaticRoute.of("server", "fd00::/8", "fd01::1"),
                SysctlSetting.of("router", "net.ipv4.ip_forward", "1"),
                SysctlSetting.of("router", "net.ipv6.conf.all.forwarding", "1")));
        RoutedNetwork network = new RoutedNetwork(lab);
        refuse(network.client(), 8);
        refuse(network.router(), 9);
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

    /**
     * Adds routes that lead nowhere: {@code 10.N.8.0/24} and {@code fd0N:8::/64} for {@code prohibit}, with 9 in place of 8 for
     * {@code blackhole} and 11 for {@code unreachable}, which are the lengths of these words. A netlink socket adds them, because
     * a lab cannot have such routes.
     */
    private static void refuse(NetworkNamespace node, int net) {
        List<AddRoute> routes = Stream.of(RouteType.PROHIBIT, RouteType.UNREACHABLE, RouteType.BLACKHOLE)
                .flatMap(type -> Stream.of(
                        route("10.%d.%d.0".formatted(net, type.name().length()), 24, type),
                        route("fd0%d:%d::".formatted(net, type.name().length()), 64, type)))
                .toList();
        try {
            node.run(() -> {
                try (NetlinkSocket socket = NetlinkSocket.open(NativeLibrary.libc())) {
                    socket.execute(routes);
                }
            });
        } catch (Exception refused) {
            throw new IllegalStateException(refused);
        }
    }

    private static AddRoute route(String destination, int prefixLength, RouteType type) {
        return new AddRoute(new RouteSpec(IpNetwork.parse(destination).address(), prefixLength, null, 0, 0, type));
    }

    @Override
    public void close() {
        lab.close();
    }
}
