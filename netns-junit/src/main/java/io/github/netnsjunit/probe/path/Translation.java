package io.github.netnsjunit.probe.path;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.listing.Interface;
import io.github.netnsjunit.lab.listing.NatMapping;
import java.net.InetAddress;
import java.util.Optional;

/**
 * What the NAT of a router makes of the sender's address.
 *
 * @param router the router
 * @param inside the address behind it
 * @param outside the address that others see
 */
record Translation(NetworkNamespace router, InetAddress inside, InetAddress outside) {

    /**
     * That of a packet which a NAT sends out: as the router remembers it, or else to the first address of the interface. Empty if that has
     * none of the family.
     */
    static Optional<Translation> of(NetworkNamespace router, InetAddress inside, Interface output) {
        return router.nat().mappings().stream()
                .filter(mapping -> mapping.inside().getAddress().equals(inside))
                .map(NatMapping::outside)
                .map(outside -> outside.getAddress())
                .reduce((earlier, later) -> later)
                .or(() -> output.addresses().stream()
                        .map(LinkAddress::address)
                        .filter(each -> each.getClass() == inside.getClass() && !each.isLinkLocalAddress())
                        .findFirst())
                .map(outside -> new Translation(router, inside, outside));
    }

    @Override
    public String toString() {
        return IpAddress.text(inside) + " is " + IpAddress.text(outside) + " from here on";
    }
}
