package io.github.netnsjunit.topology.drawing;

import static io.github.netnsjunit.topology.drawing.TextWidth.visible;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.RouteFacts;
import io.github.netnsjunit.topology.RouteHop;
import io.github.netnsjunit.topology.RouteType;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The routes of a namespace, each in a line. If more than two lead the same way, they share a line. */
final class RouteLines {

    private static final int MOST_ALONE = 2;

    private RouteLines() {}

    /**
     * What routes may have in common.
     *
     * @param type stands before the destination
     * @param way stands behind the destination
     */
    private record Way(String type, String way) {}

    static List<String> of(Outline outline, String namespace) {
        Map<Way, List<String>> destinations = new LinkedHashMap<>();
        outline.routes().stream()
                .filter(route -> route.namespace().equals(namespace))
                .filter(route -> !leadsToSeveralHosts(route)) // a LAN has them for all its hosts
                .forEach(route -> destinations
                        .computeIfAbsent(way(route), none -> new ArrayList<>())
                        .add(route.to().toString()));
        List<String> lines = new ArrayList<>();
        destinations.forEach((way, to) -> {
            if (to.size() > MOST_ALONE) {
                lines.add(way.type() + String.join(", ", to) + way.way());
            } else {
                to.forEach(each -> lines.add(way.type() + each + way.way()));
            }
        });
        return lines;
    }

    private static boolean leadsToSeveralHosts(RouteFacts route) {
        InetAddress to = route.to().address();
        return to.isMulticastAddress() || (to instanceof Inet4Address && to.getAddress()[0] == -1);
    }

    private static Way way(RouteFacts route) {
        InetAddress source = route.source();
        return new Way(
                route.type() == RouteType.UNICAST ? "" : route.type().name().toLowerCase(Locale.ROOT) + " ",
                route.hops().stream()
                                .map(hop -> (route.hops().size() == 1 ? "" : " nexthop") + text(hop))
                                .collect(Collectors.joining())
                        + (source == null ? "" : " src " + IpAddress.text(source))
                        + (route.isInMainTable() ? "" : " table " + route.table())
                        + (route.metric() == 0 ? "" : " metric " + route.metric()));
    }

    private static String text(RouteHop hop) {
        return (hop.via() == null ? "" : " via " + IpAddress.text(hop.via()))
                + (hop.dev() == null ? "" : " dev " + visible(hop.dev()))
                + (hop.weight() == 1 ? "" : " weight " + hop.weight());
    }
}
