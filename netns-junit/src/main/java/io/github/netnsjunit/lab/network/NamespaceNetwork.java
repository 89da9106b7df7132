package io.github.netnsjunit.lab.network;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.address.IpNetwork;
import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.address.MacAddress;
import io.github.netnsjunit.kernel.address.AddAddress;
import io.github.netnsjunit.kernel.address.AddressMessage;
import io.github.netnsjunit.kernel.address.DeleteAddress;
import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.kernel.link.BridgeForwardingMessage;
import io.github.netnsjunit.kernel.link.BridgeMulticastMessage;
import io.github.netnsjunit.kernel.link.DeleteLink;
import io.github.netnsjunit.kernel.link.LinkChange;
import io.github.netnsjunit.kernel.link.LinkMessage;
import io.github.netnsjunit.kernel.link.NamespaceId;
import io.github.netnsjunit.kernel.link.OperationalState;
import io.github.netnsjunit.kernel.link.SetLink;
import io.github.netnsjunit.kernel.neighbour.NeighbourMessage;
import io.github.netnsjunit.kernel.neighbour.NeighbourState;
import io.github.netnsjunit.kernel.netlink.NetlinkDump;
import io.github.netnsjunit.kernel.netlink.NetlinkRequest;
import io.github.netnsjunit.kernel.netlink.NetlinkSocket;
import io.github.netnsjunit.kernel.route.DeleteRoute;
import io.github.netnsjunit.kernel.route.RouteLookup;
import io.github.netnsjunit.kernel.route.RouteMessage;
import io.github.netnsjunit.kernel.route.RouteSpec;
import io.github.netnsjunit.kernel.route.RouteType;
import io.github.netnsjunit.kernel.route.RuleMessage;
import io.github.netnsjunit.lab.ForwardingEntry;
import io.github.netnsjunit.lab.Interface;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.MulticastEntry;
import io.github.netnsjunit.lab.Neighbour;
import io.github.netnsjunit.lab.RouteEntry;
import io.github.netnsjunit.lab.RuleEntry;
import io.github.netnsjunit.lab.names.LiveLink;
import io.github.netnsjunit.lab.provision.Provisioner;
import io.github.netnsjunit.lab.provision.Settling;
import io.github.netnsjunit.lab.provision.Site;
import io.github.netnsjunit.lab.provision.UndoLog;
import io.github.netnsjunit.lab.refusal.Refusals;
import io.github.netnsjunit.lab.waiting.AllSteps;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.Part;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Lists and changes what the kernel has in one namespace: links, addresses, routes, neighbours. */
public class NamespaceNetwork {

    private final String namespace;
    private final Site site;
    private final boolean duplicateAddressDetection;

    /** @param duplicateAddressDetection whether the kernel looks for duplicates of the addresses that are added */
    public NamespaceNetwork(Site site, boolean duplicateAddressDetection) {
        this.namespace = site.name();
        this.site = site;
        this.duplicateAddressDetection = duplicateAddressDetection;
    }

    public final String namespace() {
        return namespace;
    }

    public final Site site() {
        return site;
    }

    public final NetlinkSocket netlink() {
        checkOpen();
        return site.netlink();
    }

    private void checkOpen() {
        site.checkOpen();
    }

    /** Throws if a link of another namespace may not be moved to this one. */
    public void checkMoveHere(LinkMessage link) {}

    /**
     * Remembers a link that the lab made here or moved here, if this is the host's namespace: there it would exist a moment
     * longer than the lab.
     */
    public void addLabLink(String interfaceName, IntSupplier index) {}

    /** Removes the links that {@link #addLabLink} remembered. */
    public void removeLabLinks() {}

    /** Whether a link is one that {@link #addLabLink} remembered. */
    public boolean isLabLink(LinkMessage link) {
        return false;
    }

