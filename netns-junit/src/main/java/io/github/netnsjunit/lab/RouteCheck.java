package io.github.netnsjunit.lab;

import io.github.netnsjunit.lab.TopologyCheck.Attached;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Finds the mistakes in the routes of one namespace of a topology, one route after the other. */
final class RouteCheck {

    /** {@code IP6_RT_PRIO_USER} of {@code net/ip6_route.h}, which the kernel takes for 0. */
    private static final int DEFAULT_IPV6_METRIC = 1024;
    /** {@code IP6_RT_PRIO_ADDRCONF} of the same. */
    private static final int CONNECTED_IPV6_METRIC = 256;

    private final Namespace namespace;
    private final Map<String, Attached> interfaces;
    private final List<StaticRoute> routes;
    /** What there is a route to already, and where it comes from. */
    private final Map<Destination, String> destinations = new HashMap<>();

    private record Destination(IpNetwork network, int metric) {}

    /**
     * @param interfaces those of the namespace by their names
     * @param routes those of the topology
     */
    RouteCheck(Namespace namespace, Map<String, Attached> interfaces, List<StaticRoute> routes) {
        this.namespace = namespace;
        this.interfaces = interfaces;
        this.routes = routes;
        interfaces.values().stream().filter(Attached::up).forEach(this::addConnected);
    }

    /** The routes that the kernel sets for an interface's addresses: IPv4 has none for an address alone. */
    private void addConnected(Attached attached) {
        for (InterfaceAddress address : attached.addresses()) {
            boolean ipv6 = address.address() instanceof Inet6Address;
            if (ipv6 || !address.network().isOneAddress()) {
                destinations.put(
                        new Destination(address.network(), ipv6 ? CONNECTED_IPV6_METRIC : 0),
                        ": the kernel sets it for the address [" + address + "] of " + attached.name());
            }
        }
    }

    List<String> mistakes(StaticRoute route) {
        List<String> mistakes = new ArrayList<>();
        if (route.metric() < 0) {
            mistakes.add("the metric [" + route.metric() + "] is negative");
        }
        checkInterface(route, mistakes);
        InetAddress via = parsed(route::gateway, mistakes);
        IpNetwork to = parsed(() -> StaticRoute.destination(route.to(), via), mistakes);
        if (to != null && (via != null || route.via() == null)) {
            checkDestination(route, to, mistakes);
            if (route.dev() == null || interfaces.containsKey(route.dev())) {
                checkWay(route, via, to, mistakes);
            }
        }
        return mistakes;
    }

    private static <T> @Nullable T parsed(Supplier<@Nullable T> text, List<String> mistakes) {
        try {
            return text.get();
        } catch (IllegalArgumentException malformed) {
            mistakes.add(String.valueOf(malformed.getMessage()));
            return null;
        }
    }

    private void checkDestination(StaticRoute route, IpNetwork to, List<String> mistakes) {
        String origin = destinations.putIfAbsent(new Destination(to, metric(route, to)), "");
        if (origin != null) {
            mistakes.add("there is already a route to [" + to + "] with the metric " + route.metric()
                    + " in namespace [" + namespace.name() + "]" + origin);
        }
        if (namespace.host() && to.isDefault()) {
            mistakes.add("a test may not set the host's default route");
        }
    }

    private static int metric(StaticRoute route, IpNetwork to) {
        return route.metric() == 0 && to.address() instanceof Inet6Address ? DEFAULT_IPV6_METRIC : route.metric();
    }

    private void checkInterface(StaticRoute route, List<String> mistakes) {
        String dev = route.dev();
        Attached through = interfaces.get(dev);
        if (dev != null && through == null) {
            mistakes.add("there is no interface [" + dev + "] in namespace [" + namespace.name() + "]");
        } else if (through != null && !through.up()) {
            mistakes.add("the interface [" + dev + "] is declared down, and a route needs it up");
        }
    }

    private void checkWay(StaticRoute route, @Nullable InetAddress via, IpNetwork to, List<String> mistakes) {
        String dev = route.dev();
        if (via == null) {
            if (dev == null) {
                mistakes.add("it needs a gateway [via] or an interface [dev]");
            }
            return;
        }
        if (via.getAddress().length != to.address().getAddress().length) {
            mistakes.add("the gateway [" + route.via() + "] is not of the same family as [" + to + "]");
            return;
        }
        if (via.isLinkLocalAddress() && via.getAddress().length == 16) {
            if (dev == null) {
                mistakes.add("the gateway [" + route.via() + "] is link-local: say on which interface with [dev]");
            }
            return;
        }
        checkGateway(route, via, mistakes);
    }

    private void checkGateway(StaticRoute route, InetAddress via, List<String> mistakes) {
        List<Attached> onLink = interfaces.values().stream()
                .filter(each -> route.dev() == null || each.name().equals(route.dev()))
                .filter(each -> each.addresses().stream()
                        .anyMatch(address -> address.network().contains(via)))
                .toList();
        if (onLink.isEmpty()) {
            if (isOnLinkByRoute(route, via)) {
                return;
            }
            mistakes.add("the gateway [" + route.via() + "] is on no link of namespace [" + namespace.name() + "]"
                    + (route.dev() == null ? "" : " through [" + route.dev() + "]"));
        } else if (onLink.stream().noneMatch(Attached::up)) {
            mistakes.add(
                    "the gateway [" + route.via() + "] is on [" + onLink.get(0).name() + "], which is declared down");
        }
        onLink.stream()
                .flatMap(each -> each.addresses().stream())
                .map(InterfaceAddress::network)
                .filter(network -> network.isBroadcast(via) || network.isNetworkAddress(via))
                .findFirst()
                .ifPresent(network -> mistakes.add("the gateway [" + route.via() + "] is not one host's address: in ["
                        + network + "] it is that of " + (network.isBroadcast(via) ? "all" : "the network itself")));
        boolean own = interfaces.values().stream()
                .flatMap(each -> each.addresses().stream())
                .anyMatch(address -> address.address().equals(via));
        if (own) {
            mistakes.add(
                    "the gateway [" + route.via() + "] is an address of namespace [" + namespace.name() + "] itself");
        }
    }

    /** Whether another route says that the gateway is on a link, as where every host has a network of one. */
    private boolean isOnLinkByRoute(StaticRoute route, InetAddress via) {
        return routes.stream()
                .filter(other ->
                        other.namespace().equals(route.namespace()) && other.via() == null && other.dev() != null)
                .filter(other -> route.dev() == null || route.dev().equals(other.dev()))
                .anyMatch(other -> {
                    try {
                        return other.destination().contains(via);
                    } catch (IllegalArgumentException malformed) { // a mistake of that route's
                        return false;
                    }
                });
    }
}
