package io.github.netnsjunit.route;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.kernel.link.LinkMessage;
import io.github.netnsjunit.kernel.route.AddRoute;
import io.github.netnsjunit.kernel.route.DeleteRoute;
import io.github.netnsjunit.kernel.route.RouteAttributes;
import io.github.netnsjunit.kernel.route.RouteMessage;
import io.github.netnsjunit.kernel.route.RouteSpec;
import io.github.netnsjunit.kernel.route.RouteType;
import io.github.netnsjunit.provision.Handles;
import io.github.netnsjunit.provision.Phase;
import io.github.netnsjunit.provision.Steps;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.LinkFacts;
import io.github.netnsjunit.topology.Outline;
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

/** The step that adds a route, and how the route is deleted again. */
final class RouteStep {

    private RouteStep() {}

    /**
     * Asks for the step.
     *
     * @param attributes makes what else the route says
     */
    static void ask(RouteFacts route, Function<RouteSpec, RouteAttributes> attributes, Outline all, Steps to) {
        String namespace = route.namespace();
        List<Key.Link> through = route.hops().stream()
                .flatMap(hop -> Stream.ofNullable(hop.dev()))
                .map(dev -> new Key.Link(namespace, dev))
                .toList();
        // Without an interface, the kernel takes the one that has the gateway on its link.
        // That could be any of them, so all must exist.
        boolean ofAll = through.size() < route.hops().size() || through.isEmpty();
        Set<Key.Link> needs = all.links(namespace).stream()
                .map(LinkFacts::key)
                .filter(each -> ofAll || through.contains(each))
                .collect(Collectors.toSet());
        to.step(Phase.ROUTES, namespace)
                .order(route.hops().stream().allMatch(hop -> hop.via() == null) ? 0 : 1)
                .about(through.isEmpty() ? null : through.get(0))
                .needs(needs)
                .makes(route.key())
                .undo(handles -> delete(route, handles))
                .request(handles -> add(route, attributes, handles));
    }

    private static AddRoute add(RouteFacts route, Function<RouteSpec, RouteAttributes> attributes, Handles handles) {
        RouteSpec spec = spec(route, route.metric(), dev -> index(new Key.Link(route.namespace(), dev), handles));
        return new AddRoute(spec, attributes.apply(spec));
    }

    private static int index(Key.Link link, Handles handles) {
        return link.isLoopback() ? Steps.LOOPBACK : handles.index(link);
    }

    /** Finds the route among those that exist now. The result makes a request that deletes it, if it still exists then. */
    private static Supplier<Optional<DeleteRoute>> delete(RouteFacts route, Handles handles) {
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
