package io.github.netnsjunit.lab;

import io.github.netnsjunit.address.LinkAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An interface as the kernel described it at one moment.
 *
 * @param index the kernel's number for it, unique in its namespace
 * @param name such as {@code veth_blue_ns}
 * @param kind {@code veth}, {@code bridge}, … as {@code ip link add type} takes it; empty where it has none, such as {@code lo}
 * @param up whether it is administratively up
 * @param carrier whether the link has a carrier ({@code LOWER_UP}): for a veth, whether both ends are up
 * @param operationalState as {@code ip} prints it: {@code UP}, {@code DOWN}, {@code LOWERLAYERDOWN}, {@code UNKNOWN}, …
 * @param mac such as {@code 02:00:00:00:00:01}; empty where it has none, as an IP tunnel has none
 * @param mtu the largest packet, in bytes
 * @param master the bridge whose port it is; {@code null} if it is no port
 * @param receivedPackets packets received since it was made
 * @param sentPackets packets sent since it was made
 * @param addresses its addresses, including IPv6 link-local ones
 */
public record Interface(
        int index,
        String name,
        String kind,
        boolean up,
        boolean carrier,
        String operationalState,
        String mac,
        int mtu,
        @Nullable String master,
        long receivedPackets,
        long sentPackets,
        List<LinkAddress> addresses) {

    public Interface {
        addresses = List.copyOf(addresses);
    }
}
