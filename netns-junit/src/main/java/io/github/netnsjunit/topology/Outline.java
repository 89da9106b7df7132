package io.github.netnsjunit.topology;

import io.github.netnsjunit.topology.segment.Joints;
import io.github.netnsjunit.topology.segment.Segments;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What all parts of a topology say together: its namespaces, its interfaces and how they are joined, and its routes. Whoever works with
 * a whole topology reads it here, and so need not know the kinds of its parts. Immutable and safe for use by several threads.
 */
public final class Outline {

    private final Gathered gathered = new Gathered();
    private final Map<Key, Part> parts = new LinkedHashMap<>();
    private final List<Part> all;
    private final Segments segments;
    private final Map<Key.Link, LinkFacts> derivedBefore;

    /**
     * Gathers the facts of all parts.
     *
     * @param derivedBefore what recipes said of interfaces in the topology that this one was made from
     * @param mistakes takes each text that could not be read, with its part
     */
    Outline(List<Part> parts, Map<Key.Link, LinkFacts> derivedBefore, BiConsumer<Part, String> mistakes) {
        all = List.copyOf(parts);
        this.derivedBefore = derivedBefore;
        for (Part part : parts) {
            part.declares().forEach(key -> this.parts.putIfAbsent(key, part));
            part.outline(gathered.of(part, mistakes));
        }
        Joints joints = gathered.joined(this);
        segments = new Segments(joints, gathered.links.keySet());
    }

    /** Gathers the facts of parts without checking them: for parts that are added to a namespace whose topology is not known. */
    public static Outline of(Part... parts) {
        return new Outline(List.of(parts), Map.of(), (part, mistake) -> {
            throw new IllegalArgumentException(mistake);
        });
    }

    /** The namespaces, in the order of the parts. */
    public Collection<Namespace> namespaces() {
        return List.copyOf(gathered.namespaces.values());
    }

    /** The namespace with a name. */
    public Optional<Namespace> namespace(String name) {
        return Optional.ofNullable(gathered.namespaces.get(name));
    }

    /** Whether a name is that of the namespace that this Java process runs in. */
    public boolean isHost(String namespace) {
        Namespace known = gathered.namespaces.get(namespace);
        return known != null && known.host();
    }

    /** The interfaces, in the order of the parts. Last each {@code lo} that the topology gives addresses. */
    public List<LinkFacts> links() {
        return List.copyOf(gathered.links.values());
    }

    /** The interfaces of one namespace. */
    public List<LinkFacts> links(String namespace) {
        return List.copyOf(gathered.linksByNamespace.getOrDefault(namespace, List.of()));
    }

    /** The interfaces that have another as their master: the ports of a switch, for example. */
    public List<LinkFacts> portsOf(Key.Link master) {
        return links(master.namespace()).stream()
                .filter(port -> master.equals(port.master()))
                .toList();
    }

    /** What the topology says of an interface. */
    public Optional<LinkFacts> link(Key.@Nullable Link key) {
        return Optional.ofNullable(gathered.links.get(key));
    }

    /**
     * What a recipe said of an interface in the topology that this one was made from by {@link Topology#with} or {@link Topology#without}.
     * A recipe that hands out addresses can so leave an interface those that it has.
     */
    public Optional<LinkFacts> derivedBefore(Key.Link key) {
        return Optional.ofNullable(derivedBefore.get(key));
    }

    /** What recipes say of interfaces, for the topologies that are made from this one. */
    Map<Key.Link, LinkFacts> linksOf(Collection<Part> derived) {
        Map<Key.Link, LinkFacts> facts = new HashMap<>();
        for (Part part : derived) {
            part.declares().stream().filter(key -> part.equals(parts.get(key))).forEach(key -> {
                if (key instanceof Key.Link link && gathered.links.containsKey(link)) {
                    facts.put(link, gathered.links.get(link));
                }
            });
        }
        return facts;
    }

    /** Whether the kernel sets a route to the network of each of an interface's addresses. */
    public boolean hasConnectedRoutes(Key.Link key) {
        return !gathered.withoutConnectedRoutes.contains(key);
    }

    /** How many queues an interface is to have when it is made. */
    public LinkQueues queues(Key.Link key) {
        return gathered.queues.getOrDefault(key, LinkQueues.KERNEL_DEFAULT);
    }

    /** What the topology says of a switch; empty for an interface that is no switch. */
    public Optional<SwitchFacts> bridge(Key.@Nullable Link key) {
        return Optional.ofNullable(gathered.bridges.get(key));
    }

    /** What an interface is to its ports; empty for a switch and for an interface that has no ports. */
    public Optional<MasterRole> master(Key.@Nullable Link key) {
        return Optional.ofNullable(gathered.masters.get(key));
    }

    /** Whether an interface is, or is a port of, one that has a routing table of its own. Returns that one. */
    public Optional<Key.Link> routing(Key.Link key) {
        return Stream.of(Optional.of(key), link(key).map(LinkFacts::master))
                .flatMap(Optional::stream)
                .filter(each -> gathered.masters.get(each) == MasterRole.ROUTING)
                .findFirst();
    }

    /** The number of the routing table that has the routes to the networks of an interface's addresses. */
    public long routingTable(Key.Link key) {
        return routing(key).map(gathered.routingTables::get).orElse(RouteFacts.MAIN_TABLE);
    }

