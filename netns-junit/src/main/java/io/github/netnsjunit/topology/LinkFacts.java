package io.github.netnsjunit.topology;

import io.github.netnsjunit.address.IpNetwork;
import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.address.MacAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a topology says of one interface.
 *
 * @param key the interface
 * @param kind its kind, as in {@code ip link add type}: {@code veth}, {@code bridge}, …
 * @param up whether it is brought up
 * @param mtu in bytes; 0 leaves it to the kernel
 * @param usualMtu the MTU that the kernel gives it if {@code mtu} is 0, in bytes; 0 if it is not always the same, as over another interface
 * @param mac {@code null} leaves it to the kernel
 * @param addresses IPv4 and IPv6, in the order in which they are added
 * @param master the interface that it is a port of, such as a bridge; {@code null} for none
 * @param duplicate whether its addresses, its subnets and its MAC address may also be those of other interfaces
 */
public record LinkFacts(
        Key.Link key,
        String kind,
        boolean up,
        int mtu,
        int usualMtu,
        @Nullable MacAddress mac,
        List<LinkAddress> addresses,
        Key.@Nullable Link master,
        boolean duplicate) {

    /** The MTU of an Ethernet interface if nothing else is said, in bytes: {@code ETH_DATA_LEN} of {@code linux/if_ether.h}. */
    public static final int ETHERNET_MTU = 1500;

    /** The smallest MTU of any interface, in bytes: {@code ETH_MIN_MTU} of {@code linux/if_ether.h}. */
    public static final int SMALLEST_MTU = 68;

    /** The largest MTU, in bytes: {@code ETH_MAX_MTU} of {@code linux/if_ether.h}. */
    public static final int LARGEST_MTU = 65535;

    public LinkFacts {
        addresses = List.copyOf(addresses);
    }

    /**
     * Whether an address is in the network of one of the interface's own addresses, so that it is reached without a gateway. Nobody is
     * reached through {@code lo}.
     */
    public boolean hasOnLink(InetAddress address) {
        return !key.isLoopback()
                && addresses.stream()
                        .map(LinkAddress::network)
                        .anyMatch(network -> network.contains(address) && hasRoute(network));
    }

    /** Whether the kernel sets a route to the network of an address. It sets none to an IPv4 network that begins with 0.0.0.0. */
    public static boolean hasRoute(IpNetwork network) {
        return network.address() instanceof Inet6Address || !network.address().isAnyLocalAddress();
    }

    // By hand: what Java generates for a record takes a young JVM long to link.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LinkFacts that
                && key.equals(that.key)
                && kind.equals(that.kind)
                && up == that.up
                && mtu == that.mtu
                && usualMtu == that.usualMtu
                && Objects.equals(mac, that.mac)
                && addresses.equals(that.addresses)
                && Objects.equals(master, that.master)
                && duplicate == that.duplicate;
    }

    @Override
    public int hashCode() {
        return Objects.hash(key, kind, up, mtu, usualMtu, mac, addresses, master, duplicate);
    }
}