    /** Throws if a test may not change a kernel parameter here. */
    public void checkSysctlChange(String parameter) {}

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
                        new Key.Link(namespace, link.name()),
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
            throw new IllegalArgumentException("[" + bridge + "] in namespace [" + namespace + "] is not a bridge");
        }
        return found;
    }

    /** Waits until links carry packets and addresses can be used, after a link got its carrier. */
    public final void settle(Libc libc) {
        checkOpen();
        Settling.ofAllLinks(libc, site);
    }

    public void setUp(String interfaceName, boolean up) {
        int index = index(interfaceName);
        execute(up ? "bring it up" : "take it down", interfaceName, up ? SetLink.up(index) : SetLink.down(index));
    }

    public void addAddress(LinkMessage link, LinkAddress address) {
        execute(
                "add the address " + address,
                link.name(),
                new AddAddress(
                        link.index(),
                        address.address(),
                        address.prefixLength(),
                        duplicateAddressDetection || address.state() == LinkAddress.State.TENTATIVE));
    }

    public void removeAddress(String interfaceName, LinkAddress address) {
        execute(
                "remove the address " + address,
                interfaceName,
                new DeleteAddress(index(interfaceName), address.address(), address.prefixLength()));
    }

    /**
     * Makes a part that concerns this namespace alone. The outline contains only this part, so nobody but the kernel checks
     * that what the part refers to exists.
     */
    public void add(Libc libc, Part part) {
        add(libc, part, Map.of(namespace, site.withKernelIndexes()));
    }

    /** The same for a cable from here to another namespace, which it calls by a name of its own. */
    public final void join(Libc libc, Part cable, String nameOfOther, NamespaceNetwork other) {
        other.checkOpen();
        other.links()
                .forEach(link -> Site.chooseAbove(link.index())); // another Java process may have chosen some there
        add(libc, cable, Map.of(namespace, site, nameOfOther, other.site));
    }

    private void add(Libc libc, Part part, Map<String, Site> sites) {
        checkOpen();
        new Provisioner(libc, Outline.of(part), List.of(part), sites, link -> false, new UndoLog(), true).provision();
    }

    public void removeRoute(String to) {
        IpNetwork network = to.equals(IpNetwork.DEFAULT) ? IpNetwork.parse("0.0.0.0/0") : IpNetwork.parse(to);
        List<RouteEntry> routes =
                routes().stream().filter(RouteEntry::isInMainTable).toList();
        IpNetwork target = Stream.concat(
                        routes.stream().map(RouteEntry::to).filter(network::equals),
                        routes.stream()
                                .map(RouteEntry::to)
                                .filter(each -> to.equals(IpNetwork.DEFAULT) && each.isDefault()))
                .findFirst()
                .orElseThrow(() -> new LabException(
                        "namespace [" + namespace + "] has no route to [" + to + "]; it has " + routes, null));
        execute(
                "remove the route to " + target,
                null,
                new DeleteRoute(
                        new RouteSpec(target.address(), target.prefixLength(), null, 0, 0, RouteType.UNSPECIFIED)));
    }

    public void removeLink(String interfaceName) {
        execute("remove it", interfaceName, new DeleteLink(index(interfaceName)));
    }

    /**
     * Removes the links whose other ends are in other namespaces. If the kernel removed them, the other ends would vanish a
     * moment after this namespace, and not with it.
     */
    public void removeCables() {
        removeLinks(link -> link.peerNamespace() >= 0);
    }

    /** Removes links. It is no error if one has vanished meanwhile, as the peer of a removed veth end does. */
    public final void removeLinks(Predicate<LinkMessage> wanted) {
        AllSteps steps = new AllSteps();
        links().stream().filter(wanted).forEach(link -> steps.take(() -> removeIfPresent(link)));
        steps.finish();
    }

    private void removeIfPresent(LinkMessage link) {
        try {
            netlink().execute(new DeleteLink(link.index()));
        } catch (LinuxException refused) {
            if (refused.errno() != Errno.ENODEV) {
                throw Refusals.explain("remove it", namespace, link.name(), refused);
            }
        }
    }

    public void moveLink(String interfaceName, NamespaceNetwork to) {
        LinkMessage link = link(interfaceName);
        to.checkOpen();
        to.checkMoveHere(link);
        execute(
                "move it to namespace [" + to.namespace + "]",
                interfaceName,
                SetLink.of(link.index(), new LinkChange.Namespace(to.site.network())));
        to.addLabLink(interfaceName, () -> to.index(interfaceName));
    }

    public final List<LinkMessage> links() {
        return dump(LinkMessage.dump());
    }

    public final LinkMessage link(String interfaceName) {
        checkOpen();
        return site.link(interfaceName);
    }

    /**
     * The link that has an address.
     *
     * @throws IllegalArgumentException if none has it; the message names the addresses that there are
     */
    public final LinkMessage linkOf(InetAddress address) {
        checkOpen();
        List<AddressMessage> addresses = dump(AddressMessage.dump());
        int index = addresses.stream()
                .filter(each -> each.address().equals(address))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no interface of namespace [" + namespace
                        + "] has the address [" + IpAddress.text(address) + "]; it has "
                        + addresses.stream().map(AddressMessage::linkAddress).toList()))
                .index();
        return links().stream()
                .filter(link -> link.index() == index)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the interface of [" + IpAddress.text(address)
                        + "] in namespace [" + namespace + "] has just vanished"));
    }

    public final int index(String interfaceName) {
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
            return netlink().dump(dump);
        } catch (LinuxException refused) {
            throw Refusals.explain(dump.toString(), namespace, null, refused);
        }
    }

    /** @param step what the request does, as the end of "could not …" */
    private void execute(String step, @Nullable String interfaceName, NetlinkRequest request) {
        try {
            netlink().execute(request);
        } catch (LinuxException refused) {
            throw Refusals.explain(step, namespace, interfaceName, refused);
        }
    }
}
