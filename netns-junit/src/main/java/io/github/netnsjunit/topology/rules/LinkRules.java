package io.github.netnsjunit.topology.rules;

import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.address.MacAddress;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.LinkFacts;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.Part;
import java.net.Inet6Address;
import java.util.List;
import java.util.function.BiConsumer;

/** Checks the name, the MTU and the MAC address of each interface. */
final class LinkRules {

    /** {@code ETH_MIN_MTU} of {@code linux/if_ether.h}. */
    private static final int SMALLEST_MTU = 68;
    /** {@code ETH_MAX_MTU} of {@code linux/if_ether.h}. */
    private static final int LARGEST_MTU = 65535;
    /** See RFC 8200, section 5. */
    private static final int SMALLEST_IPV6_MTU = 1280;

    private final Outline outline;
    private final BiConsumer<Part, String> mistake;

    LinkRules(Outline outline, BiConsumer<Part, String> mistake) {
        this.outline = outline;
        this.mistake = mistake;
    }

    void check() {
        for (LinkFacts link : outline.links()) {
            Key.Link key = link.key();
            Part part = outline.part(key).orElseThrow();
            Names.interfaceMistake(key.name()).ifPresent(message -> mistake.accept(part, message));
            if (key.name().equals("lo")) {
                mistake.accept(part, key.taken());
            }
            MacAddress mac = link.mac();
            if (mac != null && mac.isMulticast()) {
                mistake.accept(
                        part,
                        "[" + mac + "] is a multicast MAC address; the first byte of an interface's is even ("
                                + key.path() + ")");
            } else if (mac != null && mac.bits() == 0) {
                mistake.accept(part, "[" + mac + "] cannot be the MAC address of an interface (" + key.path() + ")");
            }
            checkMtu(link, part);
        }
    }

    private void checkMtu(LinkFacts link, Part part) {
        boolean ipv6 = hasIpv6(link.addresses());
        boolean ipv6OfMaster =
                hasIpv6(outline.link(link.master()).map(LinkFacts::addresses).orElse(List.of()));
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
    }

    private static boolean hasIpv6(List<LinkAddress> addresses) {
        return addresses.stream().anyMatch(each -> each.address() instanceof Inet6Address);
    }
}
