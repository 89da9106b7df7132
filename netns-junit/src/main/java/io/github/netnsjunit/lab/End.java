package io.github.netnsjunit.lab;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One end of a veth pair. It holds what the user wrote; {@link Topology.Builder#build()} checks it.
 *
 * @param namespace the namespace it stands in
 * @param name the interface's name, 1 to 15 bytes
 * @param addresses IPv4 or IPv6, each with its prefix length, such as {@code 10.0.0.1/24}, and each once in its
 *     {@linkplain Topology namespace and segment}
 * @param mtu in bytes, 68 to 65535, with an IPv6 address at least 1280; 0 leaves it to the kernel, which takes 1500
 * @param mac a unicast address such as {@code 02:00:00:00:00:01}; {@code null} leaves it to the kernel, which takes a random one
 * @param up whether it is brought up
 * @param master the bridge in the same namespace whose port it is; {@code null} for none
 */
public record End(
        String namespace,
        String name,
        List<String> addresses,
        int mtu,
        @Nullable String mac,
        boolean up,
        @Nullable String master) {

    public End {
        requireNonNull(namespace, "namespace");
        requireNonNull(name, "name");
        addresses.forEach(address -> requireNonNull(address, "address"));
        addresses = List.copyOf(addresses);
    }

    /** An end that is up, with these addresses. */
    public static End of(String namespace, String name, String... addresses) {
        return new End(namespace, name, Arrays.asList(addresses), 0, null, true, null);
    }

    /** The same with another MTU, in bytes. */
    public End mtu(int bytes) {
        return new End(namespace, name, addresses, bytes, mac, up, master);
    }

    /** The same with a MAC address such as {@code 02:00:00:00:00:01}. */
    public End mac(String address) {
        return new End(namespace, name, addresses, mtu, address, up, master);
    }

    /** The same, but left down. */
    public End down() {
        return new End(namespace, name, addresses, mtu, mac, false, master);
    }

    /** The same as a port of a bridge in the same namespace. */
    public End master(String bridge) {
        return new End(namespace, name, addresses, mtu, mac, up, bridge);
    }

    @Override
    public String toString() {
        return namespace + ":" + name;
    }
}
