package io.github.netnsjunit.lab.provision;

import io.github.netnsjunit.address.IpNetwork;
import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.kernel.address.AddressMessage;
import io.github.netnsjunit.kernel.link.LinkMessage;
import io.github.netnsjunit.kernel.netlink.NetlinkSocket;
import io.github.netnsjunit.kernel.route.RouteMessage;
import io.github.netnsjunit.kernel.route.RouteType;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.system.Failed;
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

/** Refuses, before anything is made, a topology that would get in the way of what the host has. */
public final class HostGuard {

    /**
     * Held from the look at what the host has until a lab's own is there, so that no two labs of this JVM find the same place free.
     */
    public static final Object PLACES = new Object();

    private HostGuard() {}

    /**
     * Checks what is to be made in the host's namespace beside what it has.
     *
     * @param outline what the whole topology says
     * @param parts those parts of it that are to be made
     * @param host the name of the host's namespace
     * @param guests the host's interfaces that are the lab's own already, and do not count
     */
    static void check(
            Outline outline, List<Part> parts, String host, NetlinkSocket netlink, Predicate<LinkMessage> guests) {
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
        Map<IpNetwork, String> taken = taken(netlink, guests);
        List<String> names =
                netlink.dump(LinkMessage.dump()).stream().map(LinkMessage::name).toList();
        List<String> refusals = new ArrayList<>();
        for (LinkFacts link : links) {
            if (names.contains(link.key().name())) {
                refusals.add("the host already has an interface [" + link.key().name() + "]");
            }
            link.addresses()
                    .forEach(address -> overlap(
                            taken,
                            address.network(),
                            "the network of [" + address + "] on " + link.key().path(),
                            refusals));
        }
        for (RouteFacts route : routes) {
            String what = outline.part(route.key()).map(Part::toString).orElse(route.toString());
            overlap(taken, route.to(), what, refusals);
        }
        refuse(host, refusals);
    }

    public static void checkAddress(
            String host,
            String interfaceName,
            LinkAddress address,
            NetlinkSocket netlink,
            Predicate<LinkMessage> guests) {
        List<String> refusals = new ArrayList<>();
        overlap(
                taken(netlink, guests),
                address.network(),
                "the network of [" + address + "] on " + host + ":" + interfaceName,
                refusals);
        refuse(host, refusals);
    }

    private static void refuse(String host, List<String> refusals) {
        if (!refusals.isEmpty()) {
            throw new LabException(
                    "namespace [" + host + "] is the host's own and stays as it is: " + String.join("; ", refusals)
                            + ". Choose names and addresses that the host does not have.",
                    Failed.at("use the host's namespace").in(host),
                    null);
        }
    }

    private static void overlap(Map<IpNetwork, String> taken, IpNetwork wanted, String what, List<String> refusals) {
        taken.forEach((network, owner) -> {
            if (network.overlaps(wanted) && !isOfEachLinkAlone(wanted)) {
                refusals.add(what + " overlaps " + network + ", " + owner);
            }
        });
    }

    /** What is link-local by its scope: IPv4 has such addresses, of 169.254.0.0/16, but routes them like any other. */
    private static boolean isOfEachLinkAlone(IpNetwork network) {
        return network.address() instanceof Inet6Address six && six.isLinkLocalAddress();
    }

    /**
     * The networks that the host is on or has a route to.
     *
     * @param guests the host's interfaces that are a lab's, and do not count
     */
    private static Map<IpNetwork, String> taken(NetlinkSocket netlink, Predicate<LinkMessage> guests) {
        Set<Integer> apart = netlink.dump(LinkMessage.dump()).stream()
                .filter(guests)
                .map(LinkMessage::index)
                .collect(Collectors.toSet());
        Map<IpNetwork, String> taken = new LinkedHashMap<>();
        netlink.dump(AddressMessage.dump()).stream()
                .filter(address -> !apart.contains(address.index()))
                .forEach(address -> taken.put(
                        IpNetwork.of(address.address(), address.prefixLength()), "which the host has an address in"));
        netlink.dump(RouteMessage.dump()).stream()
                // of every table: policy routing, as VPNs set it up, has others than the main one
                .filter(route -> !route.isDefault() && route.type() != RouteType.MULTICAST)
                .filter(route -> !route.nextHops().stream().allMatch(hop -> apart.contains(hop.outputInterface())))
                .forEach(route -> taken.putIfAbsent(
                        IpNetwork.of(route.destination(), route.prefixLength()), "which the host has a route to"));
        return taken;
    }
}
