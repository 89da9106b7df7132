package io.github.netnsjunit.policy;

import io.github.netnsjunit.address.Parsed;
import io.github.netnsjunit.topology.Counterparts;
import io.github.netnsjunit.topology.IpFamilies;
import io.github.netnsjunit.topology.LinkFacts;
import java.net.Inet6Address;
import java.util.List;
import java.util.Optional;

/** A NAT in other families of addresses. */
final class NatFamilies {

    private NatFamilies() {}

    /** The NAT for the wanted families; empty if it translates none of them. */
    static Optional<Nat> of(Nat nat, Counterparts families) {
        IpFamilies wanted = families.wanted();
        boolean four = isOutside(nat, families, false);
        boolean six = isOutside(nat, families, true);
        if (four && six && !nat.ipv6() && wanted == IpFamilies.IPV6) {
            return Optional.empty();
        }
        boolean derived = !(four && six) && wanted != IpFamilies.IPV4;
        String[] addresses =
                families.ofHosts(nat.addresses()).stream().map(Parsed::text).toArray(String[]::new);
        return Optional.of(nat.addresses(addresses).ipv6(nat.ipv6() || derived));
    }

    /** Whether the outside interface is declared with an address of a family. */
    private static boolean isOutside(Nat nat, Counterparts families, boolean ipv6) {
        return nat.outsideLink(families.declared()).stream()
                .map(LinkFacts::addresses)
                .flatMap(List::stream)
                .anyMatch(each -> each.address() instanceof Inet6Address == ipv6
                        && !each.address().isLinkLocalAddress());
    }
}
