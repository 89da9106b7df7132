package io.github.netnsjunit.topology.rules;

import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.LinkFacts;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.RouteFacts;
import java.net.Inet6Address;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/** Checks the MTU of each interface. Where it is too small for IPv6, the kernel takes neither IPv6 addresses nor IPv6 routes. */
final class MtuRules {

    /** {@code ETH_MIN_MTU} of {@code linux/if_ether.h}. */
    private static final int SMALLEST_MTU = 68;
    /** {@code ETH_MAX_MTU} of {@code linux/if_ether.h}. */
    private static final int LARGEST_MTU = 65535;
    /** See RFC 8200, section 5. */
    private static final int SMALLEST_IPV6_MTU = 1280;

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
        outline.routes().forEach(this::check);
    }

    private void check(LinkFacts link, Part part) {
        boolean ipv6 = hasIpv6(link.addresses());
        boolean ipv6OfMaster = outline.link(link.master())
                .filter(master -> master.mtu() == 0)
                .map(LinkFacts::addresses)
                .filter(MtuRules::hasIpv6)
                .isPresent();
        int smallest = ipv6 || ipv6OfMaster ? SMALLEST_IPV6_MTU : SMALLEST_MTU;
        if (link.mtu() != 0 && (link.mtu() < smallest || link.mtu() > LARGEST_MTU)) {
            String why = ipv6
                    ? ", as an IPv6 address asks for"
                    : ipv6OfMaster
                            ? ", as an IPv6 address of its bridge asks for, whose MTU is that of its smallest port"
                            : "";
            mistake.accept(
                    part,
                    "the MTU [" + link.mtu() + "] of " + link.key().path() + " is not between " + smallest + " and "
                            + LARGEST_MTU + why);
        }
        LinkFacts lowest = lowest(link);
        if (ipv6 && !lowest.equals(link) && isTooSmallForIpv6(lowest)) {
            mistake.accept(
                    part,
                    "the MTU of " + link.key().path() + " is that of ["
                            + lowest.key().name() + "] below it, [" + lowest.mtu() + "], and an IPv6 address asks for "
                            + SMALLEST_IPV6_MTU);
        }
    }

    private void check(RouteFacts route) {
        boolean ipv6 = route.to().address() instanceof Inet6Address || route.via() instanceof Inet6Address;
        if (!ipv6 || route.dev() == null) {
            return; // without [dev] the gateway is in the subnet of an interface's address
        }
        outline.link(new Key.Link(route.namespace(), route.dev()))
                .map(this::lowest)
                .filter(MtuRules::isTooSmallForIpv6)
                .ifPresent(link -> mistake.accept(
                        outline.part(route.key()).orElseThrow(),
                        "through [" + route.dev() + "] (dev) goes no IPv6: the MTU of "
                                + link.key().path() + " is [" + link.mtu() + "], and IPv6 asks for "
                                + SMALLEST_IPV6_MTU));
    }

    private static boolean isTooSmallForIpv6(LinkFacts link) {
        return link.mtu() != 0 && link.mtu() < SMALLEST_IPV6_MTU;
    }

    /** The interface whose MTU counts: of interfaces that lie one over the other, the first that has an MTU declared, or the lowest. */
    private LinkFacts lowest(LinkFacts link) {
        LinkFacts lowest = link;
        Set<LinkFacts> seen = new HashSet<>();
        while (lowest.mtu() == 0 && seen.add(lowest)) {
            lowest = outline.below(lowest.key()).flatMap(outline::link).orElse(lowest);
        }
        return lowest;
    }

    private static boolean hasIpv6(List<LinkAddress> addresses) {
        return addresses.stream().anyMatch(each -> each.address() instanceof Inet6Address);
    }
}
