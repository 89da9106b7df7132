package io.github.netnsjunit.link;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.address.MacAddress;
import io.github.netnsjunit.address.Parsed;
import io.github.netnsjunit.topology.Draft;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.LinkFacts;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.PortOptions;
import io.github.netnsjunit.topology.SwitchFacts;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What every interface has that a topology describes: an end of a veth pair, or the one interface of a link of another kind. It holds
 * what the user wrote; the topology checks it.
 *
 * @param namespace the namespace it stands in
 * @param name the interface's name, 1 to 15 bytes
 * @param addresses IPv4 or IPv6, each with its prefix length, such as {@code 10.0.0.1/24}, and each once in its
 *     {@linkplain io.github.netnsjunit.topology.Topology namespace and segment}
 * @param mtu in bytes, 68 to 65535, with an IPv6 address at least 1280; 0 leaves it to the kernel, which takes 1500
 * @param mac a unicast address such as {@code 02:00:00:00:00:01}; {@code null} leaves it to the kernel, which takes a random one
 * @param up whether it is brought up
 * @param master the bridge in the same namespace whose port it is; {@code null} for none
 * @param port what it is like as that port
 */
public record End(
        String namespace,
        String name,
        List<Parsed<LinkAddress>> addresses,
        int mtu,
        @Nullable Parsed<MacAddress> mac,
        boolean up,
        @Nullable String master,
        PortOptions port) {

    public End {
        requireNonNull(namespace, "namespace");
        requireNonNull(name, "name");
        requireNonNull(port, "port");
        addresses = List.copyOf(addresses);
    }

    /** An end that is up, with these addresses. */
    public static End of(String namespace, String name, String... addresses) {
        return new End(
                namespace,
                name,
                Arrays.stream(addresses)
                        .map(address -> Parsed.of(requireNonNull(address, "address"), LinkAddress::parse))
                        .toList(),
                0,
                null,
                true,
                null,
                PortOptions.DEFAULT);
    }

    /** The same with another MTU, in bytes. */
    public End mtu(int bytes) {
        return new End(namespace, name, addresses, bytes, mac, up, master, port);
    }

    /** The same with a MAC address such as {@code 02:00:00:00:00:01}. */
    public End mac(String address) {
        return new End(namespace, name, addresses, mtu, Parsed.of(address, MacAddress::parse), up, master, port);
    }

    /** The same, but left down. */
    public End down() {
        return new End(namespace, name, addresses, mtu, mac, false, master, port);
    }

    /** The same as a port of a bridge in the same namespace. */
    public End master(String bridge) {
        return new End(namespace, name, addresses, mtu, mac, up, bridge, port);
    }

    /** The same, but what it is like as a port of its {@linkplain #master() master} is this. */
    public End port(PortOptions options) {
        return new End(namespace, name, addresses, mtu, mac, up, master, options);
    }

    /** The same as a port whose frames without a tag belong to this VLAN, 1 to 4094; with 0 it takes none. */
    public End vlan(int untagged) {
        return port(port.vlan(untagged));
    }

    /** The same as a port by which frames of these VLANs, 1 to 4094, pass with their tag: a trunk. */
    public End tagged(int... vlans) {
        return port(port.tagged(vlans));
    }

    /** The key of the interface. */
    Key.Link key() {
        return new Key.Link(namespace, name);
    }

    private Key.@Nullable Link masterKey() {
        return master == null ? null : new Key.Link(namespace, master);
    }

    /** Tells the facts of the interface. */
    void outline(Draft draft, String kind) {
        draft.link(new LinkFacts(
                key(),
                kind,
                up,
                mtu,
                draft.read(mac, "the MAC address of " + this + ": "),
                draft.readAll(addresses, "the address of " + this + ": "),
                masterKey()));
        Key.Link bridge = masterKey();
        if (bridge != null) {
            draft.port(key(), bridge, port);
        }
    }

    /** Tells what is wrong with the interface alone. */
    void check(Outline all, Consumer<String> mistake) {
        if (master == null) {
            if (!port.equals(PortOptions.DEFAULT)) {
                mistake.accept(
                        "[" + port + "] is said of a port, and " + this + " is none; name the bridge as its master");
            }
            return;
        }
        Optional<SwitchFacts> bridge = all.bridge(masterKey());
        if (bridge.isEmpty() && all.namespace(namespace).isPresent()) {
            mistake.accept(
                    "the master of " + this + ", [" + master + "], is not a bridge in namespace [" + namespace + "]");
        }
        bridge.ifPresent(facts -> Vlans.check(port.vlans(), facts.vlanFiltering(), "the port " + this, mistake));
    }

    @Override
    public String toString() {
        return namespace + ":" + name;
    }
}
