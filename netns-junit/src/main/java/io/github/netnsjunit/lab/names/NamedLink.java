package io.github.netnsjunit.lab.names;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.LinkFacts;
import io.github.netnsjunit.topology.Outline;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An interface whose addresses get the name of its namespace.
 *
 * @param namespace the name of its namespace
 * @param segment a number that all interfaces on its segment share
 * @param addresses the addresses as text. Link-local IPv6 addresses are left out: they are of use only together with an interface, which a
 *     hosts file cannot name.
 * @param lost declared addresses that the interface has lost, with all others of their family, and that nobody else has. To its neighbours
 *     they stay its addresses, so that a test can show that it is not reached any more.
 */
record NamedLink(String namespace, int segment, List<String> addresses, List<String> lost) {

    private static List<String> texts(Stream<InetAddress> addresses) {
        return addresses
                .filter(each -> !each.isLoopbackAddress())
                .filter(each -> !(each instanceof Inet6Address && each.isLinkLocalAddress()))
                .map(IpAddress::text)
                .toList();
    }

    /** The interfaces as a topology declares them, in the order in which a name resolves to their addresses. */
    static List<NamedLink> declaredBy(Outline outline) {
        return outline.links().stream()
                .sorted(Comparator.comparingInt(
                        link -> rank(link.key(), outline.bridge(link.key()).isPresent(), outline)))
                .map(link -> new NamedLink(
                        link.key().namespace(),
                        outline.segment(link.key()),
                        texts(link.addresses().stream().map(LinkAddress::address)),
                        List.of()))
                .toList();
    }

    /**
     * The interfaces as the kernel has them. Those that the topology declares come first, in its order, so that the first address of a name
     * stays the first when others are added. The topology tells their segments. Of the others the kernel tells the peer and the bridge.
     */
    static List<NamedLink> living(Outline outline, List<LiveLink> links, PeerNamespaces namespaces) {
        List<LiveLink> ordered = ordered(outline, links);
        int[] segments = segments(outline, ordered, namespaces);
        Set<InetAddress> present =
                links.stream().flatMap(link -> link.addresses().stream()).collect(Collectors.toSet());
        List<NamedLink> named = new ArrayList<>();
        for (int i = 0; i < segments.length; i++) {
            LiveLink link = ordered.get(i);
            List<InetAddress> declared = declared(outline, link);
            Set<InetAddress> own = Set.copyOf(link.addresses());
            Set<Class<?>> families = families(link);
            named.add(new NamedLink(
                    link.key().namespace(),
                    segments[i],
                    texts(Stream.concat(declared.stream().filter(own::contains), link.addresses().stream())
                            .distinct()),
                    texts(declared.stream()
                            .filter(each -> !present.contains(each) && !families.contains(each.getClass())))));
        }
        return named;
    }

    private static List<LiveLink> ordered(Outline outline, List<LiveLink> links) {
        Map<Key.Link, LiveLink> byKey = new HashMap<>();
        links.forEach(link -> byKey.put(link.key(), link));
        return Stream.concat(
                        outline.links().stream()
                                .map(LinkFacts::key)
                                .filter(byKey::containsKey)
                                .map(byKey::get),
                        links.stream().filter(link -> outline.link(link.key()).isEmpty()))
                .sorted(Comparator.comparingInt(link -> rank(link.key(), "bridge".equals(link.kind()), outline)))
                .toList();
    }

    /**
     * A name resolves first to addresses that many reach: to those of a NAT's router outside before those inside, to those of cables before
     * those of tunnels that lie over them and of bridges, and last to those of {@code lo}.
     */
    private static int rank(Key.Link link, boolean bridge, Outline outline) {
        if (link.isLoopback()) {
            return 4;
        }
        boolean tunnel = outline.isTunnel(link)
                || outline.link(link)
                        .map(LinkFacts::kind)
                        .filter("wireguard"::equals)
                        .isPresent();
        return bridge ? 3 : tunnel ? 2 : isBehindNat(link, outline) ? 1 : 0;
    }

    private static boolean isBehindNat(Key.Link link, Outline outline) {
        return Stream.of(false, true).anyMatch(ipv6 -> outline.translates(link.namespace(), ipv6))
                && Stream.of(false, true).noneMatch(ipv6 -> outline.isOutsideOfNat(link, ipv6));
    }

    private static List<InetAddress> declared(Outline outline, LiveLink link) {
        return outline.link(link.key()).map(LinkFacts::addresses).orElse(List.of()).stream()
                .map(LinkAddress::address)
                .toList();
    }

    /** The classes of the addresses that others can use. */
    private static Set<Class<?>> families(LiveLink link) {
        return link.addresses().stream()
                .filter(each -> !each.isLinkLocalAddress())
                .map(InetAddress::getClass)
                .collect(Collectors.toSet());
    }

    /** Returns for each interface the position of the first one on its segment. */
    private static int[] segments(Outline outline, List<LiveLink> links, PeerNamespaces namespaces) {
        int[] segments = new int[links.size()];
        Map<Integer, Integer> firstOfDeclared = new HashMap<>();
        Map<Integer, List<Integer>> byIndex = new HashMap<>();
        for (int i = 0; i < segments.length; i++) {
            Key.Link key = links.get(i).key();
            segments[i] = outline.link(key).isEmpty() ? i : first(firstOfDeclared, outline.segment(key), i);
            byIndex.computeIfAbsent(links.get(i).index(), index -> new ArrayList<>())
                    .add(i);
        }
        for (int i = 0; i < segments.length; i++) {
            LiveLink link = links.get(i);
            if (outline.link(link.key()).isPresent()) {
                continue;
            }
            for (int other : byIndex.getOrDefault(link.peer(), List.of())) {
                if (link.isPeerOf(links.get(other), namespaces)) {
                    join(segments, i, other);
                }
            }
            for (int other : byIndex.getOrDefault(link.master(), List.of())) {
                if (link.isPortOf(links.get(other))) {
                    join(segments, i, other);
                }
            }
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
