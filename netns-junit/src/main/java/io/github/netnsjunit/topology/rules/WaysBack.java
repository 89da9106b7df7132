package io.github.netnsjunit.topology.rules;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.topology.LinkFacts;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.RouteFacts;
import io.github.netnsjunit.topology.RouteType;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds hosts whose packets arrive through routers, while the answers do not. A test may want that, so it is no mistake. Knows addresses,
 * routes and forwarding, but neither rules nor NAT.
 */
public final class WaysBack {

    private final Outline outline;
    private final Map<String, List<LinkFacts>> links;
    private final Map<String, List<RouteFacts>> routes;

    private WaysBack(Outline outline) {
        this.outline = outline;
        this.links = outline.links().stream()
                .filter(link -> link.up() && !link.key().isLoopback())
                .collect(Collectors.groupingBy(link -> link.key().namespace()));
        this.routes = outline.routes().stream().collect(Collectors.groupingBy(RouteFacts::namespace));
    }

    /** Where packets get to. There is a problem if they get no further, though they should. */
    private record Arrival(
            String namespace, int hops, @Nullable String problem) {}

    /** The next interface that a packet is sent to, by the address that is asked for on a link. */
    private record Sent(LinkFacts out, InetAddress next) {}

    /** One sentence for each group of hosts that get no answers. */
    public static List<String> missing(Outline outline) {
        return outline.hasRouters() ? new WaysBack(outline).missing() : List.of();
    }

    private List<String> missing() {
        List<String> hosts = hostsOfEachKind();
        Map<Object, String> found = new LinkedHashMap<>();
        for (String from : hosts) {
            for (String to : hosts) {
                for (InetAddress address : addresses(to)) {
                    noWayBack(from, to, address)
                            .ifPresent(problem -> found.putIfAbsent(
                                    List.of(from, problem),
                                    "[" + from + "] reaches [" + to + "] at [" + IpAddress.text(address)
                                            + "], but no answer comes back: " + problem));
                }
            }
        }
        return List.copyOf(found.values());
    }

    /** Of hosts with the same links and routes the first one: what holds of it holds of the others. */
    private List<String> hostsOfEachKind() {
        Map<Object, String> hosts = new LinkedHashMap<>();
        for (Namespace namespace : outline.namespaces()) {
            String name = namespace.name();
            if (namespace.host() || outline.forwards(name, false) || outline.forwards(name, true)) {
                continue;
            }
            Set<Object> kind = new HashSet<>();
            for (LinkFacts link : links.getOrDefault(name, List.of())) {
                link.addresses().forEach(each -> kind.add(List.of(outline.segment(link.key()), each.network())));
            }
            routes.getOrDefault(name, List.of())
                    .forEach(route -> kind.add(List.of(route.to(), String.valueOf(route.via()), route.metric())));
            hosts.putIfAbsent(kind, name);
        }
        return List.copyOf(hosts.values());
    }

    private List<InetAddress> addresses(String namespace) {
        return links.getOrDefault(namespace, List.of()).stream()
                .flatMap(link -> link.addresses().stream())
                .map(LinkAddress::address)
                .filter(address -> !(address instanceof Inet6Address && address.isLinkLocalAddress()))
                .toList();
    }

    private Optional<String> noWayBack(String from, String to, InetAddress address) {
        Arrival there = follow(from, address);
        if (from.equals(to) || !there.namespace().equals(to) || there.problem() != null || there.hops() < 2) {
            return Optional.empty();
        }
        Optional<InetAddress> sender = next(from, address)
                .flatMap(sent -> Stream.concat(
                                sent.out().addresses().stream().map(LinkAddress::address), addresses(from).stream())
                        .filter(own -> own.getClass().equals(address.getClass()))
                        .findFirst());
        return sender.flatMap(source -> {
            Arrival back = follow(to, source);
            return Optional.ofNullable(
                    back.problem() != null || back.namespace().equals(from)
                            ? back.problem()
                            : "they come to [" + back.namespace() + "], which has the address ["
                                    + IpAddress.text(source) + "] too");
        });
    }

    /** Follows a packet from router to router. */
    private Arrival follow(String from, InetAddress to) {
        boolean ipv6 = to instanceof Inet6Address;
        Set<String> passed = new HashSet<>();
        String here = from;
        while (passed.add(here)) {
            int hops = passed.size() - 1;
            if (addresses(here).contains(to)) {
                return new Arrival(here, hops, null);
            }
            if (hops > 0 && !outline.forwards(here, ipv6)) {
                return new Arrival(here, hops, "[" + here + "] does not forward " + (ipv6 ? "IPv6" : "IPv4"));
            }
            Optional<Sent> sent = next(here, to);
            if (sent.isEmpty()) {
                return new Arrival(here, hops, "[" + here + "] has no route to [" + IpAddress.text(to) + "]");
            }
            Optional<String> receiver = receiver(sent.get());
            if (receiver.isEmpty()) {
                return new Arrival(
                        here,
                        hops,
                        "nobody has the address [" + IpAddress.text(sent.get().next()) + "] on the link ["
                                + sent.get().out().key().name() + "] of [" + here + "]");
            }
            here = receiver.get();
        }
        return new Arrival(here, passed.size(), "the packets go round and come to [" + here + "] again");
    }

    /** Where a namespace sends a packet, by the longest prefix and then the lowest metric. Empty if it has no route. */
    private Optional<Sent> next(String from, InetAddress to) {
        record Choice(int prefix, long metric, @Nullable Sent sent) {}
        List<Choice> choices = new ArrayList<>();
        for (LinkFacts link : links.getOrDefault(from, List.of())) {
            link.addresses().stream()
                    .map(LinkAddress::network)
                    .filter(network -> network.contains(to) && LinkFacts.hasRoute(network))
                    .forEach(network -> choices.add(new Choice(network.prefixLength(), 0, new Sent(link, to))));
        }
        for (RouteFacts route : routes.getOrDefault(from, List.of())) {
            if (route.to().contains(to) && route.type() != RouteType.UNICAST) {
                choices.add(new Choice(route.to().prefixLength(), route.metricInTheKernel(), null));
            } else if (route.to().contains(to)) {
                InetAddress asked = route.via() == null ? to : route.via();
                out(from, route, asked)
                        .ifPresent(link -> choices.add(new Choice(
                                route.to().prefixLength(), route.metricInTheKernel(), new Sent(link, asked))));
            }
        }
        return choices.stream()
                .min(Comparator.comparingInt(Choice::prefix).reversed().thenComparingLong(Choice::metric))
                .flatMap(choice -> Optional.ofNullable(choice.sent()));
    }

    private Optional<LinkFacts> out(String from, RouteFacts route, InetAddress asked) {
        return links.getOrDefault(from, List.of()).stream()
                .filter(link -> route.dev() == null
                        ? link.hasOnLink(asked)
                        : link.key().name().equals(route.dev()))
                .findFirst();
    }

    /** The namespace that has an address on the link. */
    private Optional<String> receiver(Sent sent) {
        int segment = outline.segment(sent.out().key());
        return links.values().stream()
                .flatMap(List::stream)
                .filter(link -> outline.segment(link.key()) == segment
                        && !link.key().equals(sent.out().key()))
                .filter(link -> link.addresses().stream()
                        .anyMatch(each -> each.address().equals(sent.next())))
                .map(link -> link.key().namespace())
                .findFirst();
    }
}
