package io.github.netnsjunit.link.lan;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.address.IpNetwork;
import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.link.Lan;
import io.github.netnsjunit.link.Router;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.LinkFacts;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.RouteFacts;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
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

/** The LANs and routers of a topology, and the ways between them. */
public final class Networks {

    private static final List<IpNetwork> ALL_ADDRESSES = List.of(IpNetwork.parse("0.0.0.0/0"), IpNetwork.parse("::/0"));

    private static final IpNetwork ALL_IPV4 = ALL_ADDRESSES.get(0);

    /** The IPv4 multicast addresses (RFC 1112), and the address of all hosts on a link (RFC 919). */
    public static final List<IpNetwork> SEVERAL_HOSTS =
            List.of(IpNetwork.parse("224.0.0.0/4"), IpNetwork.parse("255.255.255.255/32"));

    private final Outline outline;
    private final List<Lan> lans;
    private final Map<String, Router> routers = new LinkedHashMap<>();

    private Networks(Outline outline) {
        this.outline = outline;
        this.lans = outline.parts(Lan.class);
        outline.parts(Router.class).forEach(router -> routers.putIfAbsent(router.name(), router));
    }

    /** Reads them from an outline. */
    public static Networks of(Outline outline) {
        return new Networks(outline);
    }

    /**
     * A route.
     *
     * @param from the namespace that has it
     * @param via the gateway
     * @param through the name of the interface
     */
    public record Way(String from, IpNetwork to, InetAddress via, String through) {}

    /** The next router on the way to a LAN, and the own LAN that it is on. */
    private record Hop(Lan own, String router) {}

    /** The names of the LANs, in the order of the parts. */
    public List<String> lanNames() {
        return lans.stream().map(Lan::name).toList();
    }

    /** The name that the interfaces of a LAN's hosts and routers have. */
    public static String interfaceName(Lan lan) {
        return ShortName.of(lan.name());
    }

    /** The interface of a host or a router of a LAN. */
    public static Key.Link interfaceOf(Lan lan, String namespace) {
        return new Key.Link(namespace, interfaceName(lan));
    }

    /** The LANs that a router is on, in their order. */
    public List<Lan> lansOf(Router router) {
        return lans.stream()
                .filter(lan ->
                        router.lans().contains(lan.name()) || lan.routers().contains(router.name()))
                .toList();
    }

    /** The names of the routers on a LAN: those that it names itself, then those that name it. The order decides on their addresses. */
    public List<String> routersOf(Lan lan) {
        Set<String> names = new LinkedHashSet<>(lan.routers());
        routers.values().stream()
                .filter(router -> router.lans().contains(lan.name()))
                .forEach(router -> names.add(router.name()));
        return List.copyOf(names);
    }

    /**
     * The position of a router on a LAN, which decides on its addresses. A router that was there before keeps its own: so nothing happens
     * to it when another one goes. The others take the positions that are free, in their order.
     */
    public int position(String router, Lan lan) {
        List<String> all = routersOf(lan);
        Map<String, Integer> positions = new HashMap<>();
        for (String each : all) {
            outline.derivedBefore(interfaceOf(lan, each))
                    .flatMap(known -> position(known, lan))
                    .ifPresent(position -> positions.put(each, position));
        }
        int next = 0;
        for (String each : all) {
            if (!positions.containsKey(each)) {
                while (positions.containsValue(next)) {
                    next++;
                }
                positions.put(each, next);
            }
        }
        return requireNonNull(positions.get(router), router);
    }

    /** The position of a router that is on a LAN already, by its addresses; empty for a new one. */
    private static Optional<Integer> position(LinkFacts router, Lan lan) {
        return router.addresses().stream()
                .flatMap(address -> lan.subnets().stream()
                        .flatMap(subnet -> subnet.value().stream())
                        .filter(address.network()::equals)
                        .flatMap(subnet -> new HostAddresses(subnet).positionFromLast(address.address()).stream()))
                .findFirst();
    }

    private List<Router> routing(Lan lan) {
        return routersOf(lan).stream()
                .flatMap(name -> Optional.ofNullable(routers.get(name)).stream())
                .filter(Router::routes)
                .toList();
    }

    /** The routes that follow from a router: its own, and those of the hosts whose first router it is. */
    public List<Way> waysThatFollowFrom(Router router) {
        if (!router.routes()) {
            return List.of();
        }
        List<Way> ways = new ArrayList<>();
        for (IpNetwork everything : ALL_ADDRESSES) {
            addWays(router.name(), lansOf(router), null, everything, ways);
            for (Lan lan : lansOf(router)) {
                lan.hosts().stream()
                        .filter(host -> !routers.containsKey(host))
                        .filter(host -> first(host, everything)
                                .filter(new Hop(lan, router.name())::equals)
                                .isPresent())
                        .forEach(host -> addWaysOfHost(host, new Hop(lan, router.name()), everything, ways));
            }
        }
        return ways;
    }

    private void addWaysOfHost(String host, Hop first, IpNetwork everything, List<Way> ways) {
        Router router = requireNonNull(routers.get(first.router()), first.router());
        boolean advertised = router.advertises()
                && first.own().slaac().contains(host)
                && everything.address() instanceof Inet6Address;
        if (!advertised) {
            add(host, everything, first, ways);
        }
        List<Lan> own = lansOfHost(host);
        if (own.size() > 1) {
            addWays(host, own, first.own(), everything, ways);
        }
    }

