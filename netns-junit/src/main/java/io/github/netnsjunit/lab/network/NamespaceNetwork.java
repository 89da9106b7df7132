package io.github.netnsjunit.lab.network;

import io.github.netnsjunit.address.IpNetwork;
import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.kernel.address.AddAddress;
import io.github.netnsjunit.kernel.address.DeleteAddress;
import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.kernel.link.DeleteLink;
import io.github.netnsjunit.kernel.link.LinkChange;
import io.github.netnsjunit.kernel.link.LinkMessage;
import io.github.netnsjunit.kernel.link.SetLink;
import io.github.netnsjunit.kernel.netlink.NetlinkRequest;
import io.github.netnsjunit.kernel.netlink.NetlinkSocket;
import io.github.netnsjunit.kernel.route.DeleteRoute;
import io.github.netnsjunit.kernel.route.RouteSpec;
import io.github.netnsjunit.kernel.route.RouteType;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.listing.RouteEntry;
import io.github.netnsjunit.lab.names.LiveLink;
import io.github.netnsjunit.lab.provision.Provisioner;
import io.github.netnsjunit.lab.provision.Settling;
import io.github.netnsjunit.lab.provision.Site;
import io.github.netnsjunit.lab.provision.UndoLog;
import io.github.netnsjunit.lab.refusal.Failed;
import io.github.netnsjunit.lab.refusal.Refusals;
import io.github.netnsjunit.lab.waiting.AllSteps;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.Part;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Changes what the kernel has in one namespace: links, addresses, routes. */
public class NamespaceNetwork {

    private final String namespace;
    private final Site site;
    private final KernelTables tables;
    private final boolean duplicateAddressDetection;

    /** @param duplicateAddressDetection whether the kernel looks for duplicates of the addresses that are added */
    public NamespaceNetwork(Site site, boolean duplicateAddressDetection) {
        this.namespace = site.name();
        this.site = site;
        this.tables = new KernelTables(site);
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

    /** What the kernel lists. */
    public final KernelTables tables() {
        return tables;
    }

    /** The links on which names depend, as the kernel lists them now. */
    public List<LiveLink> liveLinks() {
        return tables.liveLinks();
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

    /** Waits until links carry packets and addresses can be used, after a link got its carrier. */
    public final void settle(Libc libc) {
        checkOpen();
        Settling.ofAllLinks(libc, site);
    }

    public void setUp(String interfaceName, boolean up) {
        int index = tables.index(interfaceName);
        execute(up ? "bring it up" : "take it down", interfaceName, up ? SetLink.up(index) : SetLink.down(index));
    }

    public void addAddress(LinkMessage link, LinkAddress address) {
        execute(
                "add the address " + address,
                link.name(),
                new AddAddress(
                        link.index(),
                        address,
                        duplicateAddressDetection || address.state() == LinkAddress.State.TENTATIVE,
                        true));
    }

    public void removeAddress(String interfaceName, LinkAddress address) {
        execute(
                "remove the address " + address,
                interfaceName,
                new DeleteAddress(tables.index(interfaceName), address.address(), address.prefixLength()));
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
        other.tables
                .links()
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
                tables.routes().stream().filter(RouteEntry::isInMainTable).toList();
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
        execute("remove it", interfaceName, new DeleteLink(tables.index(interfaceName)));
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
        tables.links().stream().filter(wanted).forEach(link -> steps.take(() -> removeIfPresent(link)));
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
        LinkMessage link = tables.link(interfaceName);
        to.checkOpen();
        to.checkMoveHere(link);
        execute(
                "move it to namespace [" + to.namespace + "]",
                interfaceName,
                SetLink.of(link.index(), new LinkChange.Namespace(to.site.network())));
        to.addLabLink(interfaceName, () -> to.tables.index(interfaceName));
    }

    /** @param step what the request does, as the end of "could not …" */
    private void execute(String step, @Nullable String interfaceName, NetlinkRequest request) {
        try {
            netlink().execute(request);
        } catch (LinuxException refused) {
            throw Refusals.explain(Failed.at(step).in(namespace).about(interfaceName), refused, site.netlink());
        }
    }
}
