package io.github.netnsjunit.link;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.address.MacAddress;
import io.github.netnsjunit.address.Parsed;
import io.github.netnsjunit.topology.Counterparts;
import io.github.netnsjunit.topology.Draft;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.LinkFacts;
import io.github.netnsjunit.topology.MasterRole;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.PortOptions;
import io.github.netnsjunit.topology.SwitchFacts;
import io.github.netnsjunit.topology.rules.Known;
import io.github.netnsjunit.topology.rules.NewAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One interface of a link: an end of a veth pair, or the only interface of a link of another kind. It holds what the user
 * wrote; the topology checks it.
 *
 * @param namespace the name of its namespace
 * @param name the interface's name, 1 to 15 bytes
 * @param addresses IPv4 or IPv6, each with its prefix length, such as {@code 10.0.0.1/24}. For {@code fd00::1/64 tentative} the kernel
 *     looks for duplicates, of this address and of the one that it gives by itself, which takes 1 to 2 s. Which ones may occur twice
 *     is told at {@link io.github.netnsjunit.topology.Topology}. The port of a bridge can have none: the bridge takes its frames. With
 *     {@code /0} all addresses are on the link: the kernel sets a default route through it for IPv6, and none for IPv4
 * @param mtu in bytes, 68 to 65535, with an IPv6 address at least 1280; 0 lets the kernel choose: 1500, for a bridge the
 *     smallest MTU of its ports, for a VLAN the MTU of the interface below
 * @param mac a unicast address such as {@code 02:00:00:00:00:01}; {@code null} lets the kernel choose one: for most kinds at random, for a VLAN that of the interface below it
 * @param up whether it is brought up
 * @param master the bridge, bond or VRF in the same namespace whose port it is; {@code null} for none
 * @param port its options as that port
 * @param duplicateAllowed whether its addresses, its subnets and its MAC address may also be those of other interfaces
 * @param connectedRoutes whether the kernel sets a route to the network of each address, as it does by default
 */
