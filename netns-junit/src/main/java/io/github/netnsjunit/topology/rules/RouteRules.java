package io.github.netnsjunit.topology.rules;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.address.IpNetwork;
import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.topology.LinkFacts;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.RouteFacts;
import io.github.netnsjunit.topology.RouteHop;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks that no two routes of a namespace have the same destination and metric, and that each gateway can be reached. */
final class RouteRules {

    /** {@code IP6_RT_PRIO_ADDRCONF} of {@code net/ip6_route.h}. */
    private static final int CONNECTED_IPV6_METRIC = 256;

    private final Outline outline;
    private final BiConsumer<Part, String> mistake;
    /**
     * The destinations that have a route already. The value is the end of a message: it says where that route comes from, or is
     * empty.
     */
    private final Map<Destination, String> origins = new HashMap<>();

    private record Destination(String namespace, long table, IpNetwork network, long metric) {
        // By hand: what Java generates for a record takes a young JVM long to link.
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Destination that
                    && namespace.equals(that.namespace)
                    && table == that.table
                    && network.equals(that.network)
                    && metric == that.metric;
        }

        @Override
        public int hashCode() {
            return Objects.hash(namespace, table, network, metric);
        }
    }

    RouteRules(Outline outline, BiConsumer<Part, String> mistake) {
        this.outline = outline;
        this.mistake = mistake;
    }

    void check() {
        if (outline.routes().isEmpty()) {
            return;
        }
        outline.links().stream()
                .filter(link -> link.up() && outline.hasConnectedRoutes(link.key()))
                .forEach(this::addConnected);
        for (RouteFacts route : outline.routes()) {
            if (outline.namespace(route.namespace()).isPresent()) {
                Part part = outline.part(route.key()).orElseThrow();
                checkDestination(part, route);
                route.hops().forEach(hop -> checkGateway(part, route, hop));
            }
        }
    }

    /**
     * Notes the routes that the kernel sets for an interface's addresses. For an IPv4 address with the prefix length 32 it sets none, and
     * for those of {@code lo} it uses another table. In the table of a VRF it sets more routes, which are not noted.
     */
    private void addConnected(LinkFacts link) {
        for (LinkAddress address : link.addresses()) {
            boolean ipv6 = address.address() instanceof Inet6Address;
            boolean inMainTable = !link.key().isLoopback() && !address.network().isOneAddress();
            if (ipv6 || (inMainTable && LinkFacts.hasRoute(address.network()))) {
                origins.put(
                        new Destination(
                                link.key().namespace(),
                                outline.routingTable(link.key()),
                                address.network(),
                                ipv6 ? CONNECTED_IPV6_METRIC : 0),
                        ": the kernel sets it for the address [" + address + "] of "
                                + link.key().name());
            }
        }
    }

    private void checkDestination(Part part, RouteFacts route) {
        IpNetwork to = route.to();
        String origin = origins.putIfAbsent(
                new Destination(route.namespace(), route.table(), to, route.metricInTheKernel()), "");
        if (origin != null) {
            mistake.accept(
                    part,
                    "there is already a route to [" + to + "] with the metric " + route.metric() + " in namespace ["
                            + route.namespace() + "]"
                            + (route.isInMainTable() ? "" : " in the table " + route.table()) + origin);
        }
        if (to.isDefault() && outline.isHost(route.namespace())) {
            mistake.accept(part, "a test may not set the host's default route");
        }
    }

    private void checkGateway(Part part, RouteFacts route, RouteHop hop) {
        InetAddress via = hop.via();
        List<LinkFacts> links = outline.links(route.namespace());
        if (via == null || (hop.dev() != null && links.stream().noneMatch(each -> isThrough(route, hop, each)))) {
            return; // if something is wrong here, the part's own check says so
        }
        String gateway = "the gateway [" + IpAddress.text(via) + "]";
        if (via instanceof Inet4Address && route.to().address() instanceof Inet6Address) {
            mistake.accept(
                    part,
                    gateway + " is not of the same family as the destination ["
                            + IpAddress.text(route.to().address()) + "/"
                            + route.to().prefixLength()
                            + "] [to]: only IPv4 routes may have a gateway of the other family");
        } else if (hop.onlink()) {
            checkOneHost(part, via, gateway, links.stream().filter(each -> isThrough(route, hop, each)));
            // A link-local address may be another host's on another link.
            checkNotOwn(
                    part,
                    route,
                    via,
                    gateway,
                    links.stream().filter(each -> !via.isLinkLocalAddress() || isThrough(route, hop, each)));
        } else if (via instanceof Inet6Address && via.isLinkLocalAddress()) {
            if (hop.dev() == null) {
                mistake.accept(part, gateway + " is link-local: say on which interface with [dev]");
            }
            // On another link, the same address may be another host's.
            checkNotOwn(part, route, via, gateway, links.stream().filter(each -> isThrough(route, hop, each)));
        } else {
            checkOnLink(part, route, hop, via, gateway, links);
        }
    }

    /** Without an interface, the kernel does not look at those that have a routing table of their own, unless it is the route's. */
    private boolean isThrough(RouteFacts route, RouteHop hop, LinkFacts link) {
        return hop.dev() == null
                ? outline.routing(link.key()).isEmpty() || outline.routingTable(link.key()) == route.table()
                : link.key().name().equals(hop.dev());
    }

    private void checkOnLink(
            Part part, RouteFacts route, RouteHop hop, InetAddress via, String gateway, List<LinkFacts> links) {
        List<LinkFacts> onLink = links.stream()
                .filter(each -> isThrough(route, hop, each))
                .filter(each -> each.hasOnLink(via) && outline.hasConnectedRoutes(each.key()))
                .toList();
        if (onLink.isEmpty()) {
            if (isOnLinkByRoute(route, hop, via)) {
                return;
            }
            mistake.accept(
                    part,
                    gateway + " is on no link of namespace [" + route.namespace() + "]"
                            + (hop.dev() == null ? "" : " through [" + hop.dev() + "]")
                            + "; if it is there though no address says so, say [onlink] and name the interface [dev]");
        } else if (onLink.stream().noneMatch(LinkFacts::up)) {
            mistake.accept(part, gateway + " is on [" + onLink.get(0).key().name() + "], which is declared down [up]");
        }
        checkOneHost(part, via, gateway, onLink.stream());
        if (onLink.stream()
                        .flatMap(each -> each.addresses().stream())
                        .anyMatch(own -> own.network().isNetworkAddress(via))
                && !someoneHas(via)) {
            mistake.accept(
                    part,
                    gateway
                            + " is the lowest address of its network, and no interface has it; if one will, say [onlink]"
                            + " and name the interface [dev]");
        }
        checkNotOwn(part, route, via, gateway, links.stream());
    }

    private boolean someoneHas(InetAddress address) {
        return outline.links().stream()
                .flatMap(each -> each.addresses().stream())
                .anyMatch(own -> own.address().equals(address));
    }

    private void checkOneHost(Part part, InetAddress via, String gateway, Stream<LinkFacts> links) {
        links.flatMap(each -> each.addresses().stream())
                .map(LinkAddress::network)
                .filter(network -> network.isBroadcast(via))
                .findFirst()
                .ifPresent(network -> mistake.accept(
                        part, gateway + " is not one host's address: in [" + network + "] it is that of all"));
    }

    private void checkNotOwn(Part part, RouteFacts route, InetAddress via, String gateway, Stream<LinkFacts> links) {
        if (links.flatMap(each -> each.addresses().stream())
                .anyMatch(address -> address.address().equals(via))) {
            mistake.accept(part, gateway + " is an address of namespace [" + route.namespace() + "] itself");
        }
    }

    /**
     * Whether another route says that the gateway is on a link. Networks in which each address has the prefix length 32 need this. The
     * kernel looks into the route's own table, then wherever its rules lead.
     */
    private boolean isOnLinkByRoute(RouteFacts route, RouteHop hop, InetAddress via) {
        return outline.routes().stream()
                .filter(other -> other.namespace().equals(route.namespace())
                        && other.to().contains(via))
                .flatMap(other -> other.hops().stream())
                .filter(other -> other.via() == null
                        && other.dev() != null
                        && !other.dev().equals("lo"))
                .anyMatch(other -> hop.dev() == null || hop.dev().equals(other.dev()));
    }
}
