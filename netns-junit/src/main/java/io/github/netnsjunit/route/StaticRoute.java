package io.github.netnsjunit.route;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.address.IpNetwork;
import io.github.netnsjunit.address.Parsed;
import io.github.netnsjunit.kernel.route.RouteAttributes;
import io.github.netnsjunit.provision.Provisioned;
import io.github.netnsjunit.provision.Steps;
import io.github.netnsjunit.topology.Counterparts;
import io.github.netnsjunit.topology.Draft;
import io.github.netnsjunit.topology.KernelFeature;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.RouteFacts;
import io.github.netnsjunit.topology.RouteHop;
import io.github.netnsjunit.topology.RouteScope;
import io.github.netnsjunit.topology.RouteType;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A route that a topology adds. It holds what the user wrote; the topology checks it.
 *
 * @param namespace the namespace that has the route
 * @param to a network such as {@code 192.168.0.0/24}, an address, or {@code default}
 * @param hops where the packets go next: one, or several for a multipath route, each with a weight. An IPv4 route may have an IPv6 gateway
 *     (Linux 5.2 and later). With the interface {@code lo} the kernel drops what is sent there
 * @param type what happens to the packets: only a unicast route sends them on, and has gateways or interfaces
 * @param table the number of its routing table, 1 to 4294967295: 254 is the main table, in which the kernel looks if no
 *     {@link PolicyRule} says otherwise; 255, the local table, is the kernel's own
 * @param metric of two routes of a table to one destination the one with the lower metric wins: 0 to 4294967295; 0 is the kernel's
 *     default, which is 0 for IPv4 and 1024 for IPv6
 * @param scope how far away the destination is; only IPv4 routes have one
 * @param source the address that the namespace sends from by this route, if the program does not say; {@code null} for the kernel's choice
 * @param mtu in bytes, 68 to 65520, for IPv6 at least 1280; 0 for that of the interface
 */
