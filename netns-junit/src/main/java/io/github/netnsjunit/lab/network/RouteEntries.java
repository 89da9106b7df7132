package io.github.netnsjunit.lab.network;

import io.github.netnsjunit.address.IpNetwork;
import io.github.netnsjunit.kernel.route.RouteMessage;
import io.github.netnsjunit.kernel.route.RouteType;
import io.github.netnsjunit.lab.listing.RouteEntry;
import io.github.netnsjunit.topology.RouteScope;
import java.util.Map;
import java.util.stream.Stream;

/** Turns the routes that the kernel lists into those that users see. */
public final class RouteEntries {

    private RouteEntries() {}

    /**
     * Makes an entry for each next hop of a route.
     *
     * @param names the names of the interfaces by their indexes
     */
    public static Stream<RouteEntry> of(RouteMessage route, Map<Integer, String> names) {
        return route.nextHops().stream()
                .map(hop -> new RouteEntry(
                        IpNetwork.of(route.destination(), route.prefixLength()),
                        hop.gateway(),
                        route.type() == RouteType.UNICAST ? names.get(hop.outputInterface()) : null,
                        hop.weight(),
                        hop.onlink(),
                        RouteEntry.Type.valueOf(route.type().name()),
                        Integer.toUnsignedLong(route.table()),
                        route.metric(),
                        RouteScope.of(route.attributes().scope()).orElse(RouteScope.GLOBAL),
                        route.attributes().source(),
                        route.attributes().mtu(),
                        route.isKernels()));
    }
}
