package io.github.netnsjunit.lab;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;

/**
 * A Linux bridge: a switch whose ports are the veth ends that name it as their {@linkplain End#master() master}.
 *
 * @param namespace the namespace it stands in
 * @param name the interface's name, 1 to 15 bytes
 * @param addresses the addresses of the bridge itself, each with its prefix length; none for a mere switch
 * @param stp whether it speaks the spanning tree protocol; then a port forwards only after twice the forward delay of 2 s. In each
 *     cycle of bridges at least one must speak it
 */
public record BridgeLink(String namespace, String name, List<String> addresses, boolean stp) {

    public BridgeLink {
        requireNonNull(namespace, "namespace");
        requireNonNull(name, "name");
        addresses.forEach(address -> requireNonNull(address, "address"));
        addresses = List.copyOf(addresses);
    }

    /** A bridge without spanning tree protocol: its ports forward at once. */
    public static BridgeLink of(String namespace, String name, String... addresses) {
        return new BridgeLink(namespace, name, Arrays.asList(addresses), false);
    }

    /** The same with the spanning tree protocol on. */
    public BridgeLink withStp() {
        return new BridgeLink(namespace, name, addresses, true);
    }

    @Override
    public String toString() {
        return "bridge " + namespace + ":" + name;
    }
}
