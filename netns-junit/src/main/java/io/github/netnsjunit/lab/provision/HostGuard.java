package io.github.netnsjunit.lab.provision;

import io.github.netnsjunit.address.IpNetwork;
import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.kernel.address.AddressMessage;
import io.github.netnsjunit.kernel.link.LinkMessage;
import io.github.netnsjunit.kernel.netlink.NetlinkSocket;
import io.github.netnsjunit.kernel.route.RouteMessage;
import io.github.netnsjunit.kernel.route.RouteType;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.refusal.Failed;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.LinkFacts;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.RouteFacts;
import java.net.Inet6Address;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Refuses a topology that would collide with the interfaces, addresses and routes of the host, before anything is made. */
public final class HostGuard {

    /**
     * The lock for changes to the host's network. A lab holds it from its check of what the host has until its own changes are made.
     * Otherwise two labs of this JVM could find the same address free, and both take it.
     */
    public static final Object LOCK = new Object();

    private HostGuard() {}

    /**
     * Checks that the parts to be made in the host's namespace do not collide with what the host has.
     *
     * @param outline what the whole topology says
     * @param parts those of its parts that are to be made
     * @param host the name of the host's namespace
     * @param labLinks tells which of the host's interfaces belong to the lab: with these nothing can collide
     */
    static void check(
            Outline outline, List<Part> parts, String host, NetlinkSocket netlink, Predicate<LinkMessage> labLinks) {
        Set<Key> added =
                parts.stream().flatMap(part -> part.declares().stream()).collect(Collectors.toSet());
        List<LinkFacts> links = outline.links(host).stream()
                .filter(link -> added.contains(link.key()))
                .toList();
        List<RouteFacts> routes = outline.routes().stream()
                .filter(route -> route.namespace().equals(host) && added.contains(route.key()))
                .toList();
        if (links.isEmpty() && routes.isEmpty()) {
            return;
        }
        Map<IpNetwork, String> taken = hostNetworks(netlink, labLinks);
        List<String> names =
                netlink.dump(LinkMessage.dump()).stream().map(LinkMessage::name).toList();
        List<String> refusals = new ArrayList<>();
        for (LinkFacts link : links) {
            if (names.contains(link.key().name())) {
                refusals.add("the host already has an interface [" + link.key().name() + "]");
            }
            link.addresses()
                    .forEach(address -> addOverlaps(
                            taken,
                            address.network(),
                            "the network of [" + address + "] on " + link.key().path(),
                            refusals));
        }
        for (RouteFacts route : routes) {
            String what = outline.part(route.key()).map(Part::toString).orElse(route.toString());
            addOverlaps(taken, route.to(), what, refusals);
        }
        throwIfAny(host, refusals);
    }

    /** Checks that an address to be added to an interface in the host's namespace does not overlap with the host's networks. */
    public static void checkAddress(
            String host,
            String interfaceName,
            LinkAddress address,
            NetlinkSocket netlink,
            Predicate<LinkMessage> labLinks) {
        List<String> refusals = new ArrayList<>();
        addOverlaps(
                hostNetworks(netlink, labLinks),
                address.network(),
                "the network of [" + address + "] on " + host + ":" + interfaceName,
                refusals);
        throwIfAny(host, refusals);
    }

    private static void throwIfAny(String host, List<String> refusals) {
        if (!refusals.isEmpty()) {
            throw new LabException(
                    "namespace [" + host + "] is the host's own and stays as it is: " + String.join("; ", refusals)
                            + ". Choose names and addresses that the host does not have.",
                    Failed.at("use the host's namespace").in(host),
                    null);
        }
    }

    private static void addOverlaps(
            Map<IpNetwork, String> taken, IpNetwork wanted, String what, List<String> refusals) {
        taken.forEach((network, owner) -> {
            if (network.overlaps(wanted) && !isLinkLocal(wanted)) {
                refusals.add(what + " overlaps " + network + ", " + owner);
            }
        });
    }

    /** Only IPv6: the IPv4 addresses of 169.254.0.0/16 are called link-local too, but the kernel routes them like any other. */
    private static boolean isLinkLocal(IpNetwork network) {
        return network.address() instanceof Inet6Address six && six.isLinkLocalAddress();
    }

    /**
     * The networks in which the host has an address or to which it has a route, each with the words that say which of the two.
     *
     * @param labLinks tells which of the host's interfaces belong to the lab: their networks are left out
     */
    private static Map<IpNetwork, String> hostNetworks(NetlinkSocket netlink, Predicate<LinkMessage> labLinks) {
        Set<Integer> labIndexes = netlink.dump(LinkMessage.dump()).stream()
                .filter(labLinks)
                .map(LinkMessage::index)
                .collect(Collectors.toSet());
        Map<IpNetwork, String> taken = new LinkedHashMap<>();
        netlink.dump(AddressMessage.dump()).stream()
                .filter(address -> !labIndexes.contains(address.index()))
                .forEach(address -> taken.put(
                        IpNetwork.of(address.address(), address.prefixLength()), "which the host has an address in"));
        netlink.dump(RouteMessage.dump()).stream()
                // The routes of all tables count, not only of the main one: VPNs use others.
                .filter(route -> !route.isDefault() && route.type() != RouteType.MULTICAST)
                .filter(route -> !route.nextHops().stream().allMatch(hop -> labIndexes.contains(hop.outputInterface())))
                .forEach(route -> taken.putIfAbsent(
                        IpNetwork.of(route.destination(), route.prefixLength()), "which the host has a route to"));
        return taken;
    }
}
