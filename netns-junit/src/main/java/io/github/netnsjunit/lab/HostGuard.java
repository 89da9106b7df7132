package io.github.netnsjunit.lab;

import io.github.netnsjunit.kernel.AddressMessage;
import io.github.netnsjunit.kernel.LinkMessage;
import io.github.netnsjunit.kernel.NetlinkSocket;
import io.github.netnsjunit.kernel.RouteMessage;
import io.github.netnsjunit.kernel.RouteType;
import java.net.Inet6Address;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Refuses, before anything is made, a topology that would get in the way of what the host has. */
final class HostGuard {

    /**
     * Held from the look at what the host has until a lab's own is there, so that no two labs of this JVM find the same place free.
     */
    static final Object PLACES = new Object();

    private HostGuard() {}

    static void check(Topology topology, String host, NetlinkSocket netlink) {
        Map<IpNetwork, String> taken = taken(netlink, link -> false);
        List<String> links =
                netlink.dump(LinkMessage.dump()).stream().map(LinkMessage::name).toList();
        List<String> refusals = new ArrayList<>();
        List<End> ends = topology.vethPairs().stream()
                .flatMap(pair -> Stream.of(pair.left(), pair.right()))
                .filter(end -> end.namespace().equals(host))
                .toList();
        for (End end : ends) {
            if (links.contains(end.name())) {
                refusals.add("the host already has an interface [" + end.name() + "]");
            }
            end.addresses().stream()
                    .map(InterfaceAddress::parse)
                    .forEach(address ->
                            overlap(taken, address.network(), "the network of [" + address + "] on " + end, refusals));
        }
        topology.routes().stream()
                .filter(route -> route.namespace().equals(host))
                .forEach(route -> overlap(taken, route.destination(), route.toString(), refusals));
        refuse(host, refusals);
    }

    static void checkAddress(
            String host,
            String interfaceName,
            InterfaceAddress address,
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
