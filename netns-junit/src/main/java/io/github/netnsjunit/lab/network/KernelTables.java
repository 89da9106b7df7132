package io.github.netnsjunit.lab.network;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.address.MacAddress;
import io.github.netnsjunit.kernel.address.AddressMessage;
import io.github.netnsjunit.kernel.bridge.BridgeForwardingMessage;
import io.github.netnsjunit.kernel.bridge.BridgeMulticastMessage;
import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.kernel.link.LinkMessage;
import io.github.netnsjunit.kernel.link.NamespaceId;
import io.github.netnsjunit.kernel.link.OperationalState;
import io.github.netnsjunit.kernel.neighbour.NeighbourMessage;
import io.github.netnsjunit.kernel.neighbour.NeighbourState;
import io.github.netnsjunit.kernel.netlink.NetlinkDump;
import io.github.netnsjunit.kernel.route.RouteLookup;
import io.github.netnsjunit.kernel.route.RouteMessage;
import io.github.netnsjunit.kernel.route.RuleMessage;
import io.github.netnsjunit.lab.listing.ForwardingEntry;
import io.github.netnsjunit.lab.listing.Interface;
import io.github.netnsjunit.lab.listing.MulticastEntry;
import io.github.netnsjunit.lab.listing.Neighbour;
import io.github.netnsjunit.lab.listing.RouteEntry;
import io.github.netnsjunit.lab.listing.RuleEntry;
import io.github.netnsjunit.lab.names.LiveLink;
import io.github.netnsjunit.lab.provision.Site;
import io.github.netnsjunit.lab.refusal.Refusals;
import io.github.netnsjunit.topology.Key;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the kernel lists in one namespace: links, addresses, routes, rules, neighbours, and the tables of bridges. */
public final class KernelTables {

    private final Site site;

    KernelTables(Site site) {
        this.site = site;
    }

    public List<Interface> interfaces() {
        List<LinkMessage> links = links();
        Map<Integer, String> names = names(links);
        Map<Integer, List<LinkAddress>> addresses = dump(AddressMessage.dump()).stream()
                .collect(Collectors.groupingBy(
                        AddressMessage::index, Collectors.mapping(AddressMessage::linkAddress, Collectors.toList())));
        return links.stream()
                .map(link -> new Interface(
                        link.index(),
                        link.name(),
                        link.kind(),
                        link.isUp(),
                        link.hasCarrier(),
                        state(link.operationalState()),
                        text(link.mac()),
                        link.mtu(),
                        names.get(link.master()),
                        link.queueLength(),
                        link.transmitQueues(),
                        link.receiveQueues(),
                        link.receivedPackets(),
                        link.sentPackets(),
                        addresses.getOrDefault(link.index(), List.of())))
                .toList();
    }

    /** The links on which names depend, as the kernel lists them now. */
    public List<LiveLink> liveLinks() {
        Map<Integer, List<InetAddress>> addresses = dump(AddressMessage.dump()).stream()
                .collect(Collectors.groupingBy(
                        AddressMessage::index, Collectors.mapping(AddressMessage::address, Collectors.toList())));
        return links().stream()
                .map(link -> new LiveLink(
                        new Key.Link(site.name(), link.name()),
                        link.kind(),
                        link.index(),
                        link.peer(),
                        link.peerNamespace(),
                        link.master(),
                        addresses.getOrDefault(link.index(), List.of())))
                .toList();
    }

    /** The id by which {@link LinkMessage#peerNamespace} of the links here calls another namespace; negative if it does not. */
    public int idOf(Descriptor other) {
        return dump(NamespaceId.of(other)).stream()
                .mapToInt(NamespaceId::id)
                .findFirst()
                .orElse(NamespaceId.NONE);
    }

    public Interface interfaceNamed(String interfaceName) {
        List<Interface> all = interfaces();
        return all.stream()
                .filter(each -> each.name().equals(interfaceName))
                .findFirst()
                .orElseThrow(() -> site.noInterface(
                        interfaceName, all.stream().map(Interface::name).toList()));
    }

