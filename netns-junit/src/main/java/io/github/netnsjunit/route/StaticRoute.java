package io.github.netnsjunit.route;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.address.IpNetwork;
import io.github.netnsjunit.address.Parsed;
import io.github.netnsjunit.provision.Provisioned;
import io.github.netnsjunit.provision.Steps;
import io.github.netnsjunit.topology.Draft;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.LinkFacts;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.RouteFacts;
import io.github.netnsjunit.topology.RouteType;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A route that a topology adds. It holds what the user wrote; the topology checks it.
 *
 * @param namespace the namespace to whose main routing table the route is added
 * @param to a network such as {@code 192.168.0.0/24}, an address, or {@code default}
 * @param via the gateway; {@code null} if the destination is on the link of the interface {@code dev}. An IPv4 route may have an IPv6
 *     gateway (Linux 5.2 and later)
 * @param dev the interface; {@code null} lets the kernel choose the interface by the gateway. With {@code lo} the kernel drops what is
 *     sent there
 * @param metric of two routes to one destination the one with the lower metric wins: 0 to 4294967295; 0 is the kernel's default, which
 *     is 0 for IPv4 and 1024 for IPv6
 * @param type what happens to the packets: only a unicast route sends them on, and has a gateway or an interface
 * @param gatewayOnLink whether the gateway is taken to be on the link of the interface, though no address or route says so
 */
