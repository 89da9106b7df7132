package io.github.netnsjunit.provision;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.kernel.link.LinkMessage;
import io.github.netnsjunit.kernel.netlink.NetlinkRequest;
import io.github.netnsjunit.kernel.route.AddRoute;
import io.github.netnsjunit.kernel.route.DeleteRoute;
import io.github.netnsjunit.kernel.route.RouteAttributes;
import io.github.netnsjunit.kernel.route.RouteMessage;
import io.github.netnsjunit.kernel.route.RouteSpec;
import io.github.netnsjunit.kernel.route.RouteType;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.RouteFacts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The requests that add a route, as the outline says, and delete it again. */
final class RouteRequests {

    private RouteRequests() {}

    /** @param attributes makes what else the route says */
    static NetlinkRequest add(RouteFacts route, Function<RouteSpec, RouteAttributes> attributes, Handles handles) {
        RouteSpec spec = spec(route, route.metric(), dev -> index(new Key.Link(route.namespace(), dev), handles));
        return new AddRoute(spec, attributes.apply(spec));
    }

    private static int index(Key.Link link, Handles handles) {
        return link.isLoopback() ? Steps.LOOPBACK : handles.index(link);
    }

    /** Finds the route among those that exist now. The result makes a request that deletes it, if it still exists then. */
    static Supplier<Optional<NetlinkRequest>> delete(RouteFacts route, Handles handles) {
        Map<String, Integer> interfaces = interfaces(route, handles);
        if (!interfaces.keySet().containsAll(named(route))) {
            return Optional::empty; // the route went with its interface
        }
        RouteSpec any = spec(route, route.metricInTheKernel(), dev -> requireNonNull(interfaces.get(dev)));
        Optional<RouteSpec> added =
                routes(route, handles).filter(any::describes).map(any::as).findFirst();
        // In a request to delete a route, the metric 0 means any metric, and a missing interface means any interface.
        return () -> added.filter(spec -> routes(route, handles).anyMatch(spec::describes))
                .map(DeleteRoute::new);
    }

    /** The indexes of the interfaces by their names; empty if the route names none, so that they need not be listed. */
    private static Map<String, Integer> interfaces(RouteFacts route, Handles handles) {
        return named(route).isEmpty()
                ? Map.of()
                : handles.list(route.namespace(), LinkMessage.dump()).stream()
                        .collect(Collectors.toMap(LinkMessage::name, LinkMessage::index));
    }

    private static Set<String> named(RouteFacts route) {
        return route.hops().stream()
                .flatMap(hop -> Stream.ofNullable(hop.dev()))
                .collect(Collectors.toSet());
    }

    private static Stream<RouteMessage> routes(RouteFacts route, Handles handles) {
        return handles.list(route.namespace(), RouteMessage.dump()).stream();
    }

    private static RouteSpec spec(RouteFacts route, long metric, ToIntFunction<String> indexOf) {
        List<RouteMessage.NextHop> hops = route.hops().stream()
                .map(hop -> new RouteMessage.NextHop(
                        hop.via(), hop.dev() == null ? 0 : indexOf.applyAsInt(hop.dev()), hop.weight(), hop.onlink()))
                .toList();
        return new RouteSpec(
                route.to().address(),
                route.to().prefixLength(),
                hops.isEmpty() ? List.of(new RouteMessage.NextHop(null, 0)) : hops,
                (int) metric, // unsigned
                RouteType.valueOf(route.type().name()),
                (int) route.table()); // unsigned
    }
}
