package io.github.netnsjunit.lab;

import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.lab.inside.NamespaceThreads;
import io.github.netnsjunit.lab.listing.ForwardingEntry;
import io.github.netnsjunit.lab.listing.Interface;
import io.github.netnsjunit.lab.listing.MulticastEntry;
import io.github.netnsjunit.lab.listing.Neighbour;
import io.github.netnsjunit.lab.listing.PacketCounter;
import io.github.netnsjunit.lab.listing.RouteEntry;
import io.github.netnsjunit.lab.listing.RuleEntry;
import io.github.netnsjunit.lab.namespace.NamespaceInternals;
import io.github.netnsjunit.lab.network.GlobalAddress;
import io.github.netnsjunit.lab.network.KernelTables;
import io.github.netnsjunit.lab.network.NamespaceNetwork;
import io.github.netnsjunit.lab.system.ListeningPorts;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;

/** What a live network namespace has and knows now: the readings of {@link NetworkNamespace}, which says what all of them throw. */
abstract sealed class NetworkState permits NetworkNamespace {

    private final NamespaceInternals internals;

    NetworkState(NamespaceInternals internals) {
        this.internals = internals;
    }

    /**
     * The first address of a host, as code inside would find it. A numeric address is not looked up.
     *
     * @throws UnknownHostException if the name has no address inside; the message lists the names that have one
     * @throws LabException if the name could not be looked up, for example because no more files can be opened
     */
    public InetAddress resolve(String hostName) throws UnknownHostException {
        return resolveAll(hostName).get(0);
    }

    /** All addresses of a host, as code inside would find them; see {@link #resolve}. */
    public List<InetAddress> resolveAll(String hostName) throws UnknownHostException {
        return threads().resolve(hostName);
    }

    /** The interfaces, as the kernel describes them now. */
    public List<Interface> interfaces() {
        return tables().interfaces();
    }

    /**
     * The interface with this name, as the kernel describes it now.
     *
     * @throws IllegalArgumentException if there is none; the message names the interfaces that exist
     */
    public Interface interfaceNamed(String interfaceName) {
        return tables().interfaceNamed(interfaceName);
    }

    /** The addresses of all interfaces with their states, as the kernel lists them now. */
    public List<LinkAddress> addresses() {
        return interfaces().stream().flatMap(each -> each.addresses().stream()).toList();
    }

    /**
     * Its first global address, IPv4 before IPv6: one at which others reach it. Those of {@code lo} come last.
     *
     * @throws IllegalStateException if it has none
     */
    public InetAddress address() {
        return GlobalAddress.first(toString(), interfaces());
    }

    /** The first global address of an interface; see {@link #address()}. */
    public InetAddress address(String interfaceName) {
        return GlobalAddress.first("interface " + interfaceName, List.of(interfaceNamed(interfaceName)));
    }

    /** The routes of all routing tables but the local one, which is the kernel's own, IPv4 and IPv6, as the kernel lists them now. */
    public List<RouteEntry> routes() {
        return tables().routes();
    }

    /** The rules of policy routing, IPv4 and IPv6, as the kernel lists them now. */
    public List<RuleEntry> rules() {
        return tables().rules();
    }

    /**
     * The neighbour table: which link-layer addresses of other hosts the namespace knows now, by ARP or neighbour discovery. Leaves out
     * those for which the kernel need not ask ({@code NOARP}), such as multicast ones.
     */
    public List<Neighbour> neighbours() {
        return tables().neighbours();
    }

    /**
     * The forwarding table of a bridge in this namespace, as the kernel lists it now.
     *
     * @throws IllegalArgumentException if there is no bridge with this name
     */
    public List<ForwardingEntry> forwardingTable(String bridge) {
        return tables().forwardingTable(bridge);
    }

    /**
     * The multicast table of a bridge in this namespace, as the kernel lists it now: the entries that it has learnt by multicast
     * snooping, and those that were added by hand.
     *
     * @throws IllegalArgumentException if there is no bridge with this name
     */
    public List<MulticastEntry> multicastTable(String bridge) {
        return tables().multicastTable(bridge);
    }

    /** What this namespace translates, if it is that of a NAT. */
    public Nats nat() {
        return new Nats(internals.connections());
    }

    /** The connections that this namespace tracks. */
    public Conntrack conntrack() {
        return new Conntrack(internals.connections());
    }

    /** The TCP ports on which something in this namespace listens now, at whatever address. */
    public Set<Integer> listeningPorts() {
        return threads().callChecked(ListeningPorts::ofThisThread);
    }

    /**
     * The value of a kernel parameter of this namespace.
     *
     * @param parameter below {@code net.}, as sysctl(8) writes it: {@code net.ipv4.ip_forward}
     * @throws LabException if there is no such parameter, or it cannot be read
     */
    public String sysctl(String parameter) {
        return internals.sysctls().get(parameter);
    }

    /** What the rules for packets have counted until now: first the counters that have names, then those of rules. */
    public List<PacketCounter> counters() {
        return internals.rules().counters();
    }

    NamespaceInternals internals() {
        return internals;
    }

    NamespaceNetwork network() {
        return internals.network();
    }

    NamespaceThreads threads() {
        return internals.threads();
    }

    private KernelTables tables() {
        return network().tables();
    }
}