public record End(
        String namespace,
        String name,
        List<Parsed<LinkAddress>> addresses,
        int mtu,
        @Nullable Parsed<MacAddress> mac,
        boolean up,
        @Nullable String master,
        PortOptions port,
        boolean duplicateAllowed,
        boolean connectedRoutes) {

    public End {
        requireNonNull(namespace, "namespace");
        requireNonNull(name, "name");
        requireNonNull(port, "port");
        addresses = List.copyOf(addresses);
    }

    /** Describes an interface that is up and has these addresses. */
    public static End of(String namespace, String name, String... addresses) {
        return new End(
                namespace,
                name,
                Arrays.stream(addresses)
                        .map(address -> Parsed.of(requireNonNull(address, "address"), NewAddress::parse))
                        .toList(),
                0,
                null,
                true,
                null,
                PortOptions.DEFAULT,
                false,
                true);
    }

    /** The same with another MTU, in bytes. */
    public End mtu(int bytes) {
        return new End(namespace, name, addresses, bytes, mac, up, master, port, duplicateAllowed, connectedRoutes);
    }

    /** The same with a MAC address such as {@code 02:00:00:00:00:01}. */
    public End mac(String address) {
        return new End(
                namespace,
                name,
                addresses,
                mtu,
                Parsed.of(address, MacAddress::parse),
                up,
                master,
                port,
                duplicateAllowed,
                connectedRoutes);
    }

    /** The same, but left down. */
    public End down() {
        return new End(namespace, name, addresses, mtu, mac, false, master, port, duplicateAllowed, connectedRoutes);
    }

    /** The same as a port of a bridge, a bond or a VRF in the same namespace. */
    public End master(String bridge) {
        return new End(namespace, name, addresses, mtu, mac, up, bridge, port, duplicateAllowed, connectedRoutes);
    }

    /** The same with these options as a port of its {@linkplain #master() master}. */
    public End port(PortOptions options) {
        return new End(namespace, name, addresses, mtu, mac, up, master, options, duplicateAllowed, connectedRoutes);
    }

    /** The same, but frames without a tag at this port belong to this VLAN, 1 to 4094; with 0 it accepts no frames without a tag. */
    public End vlan(int untagged) {
        return port(port.vlan(untagged));
    }

    /** The same, but frames of these VLANs, 1 to 4094, carry their tag at this port. Such a port is a trunk. */
    public End tagged(int... vlans) {
        return port(port.tagged(vlans));
    }

    /**
     * The same, but its addresses, its subnets and its MAC address may also be those of other interfaces, on the same segment and in the
     * same namespace. Without this, that is a mistake.
     */
    public End duplicate() {
        return new End(namespace, name, addresses, mtu, mac, up, master, port, true, connectedRoutes);
    }

    /**
     * The same, but the kernel sets no routes to the networks of its addresses ({@code ip address add … noprefixroute}). Then its neighbours
     * are reached only by routes that are declared.
     */
    public End withoutConnectedRoutes() {
        return new End(namespace, name, addresses, mtu, mac, up, master, port, duplicateAllowed, false);
    }

    /** The same with this MTU, if it names none. */
    End withDefaultMtu(int bytes) {
        return mtu == 0 ? mtu(bytes) : this;
    }

    /**
     * The same with what the headers of a tunnel leave of this MTU, if it names none.
     *
     * @throws IllegalArgumentException if they leave too little
     */
    End withDefaultMtu(int bytes, int headers) {
        int left = bytes - headers;
        if (mtu == 0 && left < LinkFacts.SMALLEST_MTU) {
            throw new IllegalArgumentException("the MTU [" + bytes + "] leaves " + left + " bytes beside the " + headers
                    + " bytes of the headers, and " + LinkFacts.SMALLEST_MTU + " is the smallest MTU");
        }
        return withDefaultMtu(left);
    }

    /** The same with addresses of other families. */
    End in(Counterparts families) {
        return new End(
                namespace,
                name,
                families.ofAddresses(addresses),
                mtu,
                mac,
                up,
                master,
                port,
                duplicateAllowed,
                connectedRoutes);
    }

    /** The key of the interface. */
    Key.Link key() {
        return new Key.Link(namespace, name);
    }

    Key.@Nullable Link masterKey() {
        return master == null ? null : new Key.Link(namespace, master);
    }

    /** Tells the facts of the interface to the outline; see {@link LinkFacts#usualMtu}. */
    void outline(Draft draft, String kind, int usualMtu) {
        draft.link(new LinkFacts(
                key(),
                kind,
                up,
                mtu,
                usualMtu,
                draft.read(mac, "the MAC address of " + this + ": "),
                draft.readAll(addresses, "the address of " + this + ": "),
                masterKey(),
                duplicateAllowed));
        if (!connectedRoutes) {
            draft.withoutConnectedRoutes(key());
        }
        Key.Link bridge = masterKey();
        if (bridge != null) {
            draft.port(key(), bridge, port);
        }
    }

    /** Reports what is wrong with the interface as a port. */
    void check(Outline all, Consumer<String> mistake) {
        if (master == null) {
            if (!port.equals(PortOptions.DEFAULT)) {
                mistake.accept(
                        "[" + port + "] is said of a port, and " + this + " is none; name the bridge as its master");
            }
            return;
        }
        Optional<SwitchFacts> bridge = all.bridge(masterKey());
        Optional<MasterRole> role = all.master(masterKey());
        if (bridge.isEmpty() && role.isEmpty() && all.namespace(namespace).isPresent()) {
            mistake.accept("the master [master] of " + this + ", [" + master + "], is not a bridge in namespace ["
                    + namespace + "], nor another that has ports" + Known.masters(all, namespace));
        }
        role.ifPresent(other -> checkUnder(other, all, mistake));
        bridge.ifPresent(facts -> Vlans.check(port.vlans(), facts.vlanFiltering(), "the port " + this, mistake));
    }

    /** Reports what is wrong with the interface as a port of one that is no bridge. */
    private void checkUnder(MasterRole role, Outline all, Consumer<String> mistake) {
        if (!port.equals(PortOptions.DEFAULT)) {
            mistake.accept("[" + port + "] is said of a port of a bridge, and the master of " + this + ", [" + master
                    + "], is none");
        }
        if (role != MasterRole.BUNDLE) {
            return;
        }
        if (!up) {
            mistake.accept("the bond [" + master + "] brings its ports up, and " + this
                    + " is declared down [up]; take it down in the test, with linkDown");
        }
        int bonds = all.link(masterKey()).map(LinkFacts::mtu).orElse(0);
        if (mtu != 0 && mtu != bonds) {
            mistake.accept("the MTU [" + mtu + "] of " + this + " would become that of the bond [" + master
                    + "]; give it to the bond");
        }
    }

    @Override
    public String toString() {
        return namespace + ":" + name;
    }

    // By hand: what Java generates for a record takes a young JVM long to link.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof End that
                && namespace.equals(that.namespace)
                && name.equals(that.name)
                && addresses.equals(that.addresses)
                && mtu == that.mtu
                && Objects.equals(mac, that.mac)
                && up == that.up
                && Objects.equals(master, that.master)
                && port.equals(that.port)
                && duplicateAllowed == that.duplicateAllowed
                && connectedRoutes == that.connectedRoutes;
    }

    @Override
    public int hashCode() {
        return Objects.hash(namespace, name, addresses, mtu, mac, up, master, port, duplicateAllowed, connectedRoutes);
    }
}
