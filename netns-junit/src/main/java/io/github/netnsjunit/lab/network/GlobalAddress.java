package io.github.netnsjunit.lab.network;

import io.github.netnsjunit.address.AddressScope;
import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.lab.listing.Interface;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;

/** Finds the address of a namespace at which others reach it. */
public final class GlobalAddress {

    private GlobalAddress() {}

    /**
     * The first address that is neither of a smaller scope nor link-local nor a duplicate, IPv4 before IPv6, and those of {@code lo} last.
     *
     * @param where what a message calls the interfaces
     * @throws IllegalStateException if there is none
     */
    public static InetAddress first(String where, List<Interface> interfaces) {
        return interfaces.stream()
                .sorted(Comparator.comparing(each -> each.name().equals("lo")))
                .flatMap(each -> each.addresses().stream())
                .filter(address -> address.state() != LinkAddress.State.DADFAILED)
                .filter(address -> address.scope() != AddressScope.LINK && address.scope() != AddressScope.HOST)
                .map(LinkAddress::address)
                .filter(address -> !address.isLinkLocalAddress() && !address.isLoopbackAddress())
                .min(Comparator.comparing(address -> address instanceof Inet6Address)) // of equal ones it is the first
                .orElseThrow(() -> new IllegalStateException(where + " has no global address; it has "
                        + interfaces.stream()
                                .flatMap(each -> each.addresses().stream())
                                .toList()));
    }
}
