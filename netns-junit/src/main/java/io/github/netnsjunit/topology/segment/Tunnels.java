package io.github.netnsjunit.topology.segment;

import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.TunnelFacts;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Joins the ends of tunnels. */
public final class Tunnels {

    /** The namespaces that have an address. */
    private final Map<InetAddress, Set<String>> owners = new HashMap<>();

    /** The ends of one network that have been joined so far and send to a multicast group: the first end of each group. */
    private final Map<Place<InetAddress>, TunnelFacts> groups = new HashMap<>();

    /** The other ends that have been joined so far, by their namespace, the first one first. */
    private final Map<Place<String>, List<Numbered>> ends = new HashMap<>();

    private Tunnels(Outline outline) {
        outline.links()
                .forEach(link -> link.addresses()
                        .forEach(address -> owners.computeIfAbsent(address.address(), key -> new HashSet<>())
                                .add(link.key().namespace())));
    }

    /** A group or a namespace, within what the tunnel's ends have in common. */
    private record Place<T>(String network, T where) {}

    private record Numbered(int number, TunnelFacts end) {}

    /** Joins each end with the first other end that it leads to, so that those of one multicast group form no ring. */
    public static void join(List<TunnelFacts> all, Outline outline, Joints joints) {
        if (all.size() < 2) {
            return;
        }
        Tunnels tunnels = new Tunnels(outline);
        for (int number = 0; number < all.size(); number++) {
            TunnelFacts end = all.get(number);
            tunnels.firstOther(end, number)
                    .ifPresent(other -> joints.cable(
                            other.link(), end.link(), outline.part(end.link()).orElse(null)));
        }
    }

    /** The first of the earlier ends that this one leads to and that leads to this one. Remembers this end. */
    private Optional<TunnelFacts> firstOther(TunnelFacts end, int number) {
        if (end.remote().isMulticastAddress()) {
            return Optional.ofNullable(groups.putIfAbsent(new Place<>(end.network(), end.remote()), end));
        }
        String own = end.link().namespace();
        Optional<TunnelFacts> first = ownersOf(end.remote()).stream()
                .map(namespace -> ends.getOrDefault(new Place<>(end.network(), namespace), List.of()))
                .flatMap(Collection::stream)
                .filter(other -> ownersOf(other.end().remote()).contains(own))
                .min((one, other) -> Integer.compare(one.number(), other.number()))
                .map(Numbered::end);
        ends.computeIfAbsent(new Place<>(end.network(), own), key -> new ArrayList<>())
                .add(new Numbered(number, end));
        return first;
    }

    private Set<String> ownersOf(InetAddress address) {
        return owners.getOrDefault(address, Set.of());
    }
}
