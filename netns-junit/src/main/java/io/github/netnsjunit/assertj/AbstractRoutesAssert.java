package io.github.netnsjunit.assertj;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.maxBy;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.address.IpNetwork;
import io.github.netnsjunit.assertj.error.RouteMessages;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.listing.RouteEntry;
import io.github.netnsjunit.probe.path.FibAnswer;
import io.github.netnsjunit.probe.path.SearchedTables;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Assertions about the routes of a namespace, IPv4 and IPv6.
 *
 * @param <S> the assertion's own type
 */
public abstract class AbstractRoutesAssert<S extends AbstractRoutesAssert<S>>
        extends AbstractNetnsAssert<S, NetworkNamespace> {

    /**
     * Orders routes that cover the same destination. The kernel takes the greatest: the longest prefix, then the lowest metric.
     */
    private static final Comparator<RouteEntry> PRECEDENCE = Comparator.comparingInt(
                    (RouteEntry route) -> route.to().prefixLength())
            .thenComparing(RouteEntry::metric, (one, other) -> Integer.compareUnsigned(other, one));

    AbstractRoutesAssert(NetworkNamespace actual, Class<?> selfType) {
        super(actual, selfType);
        showingNetworkOf(actual);
    }

    /**
     * Verifies that there is a route to exactly this network: in the main table, or in the table in which the kernel looks for this
     * network's lowest host. An address means its host route; {@code default}
     * means a default route of the main table, or of another one in which the kernel looks for every packet. In all assertions about routes, an entry that leads nowhere ({@code unreachable}, {@code prohibit},
     * {@code blackhole}) does not count.
     *
     * <pre>{@code
     * assertThat(blue).hasRoute("10.0.0.0/24"); // passes
     * assertThat(blue).hasRoute("10.0.0.0/16"); // fails: there is only a route to a part of it
     * }</pre>
     *
     * @throws IllegalArgumentException if it is neither a network nor an address nor {@code default}
     */
    public S hasRoute(String to) {
        requireNonNull(to, "to");
        return hasRouteWhere(to, any -> true, to);
    }

    /**
     * Verifies that the routing table has an entry for exactly this network through a gateway.
     *
     * <pre>{@code
     * assertThat(blue).hasRoute("10.1.0.0/16", "10.0.0.1"); // passes
     * assertThat(blue).hasRoute("10.1.0.0/16", "10.0.0.3"); // fails
     * }</pre>
     *
     * @throws IllegalArgumentException if the destination is not a network or the gateway is not an address
     */
    public S hasRoute(String to, String via) {
        requireNonNull(to, "to");
        requireNonNull(via, "via");
        InetAddress gateway = IpAddress.parse(via);
        return hasRouteWhere(to, route -> gateway.equals(route.via()), to + " via " + via);
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
        return hasRoute(IpNetwork.DEFAULT, gateway);
    }

    /**
     * Verifies that there is no default route, neither for IPv4 nor for IPv6: not in the main table, nor in another one in which the kernel
     * looks because of a policy rule, be it only for some packets, such as those of one sender. A rule that is for one destination alone does
     * not count.
     *
     * <pre>{@code
     * assertThat(blue).hasNoDefaultRoute(); // passes
     * blue.addDefaultRoute("10.0.0.1");
     * assertThat(blue).hasNoDefaultRoute(); // fails
     * }</pre>
     */
    public S hasNoDefaultRoute() {
        return verify(latest -> latest.routes().stream()
                .filter(isTo(IpNetwork.DEFAULT))
                .filter(AbstractRoutesAssert::leadsSomewhere)
                .filter(route -> route.isInMainTable()
                        || SearchedTables.forSomePackets(latest, route.to()).test(route))
                .findFirst()
                .map(found -> RouteMessages.shouldNotHaveDefaultRoute(latest.name(), found))
                .orElse(null));
    }

    /**
     * Verifies that there is no route to a network or an address. About an address, the kernel is asked, by all its rules and tables: it
     * has no route if it refuses a packet to the address. About a network, the main table is asked, and each other one in which the kernel
     * looks for packets to it, be it only for some: of the entries that cover all of it, the one with the longest prefix decides; the
     * default route is one of them. If it leads nowhere, or if no entry covers the network, the table has no route.
     *
     * <pre>{@code
     * assertThat(blue).hasNoRouteTo("192.168.0.194"); // passes
     * blue.addDefaultRoute("10.0.0.1");
     * assertThat(blue).hasNoRouteTo("192.168.0.194"); // fails
     * }</pre>
     *
     * @throws IllegalArgumentException if it is neither a network nor an address nor {@code default}
     */
    public S hasNoRouteTo(String destination) {
        requireNonNull(destination, "destination");
        if (destination.equals(IpNetwork.DEFAULT)) {
            return hasNoDefaultRoute();
        }
        IpNetwork network = IpNetwork.parse(destination);
        if (network.isOneAddress()) {
            return verify(latest -> kernelsChoice(latest, network.address()).stream()
                    .findFirst()
                    .map(found -> RouteMessages.shouldNotHaveRouteTo(latest.name(), destination, found.toString()))
                    .orElse(null));
        }
        Predicate<RouteEntry> covers = route -> route.to().prefixLength() <= network.prefixLength()
                && route.to().contains(network.address());
        return verify(latest -> {
            Predicate<RouteEntry> searched = SearchedTables.forSomePackets(latest, network);
            Map<Long, Optional<RouteEntry>> chosen = latest.routes().stream()
                    .filter(covers)
                    .filter(route -> route.isInMainTable() || searched.test(route))
                    .collect(groupingBy(RouteEntry::table, TreeMap::new, maxBy(PRECEDENCE)));
            return chosen.values().stream()
                    .flatMap(Optional::stream)
                    .filter(AbstractRoutesAssert::leadsSomewhere)
                    .findFirst()
                    .map(found -> RouteMessages.shouldNotHaveRouteTo(latest.name(), destination, found.toString()))
                    .orElse(null);
        });
    }

    /** Asks the kernel, which looks into all tables. It answers for an address, not for a network. */
    private static List<RouteEntry> kernelsChoice(NetworkNamespace namespace, InetAddress address) {
        return FibAnswer.ofSent(namespace, address).hops();
    }

    private S hasRouteWhere(String to, Predicate<RouteEntry> more, String description) {
        Predicate<RouteEntry> wanted = isTo(to).and(more);
        Optional<InetAddress> host =
                to.equals(IpNetwork.DEFAULT) ? Optional.empty() : Optional.of(lowestHost(IpNetwork.parse(to)));
        return verify(latest -> inMainTable(latest, wanted)
                        || (host.isEmpty() && hasDefaultElsewhere(latest, wanted))
                        || host.stream()
                                .flatMap(address -> kernelsChoice(latest, address).stream())
                                .anyMatch(wanted.and(AbstractRoutesAssert::leadsSomewhere))
                ? null
                : RouteMessages.shouldHaveRoute(latest.name(), description));
    }

    /** The lowest address itself is not always that of a host. */
    private static InetAddress lowestHost(IpNetwork network) {
        byte[] bytes = network.address().getAddress();
        if (!network.isOneAddress()) {
            bytes[bytes.length - 1] |= 1;
        }
        return IpAddress.of(bytes);
    }

    private static boolean leadsSomewhere(RouteEntry route) {
        return route.type() == RouteEntry.Type.UNICAST;
    }

    /** Whether an entry of the main table leads somewhere. */
    private static boolean inMainTable(NetworkNamespace namespace, Predicate<RouteEntry> wanted) {
        return namespace.routes().stream()
                .filter(RouteEntry::isInMainTable)
                .filter(AbstractRoutesAssert::leadsSomewhere)
                .anyMatch(wanted);
    }

    /** Whether an entry of another table leads somewhere, and the kernel looks there for every packet. */
    private static boolean hasDefaultElsewhere(NetworkNamespace namespace, Predicate<RouteEntry> wanted) {
        return namespace.routes().stream()
                .filter(AbstractRoutesAssert::leadsSomewhere)
                .filter(wanted)
                .anyMatch(SearchedTables.forEveryPacket(namespace));
    }

    private static Predicate<RouteEntry> isTo(String to) {
        if (to.equals(IpNetwork.DEFAULT)) {
            return route -> route.to().isDefault();
        }
        IpNetwork network = IpNetwork.parse(to);
        return route -> route.to().equals(network);
    }
}
