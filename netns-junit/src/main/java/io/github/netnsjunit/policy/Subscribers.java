package io.github.netnsjunit.policy;

import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.LinkFacts;
import io.github.netnsjunit.topology.Outline;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The addresses of those that are on a segment with an inside interface of a NAT, in the order of the topology. */
final class Subscribers {

    private Subscribers() {}

    static List<InetAddress> of(Nat nat, Outline all, boolean six) {
        if (nat.ports().block() == 0) {
            return List.of();
        }
        Key.Link outside = all.towards(nat.router(), nat.outside()).orElse(null);
        Set<Integer> inside = all.links(nat.router()).stream()
                .map(LinkFacts::key)
                .filter(key -> !key.isLoopback() && !key.equals(outside))
                .map(all::segment)
                .collect(Collectors.toSet());
        List<InetAddress> found = new ArrayList<>();
        for (LinkFacts link : all.links()) {
            boolean other = !link.key().namespace().equals(nat.router())
                    && !link.key().isLoopback()
                    && inside.contains(all.segment(link.key()));
            if (other) {
                link.addresses().stream()
                        .map(LinkAddress::address)
                        .filter(each -> each instanceof Inet6Address == six && !each.isLinkLocalAddress())
                        .forEach(found::add);
            }
        }
        return found.stream().distinct().toList();
    }
}
