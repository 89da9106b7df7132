package io.github.netnsjunit.lab;

import io.github.netnsjunit.kernel.AddAddress;
import io.github.netnsjunit.kernel.AddBridge;
import io.github.netnsjunit.kernel.AddRoute;
import io.github.netnsjunit.kernel.AddVeth;
import io.github.netnsjunit.kernel.LinkChange;
import io.github.netnsjunit.kernel.MacAddress;
import io.github.netnsjunit.kernel.NetlinkException;
import io.github.netnsjunit.kernel.NetlinkRequest;
import io.github.netnsjunit.kernel.NetlinkSocket;
import io.github.netnsjunit.kernel.SetLink;
import io.github.netnsjunit.kernel.SettleLink;
import io.github.netnsjunit.kernel.VethEnd;
import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns a topology into namespaces, links, addresses and routes, on a thread of its own that it moves from namespace to namespace
 * and that ends after it. Interface indexes are chosen here, so that nothing is looked up, and each namespace gets one datagram to
 * make its links and one to configure them.
 */
final class Provisioner {

    /** {@code lo} is number 1 in every namespace. */
    private static final int LOOPBACK = 1;

    /**
     * Above the few that a kernel may put into each new namespace of its own accord: tunl0, gre0, sit0 and their like, see
     * net.core.fb_tunnels_only_for_init_net in the kernel's documentation.
     */
    private static final int FIRST_INDEX = 101;

    /**
     * That it takes IPv6 addresses at once, of which a new network has no duplicates to be detected, and tells of every packet that it
     * drops: by default one in two seconds, or fewer.
     */
    private static final List<String> ZERO_IN_A_FRESH_ONE =
            List.of("net.ipv6.conf.default.accept_dad", "net.ipv4.icmp_ratemask", "net.ipv6.icmp.ratelimit");

    private final Libc libc;
    private final Topology topology;
    private final Map<String, Site> sites = new LinkedHashMap<>();
    private boolean linksBegun;

    /** A namespace in the making. */
    private static final class Site {
        final Namespace declared;
        final Descriptor network;
        final NetlinkSocket netlink;
        final Map<String, Integer> indexes = new HashMap<>();
        /** Interfaces that are born with their master, and up if they are to be. */
        final Set<String> born = new HashSet<>();

        final List<Step> links = new ArrayList<>();
        final List<Step> masters = new ArrayList<>();
        final List<Step> addresses = new ArrayList<>();
        final List<Step> ups = new ArrayList<>();
        final List<Step> routes = new ArrayList<>();
        final List<Step> settling = new ArrayList<>();

        Site(Namespace declared, Descriptor network, NetlinkSocket netlink) {
            this.declared = declared;
            this.network = network;
            this.netlink = netlink;
        }

        /** The next free number; the host's kernel chooses its own, so there it is looked up later. */
        int newIndex(String interfaceName) {
            int index = declared.host() ? 0 : FIRST_INDEX + indexes.size();
            indexes.put(interfaceName, index);
            return index;
        }

        int index(String interfaceName) {
            return indexes.getOrDefault(interfaceName, 0);
        }
    }

    /** A request, and the interface that it is about. */
    private record Step(NetlinkRequest request, @Nullable String interfaceName) {}

    /**
     * What became of a namespace.
     *
     * @param indexes the interface indexes of the links made in it, by their names
     */
    record Made(Namespace declared, Descriptor network, NetlinkSocket netlink, Map<String, Integer> indexes)
            implements AutoCloseable {
        @Override
        public void close() {
            try (network) {
                netlink.close();
            }
        }
    }

    Provisioner(Libc libc, Topology topology) {
        this.libc = libc;
        this.topology = topology;
    }

    /** Makes everything, or closes what it made and throws what a user can read. */
    List<Made> provision() {
        if (topology.namespaces().stream().noneMatch(Namespace::host)) {
            return make();
        }
        synchronized (HostGuard.PLACES) {
            return make();
        }
    }

