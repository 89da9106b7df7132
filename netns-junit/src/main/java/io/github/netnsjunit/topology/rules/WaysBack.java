package io.github.netnsjunit.topology.rules;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.LinkFacts;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.RouteFacts;
import io.github.netnsjunit.topology.RouteHop;
import io.github.netnsjunit.topology.RouteType;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds hosts whose packets arrive through routers, while the answers do not. A test may want that, so it is no mistake. Knows addresses,
 * the routes of the main table and forwarding, but no policy rules. Where it does not know who takes a packet, as in a namespace with
 * rules, by a route with several next hops, or beyond a NAT, it says nothing.
 */
public final class WaysBack {

    /** So many kinds of hosts are looked at, since the time grows with their square. */
    private static final int MOST_KINDS = 50;

    private final Outline outline;
    private final Map<String, List<LinkFacts>> links;
    private final Map<Integer, List<LinkFacts>> linksBySegment;
    private final Map<String, List<RouteFacts>> routes;
    private final Map<String, Set<InetAddress>> addresses = new HashMap<>();
    /** The namespace that has an address on a segment. */
    private final Map<Place, String> owners = new HashMap<>();
    /** What {@link #next} found. */
    private final Map<Question, Optional<Sent>> nexts = new HashMap<>();

    private WaysBack(Outline outline) {
        this.outline = outline;
        List<LinkFacts> up = outline.links().stream()
                .filter(link -> link.up() && !link.key().isLoopback())
                .toList();
        this.links =
                up.stream().collect(Collectors.groupingBy(link -> link.key().namespace()));
        this.linksBySegment = up.stream().collect(Collectors.groupingBy(link -> outline.segment(link.key())));
        this.routes = outline.routes().stream()
                .filter(RouteFacts::isInMainTable)
                .collect(Collectors.groupingBy(RouteFacts::namespace));
        for (LinkFacts link : up) {
            String namespace = link.key().namespace();
            addresses
                    .computeIfAbsent(namespace, name -> new LinkedHashSet<>())
                    .addAll(routable(link).toList());
            link.addresses()
                    .forEach(each ->
                            owners.putIfAbsent(new Place(outline.segment(link.key()), each.address()), namespace));
        }
    }

    private record Place(int segment, InetAddress address) {}

    private record Question(String from, InetAddress to) {}

    /** Where packets get to. There is a problem if they get no further, though they should. */
    private record Arrival(
            String namespace, int hops, @Nullable String problem) {}

    /**
     * The next interface that a packet is sent to, by the address that is asked for on a link.
     *
     * @param source the address that the route says the namespace sends from
     * @param certain whether all packets go there
     */
    private record Sent(
            LinkFacts out, InetAddress next, @Nullable InetAddress source, boolean certain) {}

    /** One sentence for each group of hosts that get no answers. */
    public static List<String> missing(Outline outline) {
        return outline.hasRouters() && !hasVrf(outline) ? new WaysBack(outline).missing() : List.of();
    }

