package io.github.netnsjunit.route;

import io.github.netnsjunit.address.Parsed;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.LinkFacts;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.RouteScope;
import io.github.netnsjunit.topology.RouteType;
import io.github.netnsjunit.topology.rules.Known;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What is wrong with a route. */
final class RouteMistakes {

    private static final long HIGHEST = 0xFFFF_FFFFL;
    /** {@code RT_TABLE_LOCAL} of {@code linux/rtnetlink.h}. */
    private static final long LOCAL_TABLE = 255;

    private static final int SMALLEST_MTU = 68;
    private static final int SMALLEST_MTU_OF_IPV6 = 1280;
    /** The kernel takes this if it is told more ({@code ip_metrics_convert} of {@code net/ipv4/metrics.c}). */
    private static final int LARGEST_MTU = 65520;

    private final StaticRoute route;

    RouteMistakes(StaticRoute route) {
        this.route = route;
    }

    /** Those that need no other part of a topology. */
    Stream<String> own() {
        Stream<Optional<String>> own = Stream.of(
                route.to().mistake().map("the destination [to]: "::concat),
                Optional.ofNullable(route.source()).flatMap(Parsed::mistake).map("the source [source]: "::concat),
                mistake(
                        route.metric() < 0 || route.metric() > HIGHEST,
                        "the metric [" + route.metric() + "] is not between 0 and " + HIGHEST),
                mistake(
                        route.table() < 1 || route.table() > HIGHEST,
                        "the table [" + route.table() + "] is not between 1 and " + HIGHEST),
                mistake(route.table() == LOCAL_TABLE, "the table [255], the local one, is the kernel's own"),
                mistake(
                        route.mtu() != 0 && (route.mtu() < smallestMtu() || route.mtu() > LARGEST_MTU),
                        "the MTU [" + route.mtu() + "] (mtu) is not between " + smallestMtu() + " and " + LARGEST_MTU),
                mistake(route.scope() == RouteScope.NOWHERE, "no route can be added with the scope [NOWHERE] (scope)"),
                mistake(
                        !route.isIpv6()
                                && (route.scope() == RouteScope.LINK || route.scope() == RouteScope.HOST)
                                && route.hops().stream().anyMatch(hop -> hop.via() != null),
                        "through a gateway [via] a destination is farther away than the scope [" + route.scope()
                                + "] (scope) says"),
                mistake(
                        route.scope() == RouteScope.HOST && route.hops().size() > 1,
                        "with the scope [HOST] (scope) a route has one next hop"),
                mistake(
                        route.scope() != RouteScope.USUAL && route.scope() != RouteScope.GLOBAL && route.isIpv6(),
                        "an IPv6 route has no scope; leave out [" + route.scope() + "] (scope)"));
        return Stream.concat(
                own.flatMap(Optional::stream), route.hops().stream().flatMap(NextHop::ownMistakes));
    }

    private static Optional<String> mistake(boolean wrong, String what) {
        return wrong ? Optional.of(what) : Optional.empty();
    }

    private int smallestMtu() {
        return route.isIpv6() ? SMALLEST_MTU_OF_IPV6 : SMALLEST_MTU;
    }

    /** All of them, beside the whole topology. */
    void find(Outline all, Consumer<String> mistake) {
        own().forEach(mistake);
        if (route.type() != RouteType.UNICAST) {
            checkDropped(all, mistake);
        } else {
            route.hops().forEach(hop -> checkHop(hop, all, mistake));
            if (Set.copyOf(route.hops()).size() < route.hops().size()) {
                mistake.accept("a next hop stands there twice; give it a weight");
            }
        }
        Optional.ofNullable(route.source())
                .flatMap(Parsed::value)
                .ifPresent(address -> checkSource(address, all, mistake));
    }

    /** A route that sends nothing on needs no link, and no link takes it away. */
    private void checkDropped(Outline all, Consumer<String> mistake) {
        if (!route.hops().stream().allMatch(NextHop::isNowhere)) {
            mistake.accept("of its type [" + route.type()
                    + "] (type), packets are not sent on; leave out the gateway [via] and the interface [dev]");
        }
        if (all.isHost(route.namespace())) {
            mistake.accept("of its type [" + route.type() + "] (type), a route of the host would outlive the test");
        }
    }

    private void checkHop(NextHop hop, Outline all, Consumer<String> mistake) {
        String dev = hop.dev();
        if (hop.via() == null && route.hops().size() > 1 && route.isIpv6()) {
            mistake.accept("of several next hops of an IPv6 route each needs a gateway [via]");
        } else if (hop.isNowhere()) {
            mistake.accept("it needs a gateway [via] or an interface [dev]");
        } else if (dev != null) {
            all.namespace(route.namespace()).ifPresent(in -> checkInterface(hop, dev, in, all, mistake));
        }
    }

    private void checkInterface(NextHop hop, String dev, Namespace in, Outline all, Consumer<String> mistake) {
        Key.Link link = new Key.Link(route.namespace(), dev);
        Optional<LinkFacts> through = all.link(link);
        if (link.isLoopback()) {
            if (in.host()) {
                mistake.accept("a route through the host's lo [dev] would outlive the test");
            } else if (!in.loopback()) {
                mistake.accept("lo [dev] is left down, and a route needs it up");
            } else if (hop.via() != null) {
                mistake.accept("no gateway [via] is reached through lo [dev]");
            }
        } else if (through.isEmpty()) {
            mistake.accept("the interface [dev]: " + link.missing() + Known.interfaces(all, route.namespace()));
        } else if (!through.get().up()) {
            mistake.accept("the interface [" + dev + "] (dev) is declared down, and a route needs it up");
        }
    }

    /** The kernel refuses the address of another host. An address of {@code 127.0.0.0/8} is always one of {@code lo}. */
    private void checkSource(InetAddress address, Outline all, Consumer<String> mistake) {
        if (route.to().value().isPresent() && address instanceof Inet4Address == route.isIpv6()) {
            mistake.accept("the source [" + route.source() + "] (source) is not of the same family as the destination ["
                    + route.to() + "] [to]");
        } else if (!address.isLoopbackAddress()
                && all.namespace(route.namespace()).isPresent()
                && all.links(route.namespace()).stream()
                        .flatMap(link -> link.addresses().stream())
                        .noneMatch(own -> own.address().equals(address))) {
            mistake.accept("the source [" + route.source() + "] (source) is no address of namespace ["
                    + route.namespace() + "]" + Known.addresses(all, route.namespace()));
        }
    }
}