    private static Interface.State state(OperationalState state) {
        return Interface.State.valueOf(state.name().replace("_", ""));
    }

    private static @Nullable String text(@Nullable MacAddress mac) {
        return mac == null ? null : mac.toString();
    }

    /** The routes of all tables but the local one. */
    public List<RouteEntry> routes() {
        Map<Integer, String> names = names();
        return dump(RouteMessage.dump()).stream()
                .filter(route -> route.table() != RouteLookup.LOCAL_TABLE)
                .flatMap(route -> RouteEntries.of(route, names))
                .toList();
    }

    public List<RuleEntry> rules() {
        return dump(RuleMessage.dump()).stream()
                .map(each -> new RuleEntry(
                        each.rule().ipv6(), Integer.toUnsignedLong(each.rule().priority()), each.text()))
                .toList();
    }

    public List<Neighbour> neighbours() {
        Map<Integer, String> names = names();
        return dump(NeighbourMessage.dump()).stream()
                .filter(each -> !each.states().contains(NeighbourState.NOARP))
                .map(each -> new Neighbour(
                        each.address(),
                        names.get(each.index()),
                        text(each.mac()),
                        each.states().stream()
                                .map(state -> Neighbour.State.valueOf(state.name()))
                                .collect(Collectors.toSet())))
                .toList();
    }

    public List<ForwardingEntry> forwardingTable(String bridge) {
        List<LinkMessage> links = links();
        int index = bridgeNamed(bridge, links).index();
        Map<Integer, String> names = names(links);
        return dump(BridgeForwardingMessage.dump()).stream()
                .filter(each -> each.master() == index)
                .map(each -> new ForwardingEntry(
                        each.mac().toString(), names.get(each.port()), each.permanent(), each.vlan()))
                .toList();
    }

    public List<MulticastEntry> multicastTable(String bridge) {
        List<LinkMessage> links = links();
        int index = bridgeNamed(bridge, links).index();
        Map<Integer, String> names = names(links);
        return dump(BridgeMulticastMessage.dump()).stream()
                .filter(table -> table.bridge() == index)
                .flatMap(table -> table.entries().stream())
                .map(each -> new MulticastEntry(each.group(), names.get(each.port()), each.permanent(), each.vlan()))
                .toList();
    }

    private LinkMessage bridgeNamed(String bridge, List<LinkMessage> links) {
        LinkMessage found = site.named(bridge, links);
        if (!"bridge".equals(found.kind())) {
            throw new IllegalArgumentException("[" + bridge + "] in namespace [" + site.name() + "] is not a bridge");
        }
        return found;
    }

    List<LinkMessage> links() {
        return dump(LinkMessage.dump());
    }

    public LinkMessage link(String interfaceName) {
        site.checkOpen();
        return site.link(interfaceName);
    }

    /**
     * The link that has an address.
     *
     * @throws IllegalArgumentException if none has it; the message names the addresses that there are
     */
    public LinkMessage linkOf(InetAddress address) {
        site.checkOpen();
        List<AddressMessage> addresses = dump(AddressMessage.dump());
        int index = addresses.stream()
                .filter(each -> each.address().equals(address))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no interface of namespace [" + site.name()
                        + "] has the address [" + IpAddress.text(address) + "]; it has "
                        + addresses.stream().map(AddressMessage::linkAddress).toList()))
                .index();
        return links().stream()
                .filter(link -> link.index() == index)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the interface of [" + IpAddress.text(address)
                        + "] in namespace [" + site.name() + "] has just vanished"));
    }

    int index(String interfaceName) {
        return link(interfaceName).index();
    }

    private Map<Integer, String> names() {
        return names(links());
    }

    private static Map<Integer, String> names(List<LinkMessage> links) {
        return links.stream().collect(Collectors.toMap(LinkMessage::index, LinkMessage::name, (one, same) -> one));
    }

    private <T> List<T> dump(NetlinkDump<T> dump) {
        try {
            site.checkOpen();
            return site.netlink().dump(dump);
        } catch (LinuxException refused) {
            throw Refusals.explain(dump.toString(), site.name(), null, refused);
        }
    }
}
