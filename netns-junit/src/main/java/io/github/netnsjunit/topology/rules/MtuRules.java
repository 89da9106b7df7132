package io.github.netnsjunit.topology.rules;

import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.LinkFacts;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.RouteFacts;
import io.github.netnsjunit.topology.RouteHop;
import java.net.Inet6Address;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** Checks the MTU of each interface. Where it is too small for IPv6, the kernel takes neither IPv6 addresses nor IPv6 routes. */
public final class MtuRules {

    /** See RFC 8200, section 5. */
    public static final int SMALLEST_IPV6_MTU = 1280;

    private final Outline outline;
    private final BiConsumer<Part, String> mistake;

    MtuRules(Outline outline, BiConsumer<Part, String> mistake) {
        this.outline = outline;
        this.mistake = mistake;
    }

    void check() {
        for (LinkFacts link : outline.links()) {
            check(link, outline.part(link.key()).orElseThrow());
        }
        outline.routes().forEach(route -> route.hops().forEach(hop -> check(route, hop)));
    }

    private void check(LinkFacts link, Part part) {
        if (link.mtu() != 0 && (link.mtu() < LinkFacts.SMALLEST_MTU || link.mtu() > LinkFacts.LARGEST_MTU)) {
            mistake.accept(
                    part,
                    "the MTU [" + link.mtu() + "] of " + link.key().path() + " is not between " + LinkFacts.SMALLEST_MTU
                            + " and " + LinkFacts.LARGEST_MTU);
            return;
        }
        LinkFacts decisive = decisive(link);
        if (hasIpv6(link.addresses()) && isTooSmallForIpv6(decisive)) {
            String whose = decisive.equals(link) ? "" : ", which " + link.key().path() + " has too,";
            mistake.accept(
                    outline.part(decisive.key()).orElseThrow(),
                    "the MTU [" + decisive.mtu() + "] of " + decisive.key().path() + whose
                            + " is too small: the IPv6 addresses of "
                            + link.key().name() + " ask for at least "
                            + SMALLEST_IPV6_MTU);
        }
    }

    private void check(RouteFacts route, RouteHop hop) {
        boolean ipv6 = route.to().address() instanceof Inet6Address || hop.via() instanceof Inet6Address;
        if (!ipv6 || hop.dev() == null) {
            return; // without [dev] the gateway is in the subnet of an interface's address
        }
        outline.link(new Key.Link(route.namespace(), hop.dev()))
                .map(this::decisive)
                .filter(MtuRules::isTooSmallForIpv6)
                .ifPresent(link -> mistake.accept(
                        outline.part(route.key()).orElseThrow(),
                        "through [" + hop.dev() + "] (dev) goes no IPv6: the MTU of "
                                + link.key().path() + " is [" + link.mtu() + "], and IPv6 asks for "
                                + SMALLEST_IPV6_MTU));
    }

    private static boolean isTooSmallForIpv6(LinkFacts link) {
        return link.mtu() != 0 && link.mtu() < SMALLEST_IPV6_MTU;
    }

    /**
     * The interface whose declared MTU another one has: its own if it declares one, else that of the interface below it, or of its
     * smallest port. An interface that declares none if the kernel chooses.
     */
    private LinkFacts decisive(LinkFacts link) {
        LinkFacts decisive = link;
        Set<LinkFacts> seen = new HashSet<>();
        while (decisive.mtu() == 0 && seen.add(decisive)) {
            Key.Link key = decisive.key();
            decisive = outline.below(key)
                    .flatMap(outline::link)
                    .or(() -> outline.bridge(key).flatMap(bridge -> smallestPort(key)))
                    .orElse(decisive);
        }
        return decisive;
    }

    private Optional<LinkFacts> smallestPort(Key.Link bridge) {
        return outline.portsOf(bridge).stream()
                .filter(port -> port.mtu() != 0)
                .min(Comparator.comparingInt(LinkFacts::mtu));
    }

    private static boolean hasIpv6(List<LinkAddress> addresses) {
        return addresses.stream().anyMatch(each -> each.address() instanceof Inet6Address);
    }
}