    private static boolean hasVrf(Outline outline) {
        return outline.links().stream()
                .anyMatch(link -> outline.routing(link.key()).isPresent());
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

    /** Of hosts with like links and routes the first one. What holds of it mostly holds of the others. */
    private List<String> hostsOfEachKind() {
        Map<Object, String> hosts = new LinkedHashMap<>();
        for (Namespace namespace : outline.namespaces()) {
            String name = namespace.name();
            if (namespace.host() || outline.forwards(name, false) || outline.forwards(name, true)) {
                continue;
            }
            Set<Object> kind = new HashSet<>();
            for (LinkFacts link : links.getOrDefault(name, List.of())) {
                boolean connected = outline.hasConnectedRoutes(link.key());
                link.addresses()
                        .forEach(each -> kind.add(List.of(outline.segment(link.key()), each.network(), connected)));
            }
            routes.getOrDefault(name, List.of()).forEach(route -> kind.add(likeness(route)));
            outline.rules(name).forEach(rule -> kind.add(rule.text()));
            hosts.putIfAbsent(kind, name);
        }
        return hosts.values().stream().limit(MOST_KINDS).toList();
    }

    /** Equal for routes of several namespaces that say the same. Interfaces may have other names there. */
    private List<Object> likeness(RouteFacts route) {
        return List.of(
                route.to(),
                route.hops().stream()
                        .map(hop -> List.of(
                                Optional.ofNullable(hop.via()),
                                Optional.ofNullable(hop.dev())
                                        .map(dev -> outline.segment(new Key.Link(route.namespace(), dev)))))
                        .toList(),
                route.metric(),
                route.type());
    }

    private Set<InetAddress> addresses(String namespace) {
        return addresses.getOrDefault(namespace, Set.of());
    }

    /** The addresses that packets beyond the link may have: all but the link-local ones of IPv6. */
    private static Stream<InetAddress> routable(LinkFacts link) {
        return link.addresses().stream().map(LinkAddress::address).filter(address -> !isLinkLocal(address));
    }

    private static boolean isLinkLocal(InetAddress address) {
        return address instanceof Inet6Address && address.isLinkLocalAddress();
    }

    private Optional<String> noWayBack(String from, String to, InetAddress address) {
        if (from.equals(to)
                || follow(from, address)
                        .filter(there -> there.namespace().equals(to) && there.problem() == null && there.hops() > 1)
                        .isEmpty()) {
            return Optional.empty();
        }
        Optional<InetAddress> sender = next(from, address)
                .flatMap(sent -> Stream.of(
                                Stream.ofNullable(sent.source()), routable(sent.out()), addresses(from).stream())
                        .flatMap(each -> each)
                        .filter(own -> own.getClass().equals(address.getClass()))
                        .findFirst());
        return sender.flatMap(source -> follow(to, source).flatMap(back -> problem(back, from, source)));
    }

    private static Optional<String> problem(Arrival back, String from, InetAddress source) {
        return Optional.ofNullable(
                back.problem() != null || back.namespace().equals(from)
                        ? back.problem()
                        : "they come to [" + back.namespace() + "], which has the address [" + IpAddress.text(source)
                                + "] too");
    }

    /** Follows a packet from router to router. Empty if it is not known where it gets to. */
    private Optional<Arrival> follow(String from, InetAddress to) {
        boolean ipv6 = to instanceof Inet6Address;
        Set<String> passed = new HashSet<>();
        String here = from;
        while (passed.add(here)) {
            int hops = passed.size() - 1;
            if (addresses(here).contains(to)) {
                return Optional.of(new Arrival(here, hops, null));
            }
            if (hops > 0 && outline.translates(here, ipv6)) {
                return Optional.empty();
            }
            if (hops > 0 && !outline.forwards(here, ipv6)) {
                return Optional.of(
                        new Arrival(here, hops, "[" + here + "] does not forward " + (ipv6 ? "IPv6" : "IPv4")));
            }
            if (!outline.rules(here).isEmpty()) {
                return Optional.empty();
            }
            Optional<Sent> sent = next(here, to);
            if (sent.isEmpty()) {
                return Optional.of(
                        new Arrival(here, hops, "[" + here + "] has no route to [" + IpAddress.text(to) + "]"));
            }
            if (!sent.get().certain()) {
                return Optional.empty();
            }
            Optional<String> receiver = receiver(sent.get());
            if (receiver.isEmpty()) {
                return nobody(here, hops, sent.get());
            }
            here = receiver.get();
        }
        return Optional.of(new Arrival(here, passed.size(), "the packets go round and come to [" + here + "] again"));
    }

    /** The kernel makes link-local addresses that the topology does not have, and a tunnel may end outside it. */
    private Optional<Arrival> nobody(String here, int hops, Sent sent) {
        Key.Link out = sent.out().key();
        return isLinkLocal(sent.next()) || outline.isTunnel(out)
                ? Optional.empty()
                : Optional.of(new Arrival(
                        here,
                        hops,
                        "nobody has the address [" + IpAddress.text(sent.next()) + "] on the link [" + out.name()
                                + "] of [" + here + "]"));
    }

    /** Where a namespace sends a packet, by the longest prefix and then the lowest metric. Empty if it has no route. */
    private Optional<Sent> next(String from, InetAddress to) {
        return nexts.computeIfAbsent(new Question(from, to), question -> lookUp(from, to));
    }

    private Optional<Sent> lookUp(String from, InetAddress to) {
        record Choice(int prefix, long metric, @Nullable Sent sent) {}
        List<Choice> choices = new ArrayList<>();
        for (LinkFacts link : connected(from).toList()) {
            link.addresses().stream()
                    .map(LinkAddress::network)
                    .filter(network -> network.contains(to) && LinkFacts.hasRoute(network))
                    .forEach(network ->
                            choices.add(new Choice(network.prefixLength(), 0, new Sent(link, to, null, true))));
        }
        for (RouteFacts route : routes.getOrDefault(from, List.of())) {
            if (route.to().contains(to) && route.type() != RouteType.UNICAST) {
                choices.add(new Choice(route.to().prefixLength(), route.metricInTheKernel(), null));
            } else if (route.to().contains(to)) {
                route.hops().stream()
                        .flatMap(hop -> sent(from, route, hop, to).stream())
                        .findFirst()
                        .ifPresent(sent ->
                                choices.add(new Choice(route.to().prefixLength(), route.metricInTheKernel(), sent)));
            }
        }
        return choices.stream()
                .min(Comparator.comparingInt(Choice::prefix).reversed().thenComparingLong(Choice::metric))
                .flatMap(choice -> Optional.ofNullable(choice.sent()));
    }

    /** The interfaces to whose networks there are routes by themselves. */
    private Stream<LinkFacts> connected(String namespace) {
        return links.getOrDefault(namespace, List.of()).stream().filter(link -> outline.hasConnectedRoutes(link.key()));
    }

    private Optional<Sent> sent(String from, RouteFacts route, RouteHop hop, InetAddress to) {
        InetAddress asked = hop.via() == null ? to : hop.via();
        Stream<LinkFacts> through = hop.dev() == null
                ? connected(from).filter(link -> link.hasOnLink(asked))
                : links.getOrDefault(from, List.of()).stream()
                        .filter(link -> link.key().name().equals(hop.dev()));
        return through.findFirst()
                .map(link -> new Sent(link, asked, route.source(), route.hops().size() == 1));
    }

    /** The namespace that has the address on the link. A tunnel with one other end leads there, whatever the address. */
    private Optional<String> receiver(Sent sent) {
        Key.Link out = sent.out().key();
        int segment = outline.segment(out);
        String owner = owners.get(new Place(segment, sent.next()));
        if (owner != null || !outline.isTunnel(out)) {
            return Optional.ofNullable(owner);
        }
        List<Key.Link> others = linksBySegment.getOrDefault(segment, List.of()).stream()
                .map(LinkFacts::key)
                .filter(other -> !other.equals(out))
                .toList();
        return others.size() == 1 && outline.isTunnel(others.get(0))
                ? Optional.of(others.get(0).namespace())
                : Optional.empty();
    }
}
