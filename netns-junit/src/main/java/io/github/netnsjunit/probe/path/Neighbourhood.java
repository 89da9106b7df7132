package io.github.netnsjunit.probe.path;

import io.github.netnsjunit.lab.Cable;
import io.github.netnsjunit.lab.CableEnd;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.inside.LabInternals;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a lab knows of its other namespaces.
 *
 * @param cables the cables of the lab
 * @param namespaces its namespaces; only the one that is asked about if it is not of a lab
 */
record Neighbourhood(List<Cable> cables, List<NetworkNamespace> namespaces) {

    static Neighbourhood of(NetworkNamespace namespace) {
        Optional<Lab> lab = LabInternals.get().labOf(namespace);
        return new Neighbourhood(
                lab.map(Lab::links).orElse(List.of()), lab.map(Lab::namespaces).orElse(List.of(namespace)));
    }

    /** Finds the interface of another namespace that has an address; rather one at the other end of the cable than another. */
    Optional<Site> owner(InetAddress address, Site seenFrom) {
        Optional<CableEnd> peer = peerEnd(seenFrom);
        return namespaces.stream()
                .filter(each -> each != seenFrom.namespace() && each.isOpen())
                .sorted(Comparator.comparing(each ->
                        !peer.map(CableEnd::namespace).filter(each::equals).isPresent()))
                .flatMap(namespace -> namespace.interfaces().stream()
                        .filter(link -> link.addresses().stream()
                                .anyMatch(each -> each.address().equals(address)))
                        .map(link -> new Site(namespace, link)))
                .findFirst();
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