    /**
     * Those hosts of a LAN that have an IPv4 address there, are on no other LAN, and have no default route, nor one to groups that leads
     * elsewhere.
     */
    public List<String> hostsWithoutWayToGroups(Lan lan, Collection<String> hosts) {
        Set<String> withWay = outline.routes().stream()
                .filter(RouteFacts::isInMainTable)
                .filter(route -> route.to().address() instanceof Inet4Address
                        && SEVERAL_HOSTS.stream().anyMatch(route.to()::overlaps))
                .map(RouteFacts::namespace)
                .collect(Collectors.toSet());
        Set<String> elsewhere = new HashSet<>(routers.keySet());
        lans.stream().filter(other -> !other.equals(lan)).forEach(other -> elsewhere.addAll(other.namespaces()));
        return hosts.stream()
                .filter(host -> !withWay.contains(host) && !elsewhere.contains(host) && !outline.isHost(host))
                .filter(host -> address(lan, host, ALL_IPV4).isPresent())
                .filter(host -> first(host, ALL_IPV4).isEmpty())
                .toList();
    }

    private List<Lan> lansOfHost(String host) {
        return lans.stream().filter(lan -> lan.hosts().contains(host)).toList();
    }

    /** The first router with an address of a family on the LANs of a host. */
    private Optional<Hop> first(String host, IpNetwork everything) {
        return lansOfHost(host).stream()
                .flatMap(lan -> routing(lan).stream()
                        .filter(router ->
                                address(lan, router.name(), everything).isPresent())
                        // Who is outside a NAT reaches nothing through it that could be named in a route.
                        .filter(router -> !isOutsideOfNat(lan, router, everything))
                        .map(router -> new Hop(lan, router.name())))
                .findFirst();
    }

    private boolean isOutsideOfNat(Lan lan, Router router, IpNetwork family) {
        return outline.isOutsideOfNat(interfaceOf(lan, router.name()), family.address() instanceof Inet6Address);
    }

    /** Adds the routes of a namespace to all LANs that are not its own, except those through one of its own. */
    private void addWays(String from, List<Lan> own, @Nullable Lan except, IpNetwork everything, List<Way> ways) {
        next(from, own, everything).forEach((lan, hop) -> {
            if (!hop.own().equals(except)) {
                subnets(lan, everything).forEach(subnet -> add(from, subnet, hop, ways));
            }
        });
    }

    /** The next router on a shortest way to each LAN that is not one of the own ones. */
    private Map<Lan, Hop> next(String from, List<Lan> own, IpNetwork everything) {
        Map<Lan, Hop> next = new LinkedHashMap<>();
        Set<Lan> seen = new HashSet<>(own);
        Deque<Lan> reached = new ArrayDeque<>(own);
        while (!reached.isEmpty()) {
            Lan here = reached.remove();
            for (Router router : routing(here)) {
                if (router.name().equals(from)
                        || address(here, router.name(), everything).isEmpty()) {
                    continue;
                }
                boolean outside = isOutsideOfNat(here, router, everything);
                for (Lan there : lansOf(router)) {
                    boolean told = !outside && !router.hidden().contains(there.name());
                    if (told && address(there, router.name(), everything).isPresent() && seen.add(there)) {
                        Hop known = next.get(here);
                        next.put(there, known == null ? new Hop(here, router.name()) : known);
                        reached.add(there);
                    }
                }
            }
        }
        return next;
    }

    /**
     * Adds a route, unless the namespace reaches the destination without it, or has a declared one, or one to another LAN with the same
     * subnet, which was found first because it is nearer. The machine gets none: what it sends anywhere is its own affair.
     */
    private void add(String from, IpNetwork to, Hop hop, List<Way> ways) {
        boolean onLink = outline.links(from).stream()
                .flatMap(link -> link.addresses().stream())
                .anyMatch(address -> address.network().equals(to) && LinkFacts.hasRoute(to));
        boolean declared = outline.routes().stream()
                .anyMatch(route -> route.namespace().equals(from)
                        && route.isInMainTable()
                        && route.to().equals(to));
        boolean known = ways.stream()
                .anyMatch(way -> way.from().equals(from) && way.to().equals(to));
        boolean linked = outline.link(interfaceOf(hop.own(), from)).isPresent();
        if (!onLink && !declared && !known && linked && !outline.isHost(from)) {
            address(hop.own(), hop.router(), to)
                    .ifPresent(via -> ways.add(new Way(from, to, via, interfaceName(hop.own()))));
        }
    }

    /** The address of a router on a LAN, of the family that a network has. */
    private Optional<InetAddress> address(Lan lan, String router, IpNetwork family) {
        return outline.link(interfaceOf(lan, router)).stream()
                .flatMap(link -> link.addresses().stream())
                .map(LinkAddress::address)
                .filter(address -> isOfFamily(address, family))
                .findFirst();
    }

    private static Stream<IpNetwork> subnets(Lan lan, IpNetwork family) {
        return lan.subnets().stream()
                .flatMap(subnet -> subnet.value().stream())
                .filter(subnet -> isOfFamily(subnet.address(), family));
    }

    private static boolean isOfFamily(InetAddress address, IpNetwork family) {
        return address.getAddress().length == family.address().getAddress().length;
    }
}