    private List<Made> make() {
        try {
            topology.namespaces().forEach(this::makeNamespace);
            topology.sysctls().stream().filter(each -> !isOfInterface(each)).forEach(this::set);
            topology.bridges().forEach(this::makeBridge);
            topology.vethPairs().forEach(this::makeVethPair);
            linksBegun = true;
            sites.values().forEach(site -> execute(site, "make the links", site.links));
            topology.sysctls().stream().filter(this::isOfInterface).forEach(this::set);
            sites.values().forEach(this::lookUpHostIndexes);
            configure();
            sites.values().forEach(site -> execute(site, "configure the links", inOrder(site)));
            sites.values().forEach(Provisioner::settle);
        } catch (RuntimeException | Error failure) {
            AllSteps steps = new AllSteps();
            if (linksBegun) {
                topology.vethPairs().stream()
                        .filter(pair -> isHost(pair.left()) || isHost(pair.right()))
                        .forEach(pair -> steps.take(() -> remove(pair)));
            }
            made().forEach(made -> steps.take(made::close));
            steps.finishFor(failure);
            throw failure;
        }
        return made();
    }

    /**
     * Removes a pair with an end in the host's namespace, where the next lab is not to meet it: the end would vanish only a moment
     * later. By its other end, since in the host's namespace a link of that name may be somebody else's, and why this one failed.
     */
    private void remove(VethLink pair) {
        End near = isHost(pair.left()) ? pair.right() : pair.left();
        Site site = site(near.namespace());
        new NamespaceNetwork(near.namespace(), site.network, site.netlink).removeLinkIfPresent(near.name());
    }

    private boolean isHost(End end) {
        return site(end.namespace()).declared.host();
    }

    private List<Made> made() {
        return sites.values().stream()
                .map(site -> new Made(site.declared, site.network, site.netlink, site.indexes))
                .toList();
    }

    private void makeNamespace(Namespace declared) {
        String step = declared.host() ? "open the host's namespace" : "make the namespace";
        Descriptor network = null;
        try {
            if (declared.host()) {
                network = libc.open("/proc/self/ns/net", Libc.O_RDONLY, 0);
                libc.setns(network, Libc.CLONE_NEWNET);
            } else {
                libc.unshare(Libc.CLONE_NEWNET);
                network = libc.open("/proc/thread-self/ns/net", Libc.O_RDONLY, 0);
                ZERO_IN_A_FRESH_ONE.forEach(parameter -> setToZero(declared, parameter));
            }
            Site site = new Site(declared, network, NetlinkSocket.open(libc));
            sites.put(declared.name(), site);
            if (declared.host()) {
                HostGuard.check(topology, declared.name(), site.netlink);
            } else if (declared.loopback()) {
                site.links.add(new Step(SetLink.up(LOOPBACK), "lo"));
            }
        } catch (RuntimeException | Error failure) {
            if (network != null && !sites.containsKey(declared.name())) {
                new AllSteps().take(network::close).finishFor(failure);
            }
            throw declared.host()
                    ? Refusals.explainOfHost(step, declared.name(), failure)
                    : Refusals.explain(step, declared.name(), null, failure);
        }
    }

    private void setToZero(Namespace declared, String parameter) {
        try {
            Sysctl.write(libc, declared.name(), parameter, "0");
        } catch (LinuxException refused) {
            // Without IPv6 its own is not there, and in some containers /proc/sys is read-only.
            if (refused.errno() != Errno.ENOENT && refused.errno() != Errno.EROFS && refused.errno() != Errno.EACCES) {
                throw refused;
            }
        }
    }

    private Site site(String namespace) {
        Site site = sites.get(namespace);
        if (site == null) {
            throw new IllegalStateException("the topology was checked, and yet has no namespace [" + namespace + "]");
        }
        return site;
    }

    private void makeBridge(BridgeLink bridge) {
        Site site = site(bridge.namespace());
        int index = site.newIndex(bridge.name());
        site.links.add(new Step(new AddBridge(index, bridge.name(), bridge.stp(), true), bridge.name()));
    }

    private void makeVethPair(VethLink pair) {
        // The kernel takes a descriptor for the peer's namespace alone: so the end in the host's is always the peer.
        boolean swap = isHost(pair.left());
        End near = swap ? pair.right() : pair.left();
        End peer = swap ? pair.left() : pair.right();
        Site nearSite = site(near.namespace());
        Site peerSite = site(peer.namespace());
        int master = near.master() == null ? 0 : nearSite.index(near.master());
        VethEnd nearEnd = vethEnd(near, nearSite, master, near.up());
        // The kernel refuses a peer that is born with a master, or up.
        VethEnd peerEnd = vethEnd(peer, peerSite, 0, false);
        nearSite.born.add(near.name());
        nearSite.links.add(new Step(new AddVeth(nearEnd, peerEnd, peerSite.network), near.name()));
    }

    private static VethEnd vethEnd(End end, Site site, int master, boolean up) {
        MacAddress mac = end.mac() == null ? null : MacAddress.parse(end.mac());
        return new VethEnd(site.newIndex(end.name()), end.name(), end.mtu(), mac, master, up);
    }

