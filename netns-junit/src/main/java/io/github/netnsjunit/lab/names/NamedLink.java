package io.github.netnsjunit.lab.names;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.LinkFacts;
import io.github.netnsjunit.topology.Outline;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An interface whose addresses get the name of its namespace.
 *
 * @param namespace the name of its namespace
 * @param segment a number that all interfaces on its segment share
 * @param addresses the addresses as text. Link-local IPv6 addresses are left out: they are of use only together with an interface, which a
 *     hosts file cannot name.
 */
record NamedLink(String namespace, int segment, List<String> addresses) {

    private static NamedLink of(Key.Link key, int segment, Stream<InetAddress> addresses) {
        return new NamedLink(
                key.namespace(),
                segment,
                addresses
                        .filter(each -> !each.isLoopbackAddress())
                        .filter(each -> !(each instanceof Inet6Address && each.isLinkLocalAddress()))
                        .map(IpAddress::text)
                        .toList());
    }

    /** The interfaces as a topology declares them. Bridges come last, so that a name resolves first to the address of another interface. */
    static List<NamedLink> declaredBy(Outline outline) {
        return Stream.of(false, true)
                .flatMap(bridges -> outline.links().stream()
                        .filter(link -> outline.bridge(link.key()).isPresent() == bridges))
                .map(link -> of(
                        link.key(),
                        outline.segment(link.key()),
                        link.addresses().stream().map(LinkAddress::address)))
                .toList();
    }

    /**
     * The interfaces as the kernel has them. Those that the topology declares come first, in its order, so that the first address of a name
     * stays the first when others are added. The topology tells their segments. Of the others the kernel tells the peer and the bridge.
     */
    static List<NamedLink> living(Outline outline, List<LiveLink> links) {
        List<LiveLink> ordered = ordered(outline, links);
        int[] segments = segments(outline, ordered);
        List<NamedLink> named = new ArrayList<>();
        for (int i = 0; i < segments.length; i++) {
            LiveLink link = ordered.get(i);
            named.add(of(link.key(), segments[i], addresses(outline, link).stream()));
        }
        return named;
    }

    private static List<LiveLink> ordered(Outline outline, List<LiveLink> links) {
        Map<Key.Link, LiveLink> byKey = new HashMap<>();
        links.forEach(link -> byKey.put(link.key(), link));
        List<LiveLink> inOrder = Stream.concat(
                        outline.links().stream()
                                .map(LinkFacts::key)
                                .filter(byKey::containsKey)
                                .map(byKey::get),
                        links.stream().filter(link -> outline.link(link.key()).isEmpty()))
                .toList();
        return Stream.of(false, true)
                .flatMap(bridges -> inOrder.stream().filter(link -> "bridge".equals(link.kind()) == bridges))
                .toList();
    }

    /** Declared addresses first, in their order. An interface that is down keeps its declared IPv6 addresses: a name outlives a pulled cable. */
    private static Set<InetAddress> addresses(Outline outline, LiveLink link) {
        Set<InetAddress> addresses = new LinkedHashSet<>();
        outline.link(link.key()).map(LinkFacts::addresses).orElse(List.of()).stream()
                .map(LinkAddress::address)
                .filter(each -> link.addresses().contains(each) || (!link.up() && each instanceof Inet6Address))
                .forEach(addresses::add);
        addresses.addAll(link.addresses());
        return addresses;
    }

    /** Returns for each interface the position of the first one on its segment. */
    private static int[] segments(Outline outline, List<LiveLink> links) {
        int[] segments = new int[links.size()];
        Map<Integer, Integer> firstOfDeclared = new HashMap<>();
        for (int i = 0; i < segments.length; i++) {
            Key.Link key = links.get(i).key();
            segments[i] = outline.link(key).isEmpty() ? i : first(firstOfDeclared, outline.segment(key), i);
        }
        for (int i = 0; i < segments.length; i++) {
            LiveLink link = links.get(i);
            if (outline.link(link.key()).isPresent()) {
                continue;
            }
            List<LiveLink> peers = links.stream().filter(link::mayBePeerOf).toList();
            if (peers.size() == 1) { // with several nobody knows which
                join(segments, i, links.indexOf(peers.get(0)));
            }
            int port = i;
            links.stream()
                    .filter(other -> link.master() != 0 && link.isPortOf(other))
                    .forEach(bridge -> join(segments, port, links.indexOf(bridge)));
        }
        return segments;
    }

    private static int first(Map<Integer, Integer> firstOfDeclared, int segment, int position) {
        Integer first = firstOfDeclared.putIfAbsent(segment, position);
        return first == null ? position : first;
    }

    private static void join(int[] segments, int one, int other) {
        int kept = Math.min(segments[one], segments[other]);
        int dropped = Math.max(segments[one], segments[other]);
        for (int i = 0; i < segments.length; i++) {
            if (segments[i] == dropped) {
                segments[i] = kept;
            }
        }
    }
}
