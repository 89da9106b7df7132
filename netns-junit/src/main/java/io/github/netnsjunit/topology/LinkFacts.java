package io.github.netnsjunit.topology;

import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.address.MacAddress;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a topology says of one interface.
 *
 * @param key the interface
 * @param kind its kind, as in {@code ip link add type}: {@code veth}, {@code bridge}, …
 * @param up whether it is brought up
 * @param mtu in bytes; 0 leaves it to the kernel
 * @param mac {@code null} leaves it to the kernel
 * @param addresses IPv4 and IPv6, in the order in which they are added
 * @param master the interface that it is a port of, such as a bridge; {@code null} for none
 */
public record LinkFacts(
        Key.Link key,
        String kind,
        boolean up,
        int mtu,
        @Nullable MacAddress mac,
        List<LinkAddress> addresses,
        Key.@Nullable Link master) {

    public LinkFacts {
        addresses = List.copyOf(addresses);
    }

    /** Whether an address is in the network of one of the interface's own addresses, so that it is reached without a gateway. */
    public boolean hasOnLink(InetAddress address) {
        return addresses.stream().anyMatch(own -> own.network().contains(address));
    }
}
