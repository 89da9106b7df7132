package io.github.netnsjunit.probe.path;

import io.github.netnsjunit.lab.Cable;
import io.github.netnsjunit.lab.CableEnd;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.inside.LabInternals;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.NatFacts;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.Topology;
import io.github.netnsjunit.topology.TunnelFacts;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a lab knows of its other namespaces.
 *
 * @param cables the cables of the lab
 * @param namespaces its namespaces; only the one that is asked about if it is not of a lab
 * @param outline what its topology says; null if there is none
 */
record Neighbourhood(
        List<Cable> cables,
        List<NetworkNamespace> namespaces,
        @Nullable Outline outline) {

    /** The segment of an interface of which the topology knows nothing. */
    private static final int UNKNOWN = -1;

    static Neighbourhood of(NetworkNamespace namespace) {
        Optional<Lab> lab = LabInternals.get().labOf(namespace);
        return new Neighbourhood(
                lab.map(Lab::links).orElse(List.of()),
                lab.map(Lab::namespaces).orElse(List.of(namespace)),
                lab.map(Lab::topology).map(Topology::outline).orElse(null));
    }

    /**
     * Finds the interface of another namespace that has an address and may hear what an interface sends. One on the same segment comes
     * first, then one of the namespace at the other end of the cable. The address may be in use on other segments too.
     */
    Optional<Site> owner(InetAddress address, Site seenFrom) {
        int segment = segment(seenFrom);
        Optional<NetworkNamespace> peer = peerEnd(seenFrom).map(CableEnd::namespace);
        return namespaces.stream()
                .filter(each -> each != seenFrom.namespace() && each.isOpen())
                .map(Neighbourhood::sites)
                .filter(sites -> segment == UNKNOWN || sites.stream().anyMatch(site -> mayBeOn(segment, site)))
                .flatMap(sites -> sites.stream().filter(site -> has(site, address)))
                .min(Comparator.comparing((Site each) -> segment == UNKNOWN || segment(each) != segment)
                        .thenComparing(
                                each -> !peer.filter(each.namespace()::equals).isPresent()));
    }

    /** What translates the addresses of a family when they go out through an interface. */
    List<NatFacts> natsOutside(Site site, boolean ipv6) {
        return outline == null ? List.of() : outline.natsOutside(key(site), ipv6);
    }

    /** The address of the host to which an end of a tunnel sends its packets. */
    Optional<InetAddress> tunnelRemote(Site site) {
        List<TunnelFacts> tunnels = outline == null ? List.of() : outline.tunnels();
        return tunnels.stream()
                .filter(tunnel -> tunnel.link().equals(key(site)))
                .map(TunnelFacts::remote)
                .findFirst()
                .filter(remote -> !remote.isMulticastAddress());
    }

    private int segment(Site site) {
        return outline == null ? UNKNOWN : outline.segment(key(site));
    }

    private static Key.Link key(Site site) {
        return new Key.Link(site.namespace().name(), site.link().name());
    }

    private static List<Site> sites(NetworkNamespace namespace) {
        return namespace.interfaces().stream()
                .map(link -> new Site(namespace, link))
                .toList();
    }

    /** An end of a cable that was made or moved by hand may be on any segment. */
    private boolean mayBeOn(int segment, Site site) {
        int known = segment(site);
        return known == segment
                || (known == UNKNOWN && "veth".equals(site.link().kind()));
    }

    private static boolean has(Site site, InetAddress address) {
        return site.link().addresses().stream().anyMatch(each -> each.address().equals(address));
    }

    /** Finds the interface at the other end of the cable. */
    Optional<Site> peer(Site site) {
        return peerEnd(site).filter(end -> end.namespace().isOpen()).flatMap(end -> link(end.namespace(), end.name()));
    }

    /** Finds the switch at the other end of the cable. */
    Optional<Site> bridgeBehind(Site site) {
        return peer(site)
                .flatMap(port ->
                        Optional.ofNullable(port.link().master()).flatMap(bridge -> link(port.namespace(), bridge)));
    }

    private Optional<CableEnd> peerEnd(Site site) {
        return cables.stream()
                .flatMap(cable -> Stream.of(List.of(cable.left(), cable.right()), List.of(cable.right(), cable.left())))
                .filter(ends -> ends.get(0).namespace() == site.namespace()
                        && ends.get(0).name().equals(site.link().name()))
                .map(ends -> ends.get(1))
                .findFirst();
    }

    private static Optional<Site> link(NetworkNamespace namespace, String name) {
        return namespace.interfaces().stream()
                .filter(each -> each.name().equals(name))
                .map(each -> new Site(namespace, each))
                .findFirst();
    }
}