@SuppressWarnings("exports") // only the library calls the methods that make a part
public record StaticRoute(
        String namespace,
        Parsed<IpNetwork> to,
        @Nullable Parsed<InetAddress> via,
        @Nullable String dev,
        long metric,
        RouteType type,
        boolean gatewayOnLink)
        implements Provisioned {

    private static final long HIGHEST_METRIC = 0xFFFF_FFFFL;

    /** The destination of a default route. */
    public static final String DEFAULT = IpNetwork.DEFAULT;

    public StaticRoute {
        requireNonNull(namespace, "namespace");
        requireNonNull(to, "to");
        requireNonNull(type, "type");
    }

    /** Two routes with the same namespace, destination, family and metric are the same route. */
    private record RouteKey(String namespace, Parsed<IpNetwork> to, boolean ipv6, long metric) implements Key {

        @Override
        public String taken() {
            return "there is already a route to [" + to + "] with the metric " + metric + " in namespace [" + namespace
                    + "]";
        }

        @Override
        public String toString() {
            return (ipv6 ? "IPv6 route to [" : "route to [") + to + "]" + (metric == 0 ? "" : " with metric " + metric)
                    + " of namespace [" + namespace + "]";
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
        Parsed<InetAddress> gateway = via == null ? null : Parsed.of(via, IpAddress::parse);
        return new StaticRoute(
                namespace,
                Parsed.of(requireNonNull(to, "to"), text -> destination(text, gateway)),
                gateway,
                dev,
                0,
                RouteType.UNICAST,
                false);
    }

    /** Declares what happens to packets to a network, an address or {@code default} that are not sent on. */
    public static StaticRoute of(String namespace, String to, RouteType type) {
        return of(namespace, to, null, null).type(type);
    }

    /** Reads a destination. {@code default} has the gateway's family, or is IPv4 without a gateway, as for {@code ip route}. */
    private static IpNetwork destination(String text, @Nullable Parsed<InetAddress> gateway) {
        if (!text.equals(DEFAULT)) {
            return IpNetwork.parse(text);
        }
        return Optional.ofNullable(gateway)
                .flatMap(Parsed::value)
                .map(IpNetwork::everything)
                .orElseGet(() -> IpNetwork.parse("0.0.0.0/0"));
    }

    /** The same through an interface. */
    public StaticRoute dev(String interfaceName) {
        return new StaticRoute(namespace, to, via, interfaceName, metric, type, gatewayOnLink);
    }

    /** The same with a metric, 0 to 4294967295. */
    public StaticRoute metric(long value) {
        return new StaticRoute(namespace, to, via, dev, value, type, gatewayOnLink);
    }

    /** The same with another type. */
    public StaticRoute type(RouteType other) {
        return new StaticRoute(namespace, to, via, dev, metric, other, gatewayOnLink);
    }

    /**
     * The same, but the kernel takes the gateway to be on the link of the interface, though no address or route says so
     * ({@code ip route add … onlink}). The route must name the interface.
     */
    public StaticRoute onlink() {
        return new StaticRoute(namespace, to, via, dev, metric, type, true);
    }

    /** What could not be read, or is out of its range; empty if nothing is. Needs no other part of a topology. */
    public Optional<String> ownMistake() {
        return Stream.of(to.mistake(), Optional.ofNullable(via).flatMap(Parsed::mistake), mistakeOfMetric())
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<String> mistakeOfMetric() {
        return Optional.of("the metric [" + metric + "] is not between 0 and " + HIGHEST_METRIC)
                .filter(wrong -> metric < 0 || metric > HIGHEST_METRIC);
    }

    private RouteKey key() {
        boolean ipv6 = to.value()
                .filter(network -> network.address().getAddress().length == 16)
                .isPresent();
        return new RouteKey(namespace, to, ipv6, metric);
    }

    @Override
    public Set<Key> declares() {
        return Set.of(key());
    }

    @Override
    public void outline(Draft draft) {
        IpNetwork network = to.value().orElse(null);
        if (network != null && (via == null || via.value().isPresent())) {
            draft.route(
                    new RouteFacts(key(), network, via == null ? null : via.get(), dev, metric, type, gatewayOnLink));
        }
    }

    @Override
    public void check(Outline all, Consumer<String> mistake) {
        mistakeOfMetric().ifPresent(mistake);
        if (type != RouteType.UNICAST) {
            checkDropped(all, mistake);
        } else if (dev != null) {
            all.namespace(namespace).ifPresent(in -> checkInterface(new Key.Link(namespace, dev), in, all, mistake));
        } else if (via == null) {
            mistake.accept("it needs a gateway [via] or an interface [dev]");
        }
        if (gatewayOnLink && (via == null || dev == null)) {
            mistake.accept("[onlink] says that the gateway [via] is on the link of the interface [dev]; name both");
        }
        if (via != null) {
            via.mistake().ifPresent(wrong -> mistake.accept("the gateway [via]: " + wrong));
        }
        to.mistake().ifPresent(wrong -> mistake.accept("the destination [to]: " + wrong));
    }

    /** A route that sends nothing on needs no link, and no link takes it away. */
    private void checkDropped(Outline all, Consumer<String> mistake) {
        if (via != null || dev != null) {
            mistake.accept("of its type [" + type
                    + "] (type), packets are not sent on; leave out the gateway [via] and the" + " interface [dev]");
        }
        if (all.isHost(namespace)) {
            mistake.accept("of its type [" + type + "] (type), a route of the host would outlive the test");
        }
    }

    private void checkInterface(Key.Link link, Namespace in, Outline all, Consumer<String> mistake) {
        Optional<LinkFacts> through = all.link(link);
        if (link.isLoopback()) {
            if (in.host()) {
                mistake.accept("a route through the host's lo [dev] would outlive the test");
            } else if (!in.loopback()) {
                mistake.accept("lo [dev] is left down, and a route needs it up");
            } else if (via != null) {
                mistake.accept("no gateway [via] is reached through lo [dev]");
            }
        } else if (through.isEmpty()) {
            mistake.accept("the interface [dev]: " + link.missing());
        } else if (!through.get().up()) {
            mistake.accept("the interface [" + dev + "] (dev) is declared down, and a route needs it up");
        }
    }

    @Override
    public void provision(Outline all, Steps to) {
        to.route(key());
    }

    @Override
    public String toString() {
        return "route " + namespace + ": "
                + (type == RouteType.UNICAST ? "" : type.name().toLowerCase(Locale.ROOT) + " ") + to
                + (via == null ? "" : " via " + via)
                + (dev == null ? "" : " dev " + dev) + (metric == 0 ? "" : " metric " + metric)
                + (gatewayOnLink ? " onlink" : "");
    }
}