    private void lookUpHostIndexes(Site site) {
        if (site.declared.host()) {
            NamespaceNetwork network = new NamespaceNetwork(site.declared.name(), site.network, site.netlink);
            site.indexes.replaceAll((name, unknown) -> network.index(name));
        }
    }

    private void configure() {
        for (VethLink pair : topology.vethPairs()) {
            configure(pair.left());
            configure(pair.right());
        }
        for (BridgeLink bridge : topology.bridges()) {
            Site site = site(bridge.namespace());
            addAddresses(site, bridge.name(), bridge.addresses());
            site.settling.add(new Step(new SettleLink(site.index(bridge.name())), bridge.name())); // after its ports
        }
        // The kernel takes a gateway only where it is on a link, which a route of another kind may say.
        topology.routes().stream().filter(route -> route.via() == null).forEach(this::addRoute);
        topology.routes().stream().filter(route -> route.via() != null).forEach(this::addRoute);
    }

    private void addRoute(StaticRoute route) {
        Site site = site(route.namespace());
        int dev = route.dev() == null ? 0 : site.index(route.dev());
        site.routes.add(new Step(new AddRoute(NamespaceNetwork.spec(route, dev)), route.dev()));
    }

    private void configure(End end) {
        Site site = site(end.namespace());
        int index = site.index(end.name());
        if (end.master() != null && !site.born.contains(end.name())) {
            site.masters.add(new Step(SetLink.of(index, new LinkChange.Master(site.index(end.master()))), end.name()));
        }
        addAddresses(site, end.name(), end.addresses());
        if (end.up()) {
            if (!site.born.contains(end.name())) {
                site.ups.add(new Step(SetLink.up(index), end.name()));
            }
            site.settling.add(new Step(new SettleLink(index), end.name()));
        }
    }

    private static void addAddresses(Site site, String interfaceName, List<String> addresses) {
        for (String text : addresses) {
            InterfaceAddress address = InterfaceAddress.parse(text);
            site.addresses.add(new Step(
                    new AddAddress(site.index(interfaceName), address.address(), address.prefixLength()),
                    interfaceName));
        }
    }

    private static List<Step> inOrder(Site site) {
        List<Step> all = new ArrayList<>(site.masters);
        all.addAll(site.addresses);
        all.addAll(site.ups);
        all.addAll(site.routes);
        return all;
    }

    /** From Linux 6.8 on the network is handed over when its links carry packets; before, the kernel may take a moment longer. */
    private static void settle(Site site) {
        execute(site, "settle the links", site.settling);
    }

    private static void execute(Site site, String what, List<Step> steps) {
        if (steps.isEmpty()) {
            return;
        }
        try {
            site.netlink.execute(steps.stream().map(Step::request).toList());
        } catch (NetlinkException refused) {
            String interfaceName = steps.stream()
                    .filter(step -> step.request() == refused.request())
                    .findFirst()
                    .map(Step::interfaceName) // none for a route whose gateway tells it
                    .orElse(null);
            throw Refusals.explain(what, site.declared.name(), interfaceName, refused);
        } catch (LinuxException failure) {
            throw Refusals.explain(what, site.declared.name(), null, failure);
        }
    }

    /** Whether it exists only once the interface does. */
    private boolean isOfInterface(SysctlSetting setting) {
        String path = Names.sysctlPath(setting.name());
        return topology.bridges().stream()
                        .anyMatch(each -> each.namespace().equals(setting.namespace()) && names(path, each.name()))
                || topology.vethPairs().stream()
                        .anyMatch(pair -> names(setting, path, pair.left()) || names(setting, path, pair.right()));
    }

    private static boolean names(SysctlSetting setting, String path, End end) {
        return end.namespace().equals(setting.namespace()) && names(path, end.name());
    }

    private static boolean names(String path, String interfaceName) {
        return path.contains("/conf/" + interfaceName + "/") || path.contains("/neigh/" + interfaceName + "/");
    }

    private void set(SysctlSetting setting) {
        Site site = site(setting.namespace());
        try {
            libc.setns(site.network, Libc.CLONE_NEWNET);
            Sysctl.write(libc, setting.namespace(), setting.name(), setting.value());
        } catch (LinuxException refused) {
            throw Refusals.explain(
                    "set " + setting.name() + " to [" + setting.value() + "]", setting.namespace(), null, refused);
        }
    }
}
