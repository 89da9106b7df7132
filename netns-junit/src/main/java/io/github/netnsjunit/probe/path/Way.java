package io.github.netnsjunit.probe.path;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.kernel.route.RouteLookup;
import io.github.netnsjunit.kernel.route.RouteMessage;
import io.github.netnsjunit.kernel.route.RouteType;
import io.github.netnsjunit.kernel.route.RuleMessage;
import io.github.netnsjunit.kernel.route.Transport;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.listing.Interface;
import io.github.netnsjunit.topology.NatFacts;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Follows a packet from a namespace to an address, hop by hop, as far as the lab knows the hops. */
final class Way {

    /** A packet that passes more routers goes in circles. */
    private static final int MOST_HOPS = 16;

    private final Neighbourhood neighbourhood;
    private final InetAddress destination;
    private final Transport transport;
    private final List<String> hops = new ArrayList<>();
    private final List<NetworkNamespace> namespaces = new ArrayList<>();
    private final List<Translation> translations = new ArrayList<>();

    private NetworkNamespace here;

    /** The interface by which the packet arrived; null where it is sent. */
    private @Nullable Interface input;

    private @Nullable InetAddress source;
    private boolean arrived;

    /** Whether these are packets of a tunnel. */
    private final boolean ofTunnel;

    /** Whether a receiver on the way has a smaller MTU than the sender. */
    private boolean narrowed;

    /** Whether there is more to say than that the first kernel has no route. */
    private boolean remarkable;

    private Way(
            Neighbourhood neighbourhood,
            NetworkNamespace start,
            InetAddress destination,
            Transport transport,
            boolean ofTunnel) {
        this.neighbourhood = neighbourhood;
        this.here = start;
        this.destination = destination;
        this.transport = transport;
        this.ofTunnel = ofTunnel;
    }

    /** Follows a packet to its end. */
    static Way follow(NetworkNamespace start, InetAddress destination, Transport transport) {
        Way way = new Way(Neighbourhood.of(start), start, destination, transport, false);
        way.follow();
        return way;
    }

    private void follow() {
        for (int hop = 0; hop < MOST_HOPS; hop++) {
            if (!step()) {
                return;
            }
        }
        end("the packet goes in circles");
    }

    /** One line for each hop; the last says how the way ends. */
    List<String> hops() {
        return hops;
    }

    /** The namespaces that the packet comes to. */
    List<NetworkNamespace> namespaces() {
        return namespaces;
    }

    /** Whether the packet reaches a namespace that has the address. */
    boolean arrived() {
        return arrived;
    }

    boolean isRemarkable() {
        return remarkable;
    }

    /** Where the packet is at its end. */
    NetworkNamespace end() {
        return here;
    }

    /** What NATs on the way made of the sender's address, in the order of the way. */
    List<Translation> translations() {
        return translations;
    }

    /** The address that the packet has as its sender at its end, if the kernel of the first namespace says so. */
    Optional<InetAddress> source() {
        return Optional.ofNullable(source);
    }

    /** Takes the packet to the next namespace. Returns false if the way ends here. */
    private boolean step() {
        namespaces.add(here);
        Interface arrivedBy = input;
        Decision decision = arrivedBy == null || source == null
                ? Decision.ofSent(here, destination, transport)
                : Decision.ofArrived(here, destination, source, arrivedBy.index(), transport);
        RouteLookup route = withinZone(decision.route());
        if (route != null && route.type() == RouteType.LOCAL) {
            arrived = true;
            return end("has the address");
        }
        if (arrivedBy != null) {
            Optional<String> zero = zeroOfForwarding(arrivedBy);
            if (zero.isPresent()) {
                return end("does not forward packets (" + zero.get() + " = 0)");
            }
        }
        if (route == null) {
            return end(decision.refusal());
        }
        if (arrivedBy == null) {
            source = route.source();
        }
        Optional<Interface> output = here.interfaces().stream()
                .filter(each -> each.index() == route.outputInterface())
                .findFirst();
        return output.isPresent() && leaveBy(new Site(here, output.get()), route);
    }

    /** A link-local address with a zone names the interface itself; the kernel's answer knows nothing of it. */
    private @Nullable RouteLookup withinZone(@Nullable RouteLookup route) {
        boolean local = route != null && route.type() == RouteType.LOCAL;
        return !local && input == null && destination instanceof Inet6Address ipv6 && ipv6.getScopeId() != 0
                ? new RouteLookup(RouteType.UNICAST, RouteMessage.MAIN_TABLE, null, ipv6.getScopeId(), null)
                : route;
    }