    /** What the topology says of an interface as the port of a switch; empty for an interface that is no port. */
    public Optional<PortOptions> port(Key.Link key) {
        return Optional.ofNullable(gathered.ports.get(key)).map(Gathered.PortOf::options);
    }

    /** The interface that this one lies over and sends its frames through; empty for one that lies over no other. */
    public Optional<Key.Link> below(Key.Link key) {
        return Optional.ofNullable(gathered.below.get(key));
    }

    /** The cables, in the order of the parts. */
    public List<CableFacts> cables() {
        return List.copyOf(gathered.cables);
    }

    /** Whether an interface is an end of a tunnel. */
    public boolean isTunnel(Key.Link key) {
        return gathered.peers.containsKey(key) || gathered.tunnelLinks.contains(key);
    }

    /** What the topology says of the ends of tunnels, WireGuard aside, in the order of the parts. */
    public List<TunnelFacts> tunnels() {
        return List.copyOf(gathered.tunnels);
    }

    /** Whether the topology says that a namespace forwards packets of other hosts, IPv6 or IPv4. */
    public boolean forwards(String namespace, boolean ipv6) {
        return gathered.forwarding.getOrDefault(new Gathered.Forwarding(namespace, ipv6), false);
    }

    /** Whether the topology says of any namespace that it forwards packets of other hosts. */
    public boolean hasRouters() {
        return gathered.forwarding.containsValue(true);
    }

    /** What the parts tell of a namespace beside its links and routes, in their order. */
    public List<String> remarks(String namespace) {
        return List.copyOf(gathered.remarks.getOrDefault(namespace, List.of()));
    }

    /** What its part tells of an interface besides its kind and its addresses. */
    public Optional<String> remark(Key.Link key) {
        return Optional.ofNullable(gathered.linkRemarks.get(key));
    }

    /** Whether a namespace translates the addresses of a family, IPv6 or IPv4, at any interface. */
    public boolean translates(String namespace, boolean ipv6) {
        return gathered.nats.stream()
                .anyMatch(nat -> nat.namespace().equals(namespace) && (ipv6 ? nat.ipv6() : nat.ipv4()));
    }

    /** Whether addresses of a family, IPv6 or IPv4, are translated when they go out through an interface: what is behind it is hidden there. */
    public boolean isOutsideOfNat(Key.Link key, boolean ipv6) {
        return !natsOutside(key, ipv6).isEmpty();
    }

    /** What translates addresses of a family, IPv6 or IPv4, when they go out through an interface. */
    public List<NatFacts> natsOutside(Key.Link key, boolean ipv6) {
        return gathered.nats.stream()
                .filter(nat -> nat.namespace().equals(key.namespace()) && (ipv6 ? nat.ipv6() : nat.ipv4()))
                .filter(nat -> towards(nat.namespace(), nat.outside())
                        .filter(key::equals)
                        .isPresent())
                .toList();
    }

    /**
     * The interface of one namespace that is on a segment with an interface of another one, such as the switch of a LAN, which bears the
     * LAN's name; or else the interface that has this name itself. Of several it is the first.
     */
    public Optional<Key.Link> towards(String namespace, String other) {
        Set<Integer> there = links(other).stream()
                .filter(link -> !link.key().isLoopback())
                .map(link -> segment(link.key()))
                .collect(Collectors.toSet());
        Optional<Key.Link> joined = namespace.equals(other)
                ? Optional.empty()
                : links(namespace).stream()
                        .map(LinkFacts::key)
                        .filter(key -> !key.isLoopback() && there.contains(segment(key)))
                        .findFirst();
        return joined.or(() -> link(new Key.Link(namespace, other)).map(LinkFacts::key));
    }

    /** The name servers, in the order of the parts. */
    public List<NameServerFacts> nameServers() {
        return List.copyOf(gathered.nameServers);
    }

    /** The routes, in the order of the parts. */
    public List<RouteFacts> routes() {
        return List.copyOf(gathered.routes.values());
    }

    /** What the topology says of a route. */
    public Optional<RouteFacts> route(Key key) {
        return Optional.ofNullable(gathered.routes.get(key));
    }

    /** The policy rules of a namespace, in the order of the parts. */
    public List<RuleFacts> rules(String namespace) {
        return gathered.rules.values().stream()
                .filter(rule -> rule.namespace().equals(namespace))
                .toList();
    }

    /** The number of an interface's segment. Interfaces that hear one another's frames have the same number. */
    public int segment(Key.Link key) {
        return segments.number(key);
    }

    /** The first part that declares a key. */
    public Optional<Part> part(Key key) {
        return Optional.ofNullable(parts.get(key));
    }

    /** The parts of one kind, in their order. */
    public <P extends Part> List<P> parts(Class<P> kind) {
        return all.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** The part of the topology that says the same as the given part; the given part itself if there is none. */
    public Part sameAs(Part given) {
        return given.declares().stream()
                .flatMap(key -> part(key).stream())
                .filter(given::saysTheSameAs)
                .findFirst()
                .orElse(given);
    }

    /** The parts that close a ring of switches, in which a broadcast would circle for ever. A bundle passes nothing from port to port. */
    public List<Part> ringClosers() {
        return segments.ringClosers(
                key -> link(key).map(LinkFacts::up).orElse(true),
                key -> bridge(key)
                        .map(SwitchFacts::spanningTree)
                        .orElse(gathered.masters.get(key) == MasterRole.BUNDLE));
    }
}
