package io.github.netnsjunit.policy;

import io.github.netnsjunit.address.Parsed;
import io.github.netnsjunit.topology.Counterparts;
import io.github.netnsjunit.topology.IpFamilies;
import io.github.netnsjunit.topology.LinkFacts;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** A NAT in other families of addresses. */
final class NatFamilies {

    private NatFamilies() {}

    /** The NAT for the wanted families; empty if it translates none of them. */
    static Optional<Nat> of(Nat nat, Counterparts families) {
        IpFamilies wanted = families.wanted();
        if (staysOfIpv4(nat, families) && wanted == IpFamilies.IPV6) {
            return Optional.empty();
        }
        boolean both = isOutsideOfBoth(nat.router(), nat.outside(), families);
        List<Parsed<InetAddress>> addresses = both
                ? nat.addresses().stream()
                        .filter(each -> wanted.contain(each.get()))
                        .toList()
                : families.ofHosts(nat.addresses());
        boolean derived = !both && wanted != IpFamilies.IPV4;
        return Optional.of(nat.addresses(addresses.stream().map(Parsed::text).toArray(String[]::new))
                .ipv6(nat.ipv6() || derived));
    }

    /** Whether it translates IPv4 alone, and will not translate IPv6 in networks of other families. */
    static boolean staysOfIpv4(Nat nat, Counterparts families) {
        return !nat.ipv6() && isOutsideOfBoth(nat.router(), nat.outside(), families);
    }

    /** Whether the outside interface is declared with addresses of both families: then nothing is derived of what is translated there. */
    static boolean isOutsideOfBoth(String router, String outside, Counterparts families) {
        Optional<LinkFacts> link = Outside.find(router, outside, families.declared());
        return has(link, false) && has(link, true);
    }

    private static boolean has(Optional<LinkFacts> link, boolean ipv6) {
        return link.stream()
                .map(LinkFacts::addresses)
                .flatMap(List::stream)
                .anyMatch(each -> each.address() instanceof Inet6Address == ipv6
                        && !each.address().isLinkLocalAddress());
    }
}
