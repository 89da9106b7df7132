package io.github.netnsjunit.assertj;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.address.IpNetwork;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.RouteEntry;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Assertions about a namespace's main routing table, IPv4 and IPv6.
 *
 * @param <S> the assertion's own type
 */
public abstract class AbstractRoutesAssert<S extends AbstractRoutesAssert<S>>
        extends AbstractNetnsAssert<S, NetworkNamespace> {

    private static final String DEFAULT = "default";

    /** Of the entries that cover a destination the kernel takes the greatest. */
    private static final Comparator<RouteEntry> PRECEDENCE = Comparator.comparingInt(
                    (RouteEntry route) -> route.to().prefixLength())
            .thenComparing(RouteEntry::metric, (one, other) -> Integer.compareUnsigned(other, one));

    AbstractRoutesAssert(NetworkNamespace actual, Class<?> selfType) {
        super(actual, selfType);
        partOf(actual);
    }

    /**
     * Verifies that the routing table has an entry for exactly this network, for an address (a host route), or for {@code default}.
     * One that leads nowhere ({@code unreachable}, {@code prohibit}, {@code blackhole}) does not count, here nor anywhere below.
     *
     * <pre>{@code
     * assertThat(blue).hasRoute("10.0.0.0/24"); // passes
     * assertThat(blue).hasRoute("10.0.0.0/16"); // fails: there is a route to a part of it only
     * }</pre>
     *
     * @throws IllegalArgumentException if it is not a network
     */
    public S hasRoute(String to) {
        requireNonNull(to, "to");
        return hasRouteWhere(isTo(to), to);
    }

    /**
     * Verifies that the routing table has an entry for exactly this network through a gateway.
     *
     * <pre>{@code
     * assertThat(blue).hasRoute("10.1.0.0/16", "10.0.0.1"); // passes
     * assertThat(blue).hasRoute("10.1.0.0/16", "10.0.0.3"); // fails
     * }</pre>
     *
     * @throws IllegalArgumentException if these are not a network and an address
     */
    public S hasRoute(String to, String via) {
        requireNonNull(to, "to");
        requireNonNull(via, "via");
        InetAddress gateway = IpNetwork.parse(via).address();
        return hasRouteWhere(isTo(to).and(route -> gateway.equals(route.via())), to + " via " + via);
    }

    /**
     * Verifies that a default route leads through a gateway, IPv4 or IPv6.
     *
     * <pre>{@code
     * assertThat(blue).hasDefaultRouteVia("10.0.0.1"); // passes
     * assertThat(blue).hasDefaultRouteVia("10.0.0.3"); // fails
     * }</pre>
     *
     * @throws IllegalArgumentException if it is not an address
     */
    public S hasDefaultRouteVia(String gateway) {
        requireNonNull(gateway, "gateway");
        return hasRoute(DEFAULT, gateway);
    }

    /**
     * Verifies that there is no default route, neither for IPv4 nor for IPv6.
     *
     * <pre>{@code
     * assertThat(blue).hasNoDefaultRoute(); // passes
     * blue.addDefaultRoute("10.0.0.1");
     * assertThat(blue).hasNoDefaultRoute(); // fails
     * }</pre>
     */
    public S hasNoDefaultRoute() {
        return verify(latest -> find(latest, isTo(DEFAULT))
                .map(found -> ShouldNotHaveDefaultRoute.shouldNotHaveDefaultRoute(latest.name(), found))
                .orElse(null));
    }

    /**
     * Verifies that the routing table leads nowhere for a network or an address: of the entries that cover all of it, be it the
     * default route, the one with the longest prefix decides. With none there is no route.
     *
     * <pre>{@code
     * assertThat(blue).hasNoRouteTo("192.168.0.194"); // passes
     * blue.addDefaultRoute("10.0.0.1");
     * assertThat(blue).hasNoRouteTo("192.168.0.194"); // fails
     * }</pre>
     *
     * @throws IllegalArgumentException if it is not a network
     */
    public S hasNoRouteTo(String destination) {
        requireNonNull(destination, "destination");
        if (destination.equals(DEFAULT)) {
            return hasNoDefaultRoute();
        }
        IpNetwork network = IpNetwork.parse(destination);
        Predicate<RouteEntry> covers = route -> route.to().prefixLength() <= network.prefixLength()
                && route.to().contains(network.address());
        return verify(latest -> latest.routes().stream()
                .filter(covers)
                .max(PRECEDENCE)
                .filter(AbstractRoutesAssert::leadsSomewhere)
                .map(found -> ShouldNotHaveRouteTo.shouldNotHaveRouteTo(latest.name(), destination, found))
                .orElse(null));
    }

    private S hasRouteWhere(Predicate<RouteEntry> wanted, String words) {
        return verify(latest ->
                find(latest, wanted).isPresent() ? null : ShouldHaveRoute.shouldHaveRoute(latest.name(), words));
    }

    private static boolean leadsSomewhere(RouteEntry route) {
        return route.type() == RouteEntry.Type.UNICAST;
    }

    /** An entry that leads somewhere. */
    private static Optional<RouteEntry> find(NetworkNamespace namespace, Predicate<RouteEntry> wanted) {
        return namespace.routes().stream()
                .filter(AbstractRoutesAssert::leadsSomewhere)
                .filter(wanted)
                .findFirst();
    }

    private static Predicate<RouteEntry> isTo(String to) {
        if (to.equals(DEFAULT)) {
            return route -> route.to().isDefault();
        }
        IpNetwork network = IpNetwork.parse(to);
        return route -> route.to().equals(network);
    }
}
