package io.github.netnsjunit.lab;

import io.github.netnsjunit.lab.TopologyCheck.Attached;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the mistakes in the routes of one namespace of a topology, one route after the other. */
final class RouteCheck {

    private final Namespace namespace;
    private final Map<String, Attached> interfaces;
    private final List<StaticRoute> routes;
    private final Set<Destination> destinations = new HashSet<>();

    private record Destination(IpNetwork network, int metric) {}

    /**
     * @param interfaces those of the namespace by their names
     * @param routes those of the topology
     */
    RouteCheck(Namespace namespace, Map<String, Attached> interfaces, List<StaticRoute> routes) {
        this.namespace = namespace;
        this.interfaces = interfaces;
        this.routes = routes;
    }

    List<String> mistakes(StaticRoute route) {
        List<String> mistakes = new ArrayList<>();
        try {
            InetAddress via = route.gateway();
            IpNetwork to = route.destination();
            if (route.metric() < 0) {
                mistakes.add("the metric [" + route.metric() + "] is negative");
            }
            if (!destinations.add(new Destination(to, metric(route, to)))) {
                mistakes.add("there is already a route to [" + to + "] with the metric " + route.metric()
                        + " in namespace [" + namespace.name() + "]");
            }
            if (namespace.host() && to.isDefault()) {
                mistakes.add("a test may not set the host's default route");
            }
            checkWay(route, via, to, mistakes);
        } catch (IllegalArgumentException malformed) {
            mistakes.add(String.valueOf(malformed.getMessage()));
        }
        return mistakes;
    }

    /** For IPv6 the kernel takes 1024 for 0 ({@code IP6_RT_PRIO_USER} of {@code net/ip6_route.h}). */
    private static int metric(StaticRoute route, IpNetwork to) {
        return route.metric() == 0 && to.address() instanceof Inet6Address ? 1024 : route.metric();
    }

    private void checkWay(StaticRoute route, @Nullable InetAddress via, IpNetwork to, List<String> mistakes) {
        String dev = route.dev();
        if (dev != null) {
            Attached through = interfaces.get(dev);
            if (through == null) {
                mistakes.add("there is no interface [" + dev + "] in namespace [" + namespace.name() + "]");
                return;
            }
            if (!through.up()) {
                mistakes.add("the interface [" + dev + "] is declared down, and a route needs it up");
            }
        }
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