@SuppressWarnings("exports") // only the library calls the methods that make a part
public record StaticRoute(
        String namespace,
        Parsed<IpNetwork> to,
        List<NextHop> hops,
        RouteType type,
        long table,
        long metric,
        RouteScope scope,
        @Nullable Parsed<InetAddress> source,
        int mtu)
        implements Provisioned {

    /** The destination of a default route. */
    public static final String DEFAULT = IpNetwork.DEFAULT;

    public StaticRoute {
        requireNonNull(namespace, "namespace");
        requireNonNull(to, "to");
        requireNonNull(type, "type");
        requireNonNull(scope, "scope");
        hops = List.copyOf(hops);
        if (hops.isEmpty()) {
            throw new IllegalArgumentException("a route to [" + to + "] needs at least one next hop");
        }
    }

    /** Declares a default route through a gateway. */
    public static StaticRoute defaultVia(String namespace, String via) {
        return of(namespace, DEFAULT, via);
    }

    /** Declares a route to a network, an address or {@code default} through a gateway. */
    public static StaticRoute of(String namespace, String to, String via) {
        return of(namespace, to, requireNonNull(via, "via"), null);
    }

    /** Declares a route to a network, an address or {@code default} that is directly on the link of an interface. */
    public static StaticRoute through(String namespace, String to, String interfaceName) {
        return of(namespace, to, null, requireNonNull(interfaceName, "interfaceName"));
    }

    /**
     * Declares a route through a gateway, an interface, or both.
     *
     * @param via the gateway, or {@code null}
     * @param dev the interface, or {@code null}
     */
    public static StaticRoute of(String namespace, String to, @Nullable String via, @Nullable String dev) {
        return multipath(namespace, to, NextHop.of(via, dev));
    }

    /** Declares what happens to packets to a network, an address or {@code default} that are not sent on. */
    public static StaticRoute of(String namespace, String to, RouteType type) {
        return of(namespace, to, null, null).type(type);
    }

    /**
     * Declares a route with several next hops, among which the kernel divides the connections by their weights. By default it looks at the
     * addresses alone; with {@code net.ipv4.fib_multipath_hash_policy = 1}, and that of IPv6, at the ports too.
     *
     * @throws IllegalArgumentException if there is no next hop
     */
    public static StaticRoute multipath(String namespace, String to, NextHop... hops) {
        List<NextHop> all = List.of(hops);
        return new StaticRoute(
                namespace,
                Parsed.of(requireNonNull(to, "to"), text -> destination(text, all)),
                all,
                RouteType.UNICAST,
                RouteFacts.MAIN_TABLE,
                0,
                RouteScope.USUAL,
                null,
                0);
    }

    /** Reads a destination. {@code default} has the gateway's family, or is IPv4 without a gateway, as for {@code ip route}. */
    private static IpNetwork destination(String text, List<NextHop> hops) {
        if (!text.equals(DEFAULT)) {
            return IpNetwork.parse(text);
        }
        return hops.stream()
                .flatMap(hop -> Optional.ofNullable(hop.via()).stream())
                .flatMap(via -> via.value().stream())
                .map(IpNetwork::everything)
                .findFirst()
                .orElseGet(() -> IpNetwork.parse("0.0.0.0/0"));
    }

    /** The same through an interface, by all its next hops. */
    public StaticRoute dev(String interfaceName) {
        return eachHop(hop -> hop.dev(interfaceName));
    }

    /**
     * The same, but the kernel takes the gateway to be on the link of the interface, though no address or route says so
     * ({@code ip route add … onlink}). The route must name the interface.
     */
    public StaticRoute onlink() {
        return eachHop(NextHop::onlink);
    }

    private StaticRoute eachHop(UnaryOperator<NextHop> change) {
        List<NextHop> changed = hops.stream().map(change).toList();
        return new StaticRoute(namespace, to, changed, type, table, metric, scope, source, mtu);
    }

    /** The same with a metric, 0 to 4294967295. */
    public StaticRoute metric(long value) {
        return new StaticRoute(namespace, to, hops, type, table, value, scope, source, mtu);
    }

    /** The same with another type. */
    public StaticRoute type(RouteType other) {
        return new StaticRoute(namespace, to, hops, other, table, metric, scope, source, mtu);
    }

    /** The same in another routing table, 1 to 4294967295. */
    public StaticRoute table(long number) {
        return new StaticRoute(namespace, to, hops, type, number, metric, scope, source, mtu);
    }

    /** The same with another scope. */
    public StaticRoute scope(RouteScope other) {
        return new StaticRoute(namespace, to, hops, type, table, metric, other, source, mtu);
    }

    /** The same with the address of the namespace that it sends from by this route ({@code ip route add … src}). */
    public StaticRoute source(String address) {
        return new StaticRoute(
                namespace, to, hops, type, table, metric, scope, Parsed.of(address, IpAddress::parse), mtu);
    }

    /** The same with the largest packet that is sent by this route, in bytes. */
    public StaticRoute mtu(int bytes) {
        return new StaticRoute(namespace, to, hops, type, table, metric, scope, source, bytes);
    }

    /**
     * Checks what needs no other part of a topology.
     *
     * @throws IllegalArgumentException if the route is for another namespace, or something could not be read or is out of its range
     */
    public void checkFor(String itsNamespace) {
        if (!namespace.equals(itsNamespace)) {
            throw new IllegalArgumentException("[" + this + "] is not for namespace [" + itsNamespace + "]");
        }
        new RouteMistakes(this).own().findFirst().ifPresent(mistake -> {
            throw new IllegalArgumentException("[" + this + "]: " + mistake);
        });
    }

    /** Whether its destination is one of IPv6. */
    boolean isIpv6() {
        return to.value()
                .filter(network -> network.address().getAddress().length == 16)
                .isPresent();
    }

    private RouteKey key() {
        return new RouteKey(namespace, table, to, isIpv6(), metric);
    }

    @Override
    public Set<Key> declares() {
        return Set.of(key());
    }

    /** Without policy rules, the kernel has no other tables, and would add the route to the main one. */
    @Override
    public Set<KernelFeature> features() {
        return table == RouteFacts.MAIN_TABLE ? Set.of() : Set.of(KernelFeature.POLICY_RULES);
    }

    @Override
    public void outline(Draft draft) {
        List<RouteHop> known =
                hops.stream().flatMap(hop -> hop.facts().stream()).toList();
        if (to.value().isPresent() && known.size() == hops.size()) {
            draft.route(new RouteFacts(
                    key(),
                    to.get(),
                    type == RouteType.UNICAST ? known : List.of(),
                    type,
                    table,
                    metric,
                    source == null ? null : source.value().orElse(null)));
        }
    }

    @Override
    public void check(Outline all, Consumer<String> mistake) {
        new RouteMistakes(this).find(all, mistake);
    }

    /** One for each of the wanted families. A route with a gateway of the other family than its destination stays as it is. */
    @Override
    public List<Part> in(Counterparts families) {
        IpNetwork destination = to.get();
        if (gateways().anyMatch(gateway -> gateway instanceof Inet4Address == isIpv6())) {
            return List.of(this);
        }
        return families.each(this, destination.address(), () -> counterpart(families));
    }

    private Stream<InetAddress> gateways() {
        return hops.stream().flatMap(hop -> Stream.ofNullable(hop.via())).map(Parsed::get);
    }

    private StaticRoute counterpart(Counterparts families) {
        IpNetwork other = families.of(to.get());
        return new StaticRoute(
                namespace,
                Parsed.of(IpAddress.text(other.address()) + "/" + other.prefixLength(), IpNetwork::parse),
                hops.stream()
                        .map(hop -> hop.via() == null
                                ? hop
                                : hop.via(families.of(hop.via().get())))
                        .toList(),
                type,
                table,
                metric,
                isIpv6() ? scope : RouteScope.USUAL, // an IPv6 route has none
                source == null ? null : Parsed.of(IpAddress.text(families.of(source.get())), IpAddress::parse),
                mtu);
    }

    @Override
    public void provision(Outline all, Steps to) {
        RouteStep.ask(
                all.route(key()).orElseThrow(),
                route -> new RouteAttributes(
                        scope == RouteScope.USUAL ? RouteAttributes.usualScope(route) : scope.number(),
                        source == null ? null : source.get(),
                        mtu),
                all,
                to);
    }

    @Override
    public String toString() {
        return "route " + namespace + ": "
                + (type == RouteType.UNICAST ? "" : type.name().toLowerCase(Locale.ROOT) + " ") + to
                + hops.stream()
                        .filter(hop -> !hop.isNowhere())
                        .map(hop -> (hops.size() == 1 ? " " : " nexthop ") + hop)
                        .collect(Collectors.joining())
                + (table == RouteFacts.MAIN_TABLE ? "" : " table " + table)
                + (scope == RouteScope.USUAL ? "" : " scope " + scope.name().toLowerCase(Locale.ROOT))
                + (source == null ? "" : " src " + source)
                + (metric == 0 ? "" : " metric " + metric)
                + (mtu == 0 ? "" : " mtu " + mtu);
    }

    // By hand: what Java generates for a record takes a young JVM long to link.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StaticRoute that
                && namespace.equals(that.namespace)
                && to.equals(that.to)
                && hops.equals(that.hops)
                && type.equals(that.type)
                && table == that.table
                && metric == that.metric
                && scope.equals(that.scope)
                && Objects.equals(source, that.source)
                && mtu == that.mtu;
    }

    @Override
    public int hashCode() {
        return Objects.hash(namespace, to, hops, type, table, metric, scope, source, mtu);
    }
}