    private boolean leaveBy(Site output, RouteLookup route) {
        remarkable = true;
        InetAddress next = route.gateway() == null ? destination : route.gateway();
        String taken = (route.gateway() == null ? "" : "via " + IpAddress.text(route.gateway()) + " ") + "dev "
                + output.link().name() + otherTable(route);
        Optional<String> brokenHere = brokenAt(output);
        if (brokenHere.isPresent()) {
            return end(taken + ", but " + brokenHere.get());
        }
        Optional<Site> owner = neighbourhood.owner(next, output);
        if (owner.isEmpty()) {
            return end(taken + ", but the lab knows nobody else with " + IpAddress.text(next));
        }
        Optional<String> brokenThere = brokenAt(owner.get());
        if (brokenThere.isPresent()) {
            return end(taken + ", but " + brokenThere.get());
        }
        hops.add(here.name() + ": " + taken + translated(output) + mtuGap(output, owner.get()) + trouble(output));
        here = owner.get().namespace();
        input = owner.get().link();
        return true;
    }

    /** Says what a NAT makes of the sender of a packet that it sends on, and remembers it. What a router sends itself has its address already. */
    private String translated(Site output) {
        InetAddress inside = source;
        List<NatFacts> nats = neighbourhood.natsOutside(output, inside instanceof Inet6Address);
        if (input == null || inside == null || nats.isEmpty()) {
            return "";
        }
        Optional<Translation> translation = Translation.of(output, inside, destination, transport, nats);
        translation.ifPresent(translations::add);
        source = translation.map(Translation::outside).orElse(inside);
        return translation.map(each -> ", where " + each + " (NAT)").orElse("");
    }

    /** Says what keeps packets from passing an interface, if anything does. */
    private Optional<String> brokenAt(Site site) {
        if (!site.link().up()) {
            return Optional.of(site + " is down");
        }
        if (!site.link().carrier()) {
            return Optional.of(site + " has no carrier"
                    + neighbourhood
                            .peer(site)
                            .filter(peer -> !peer.link().up())
                            .map(peer -> ": its other end, " + peer + ", is down")
                            .orElse(""));
        }
        return neighbourhood
                .bridgeBehind(site)
                .filter(bridge -> !bridge.link().up())
                .map(bridge -> bridge + ", the switch, is down");
    }

    /** The receiver drops without a word what is larger than its own MTU. */
    private String mtuGap(Site output, Site receiver) {
        boolean smaller = receiver.link().mtu() < output.link().mtu();
        narrowed |= smaller;
        return smaller
                ? ", whose MTU is " + output.link().mtu() + ", but " + receiver + " receives at most "
                        + receiver.link().mtu() + " bytes"
                : "";
    }

    /** Says what may happen on their way to packets that go through a tunnel. Does not look at a tunnel within a tunnel. */
    private String trouble(Site output) {
        Optional<InetAddress> remote = ofTunnel ? Optional.empty() : neighbourhood.tunnelRemote(output);
        if (remote.isEmpty()) {
            return "";
        }
        Way tunnel = new Way(neighbourhood, here, remote.get(), transport, true);
        tunnel.follow();
        return tunnel.arrived && !tunnel.narrowed
                ? ""
                : ", in packets to " + IpAddress.text(remote.get()) + " (" + String.join("; ", tunnel.hops) + ")";
    }

    private static String otherTable(RouteLookup route) {
        return route.table() == RouteMessage.MAIN_TABLE ? "" : " (table " + RuleMessage.tableName(route.table()) + ")";
    }

    /**
     * Returns the kernel parameter that keeps packets which come in by an interface from being forwarded, if one does. For IPv4 the
     * interface's own decides, which has the value of {@code ip_forward} unless somebody sets it; for IPv6 that of all interfaces.
     */
    private Optional<String> zeroOfForwarding(Interface arrivedBy) {
        List<String> parameters = destination instanceof Inet4Address
                ? List.of("net.ipv4.conf." + arrivedBy.name() + ".forwarding", "net.ipv4.ip_forward")
                : List.of("net.ipv6.conf.all.forwarding");
        if (!isZero(parameters.get(0))) {
            return Optional.empty();
        }
        return parameters.stream().filter(this::isZero).reduce((first, last) -> last);
    }

    private boolean isZero(String parameter) {
        return here.sysctl(parameter).equals("0");
    }

    /** Ends the way. Returns false. */
    private boolean end(String how) {
        remarkable |= !hops.isEmpty();
        hops.add(here.name() + ": " + how);
        return false;
    }
}
