package io.github.netnsjunit.lab.namespace;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.address.MacAddress;
import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.kernel.link.LinkMessage;
import io.github.netnsjunit.kernel.link.TuneLink;
import io.github.netnsjunit.kernel.neighbour.Announcement;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.inside.NamespaceThreads;
import io.github.netnsjunit.lab.inside.OpenSockets;
import io.github.netnsjunit.lab.inside.PrivateViews;
import io.github.netnsjunit.lab.names.LabNames;
import io.github.netnsjunit.lab.names.LiveLink;
import io.github.netnsjunit.lab.names.NamesInside;
import io.github.netnsjunit.lab.network.HostNetwork;
import io.github.netnsjunit.lab.network.NamespaceConnections;
import io.github.netnsjunit.lab.network.NamespaceNetwork;
import io.github.netnsjunit.lab.network.NamespaceRules;
import io.github.netnsjunit.lab.network.NamespaceSysctls;
import io.github.netnsjunit.lab.network.PacketChannels;
import io.github.netnsjunit.lab.process.NamespaceProcesses;
import io.github.netnsjunit.lab.provision.Settling;
import io.github.netnsjunit.lab.provision.Site;
import io.github.netnsjunit.lab.refusal.Refusals;
import io.github.netnsjunit.lab.system.KernelProcess;
import io.github.netnsjunit.lab.system.NetworkIdentity;
import io.github.netnsjunit.lab.waiting.AllSteps;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.rules.NewAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.ByteChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a {@link NetworkNamespace} consists of: its network, its private views of files, and what runs inside it. */
public final class NamespaceInternals implements LabNames.Member {

    private final @Nullable Lab lab;
    private final String name;
    private final Libc libc;
    private final Descriptor descriptor;
    private final NamespaceNetwork network;
    private final Function<String, Optional<NamespaceNetwork>> peers;
    private final PrivateViews views;
    private final Occupants occupants;
    private final NamespaceSysctls sysctls;
    private final PacketChannels channels;
    private final boolean fresh;
    private final NamesInside names;
    private final AtomicBoolean ended = new AtomicBoolean();

    /**
     * What a namespace of a lab consists of.
     *
     * @param duplicateAddressDetection whether the kernel looks for duplicates of the addresses that are added
     * @param names the host names that are known inside
     * @param peers the network at the other end of the cable that ends at the interface with this name; empty if the lab has no such cable
     */
    public static NamespaceInternals ofLab(
            Lab lab,
            Libc libc,
            Site site,
            boolean duplicateAddressDetection,
            NamesInside names,
            Function<String, Optional<NamespaceNetwork>> peers) {
        return new NamespaceInternals(
                libc,
                lab,
                site.host() ? new HostNetwork(site) : new NamespaceNetwork(site, duplicateAddressDetection),
                names,
                !site.host(),
                peers,
                // A lab must not touch the sockets of the host.
                site.host() ? () -> {} : () -> OpenSockets.destroy(libc, site.network()));
    }

    /**
     * @param lab the lab that has the namespace, or null
     * @param names the host names that are known inside
     * @param fresh whether the lab has made the namespace, so that nobody else uses it
     * @param peers the network at the other end of the cable that ends at the interface with this name; empty if the lab has no such cable
     * @param unblockThreads unblocks, at the end, the threads that wait in a system call which no interrupt can end
     */
    NamespaceInternals(
            Libc libc,
            @Nullable Lab lab,
            NamespaceNetwork network,
            NamesInside names,
            boolean fresh,
            Function<String, Optional<NamespaceNetwork>> peers,
            Runnable unblockThreads) {
        this.lab = lab;
        this.name = network.namespace();
        this.libc = libc;
        this.fresh = fresh;
        this.descriptor = network.site().network();
        this.network = network;
        this.peers = peers;
        this.names = names;
        this.views = new PrivateViews(
                name, libc, descriptor, names, fresh, network.site().keeper());
        NamespaceThreads threads = new NamespaceThreads(name, views);
        this.occupants = new Occupants(
                name, threads, new NamespaceProcesses(name, libc, descriptor, views, threads), unblockThreads);
        this.sysctls = new NamespaceSysctls(name, libc, occupants.threads(), network);
        this.channels = new PacketChannels(libc, network, occupants.threads());
    }

    @Override
    public String name() {
        return name;
    }

    /** The lab that has the namespace. */
    public Optional<Lab> lab() {
        return Optional.ofNullable(lab);
    }

    public NamespaceNetwork network() {
        return network;
    }

    /**
     * Remembers a client that was given to the user, and how to shut it down when the namespace is closed.
     *
     * @throws IllegalStateException if the namespace is closed already; the client is shut down then
     */
    public <C> C lend(C client, Consumer<C> end) {
        return occupants.lend(client, end);
    }

    public NamespaceThreads threads() {
        return occupants.threads();
    }

    public NamespaceProcesses processes() {
        return occupants.processes();
    }

    public NamespaceRules rules() {
        return new NamespaceRules(libc, network.site());
    }

    public NamespaceConnections connections() {
        return new NamespaceConnections(libc, network.site());
    }

    public NamespaceSysctls sysctls() {
        return sysctls;
    }

    public void add(Part part) {
        network.add(libc, part);
    }

    /** Makes a cable from here to a namespace that the lab does not have, and which the cable calls by a name of its own. */
    public void join(Part cable, String nameOfOther, NamespaceNetwork other) {
        network.join(libc, cable, nameOfOther, other);
    }

    /** Lets the host names follow a change of links or addresses that was made here. */
    public void updateNames() {
        names.update();
    }

    /** Lets a name stand for an address in the whole lab. */
    public void alias(String alias, InetAddress address) {
        network.site().checkOpen();
        names.alias(alias, address);
    }

    /** Whether code or programs have run inside. */
    public boolean wasEntered() {
        return views.areUsed();
    }

    /** Whether a lab has made the namespace, so that all in it is the lab's. */
    public boolean isFresh() {
        return fresh;
    }

    /** Brings a link up or takes it down. A link that is up carries packets when this returns, if the other end is up too. */
    public void setUp(String interfaceName, boolean up) {
        network.setUp(interfaceName, up);
        if (up) {
            network.settle(libc);
            peers.apply(interfaceName)
                    .filter(peer -> peer != network && peer.site().isOpen())
                    .ifPresent(peer -> peer.settle(libc));
        }
        updateNames();
    }

    /** The kernel's features of an interface that are on. */
    public Set<String> activeFeatures(String interfaceName) {
        network.tables().link(interfaceName); // for its message
        try {
            return threads().callChecked(() -> TuneLink.activeFeatures(libc, interfaceName));
        } catch (LinuxException refused) {
            throw Refusals.explain("list the offloads", name, interfaceName, refused);
        }
    }

    /** Adds an address. If the link carries packets, the address can be used when this returns. */
    public void addAddress(String interfaceName, LinkAddress address) {
        LinkMessage link = network.tables().link(interfaceName);
        if (link.hasNoNeighbours()) {
            NewAddress.checkWithoutNeighbours(address, interfaceName);
        }
        if (address.state() == LinkAddress.State.TENTATIVE && !network.site().host()) {
            sysctls.set("net/ipv6/conf/" + interfaceName + "/accept_dad", "1");
        }
        Settling.ofOneAddress(libc, network.site(), link, address, () -> network.addAddress(link, address));
        updateNames();
    }

    /** Tells the hosts on the link of an address, unasked, which MAC address it has. */
    public void announce(InetAddress address) {
        LinkMessage link = network.tables().linkOf(address);
        MacAddress mac = link.mac();
        if (mac == null || link.hasNoNeighbours()) {
            throw new IllegalArgumentException("[" + IpAddress.text(address) + "] is an address of [" + link.name()
                    + "], an interface without neighbours");
        }
        try {
            threads().callChecked(() -> {
                Announcement.send(libc, link.index(), address, mac);
                return true;
            });
        } catch (LinuxException refused) {
            throw Refusals.explain("announce " + IpAddress.text(address), network.namespace(), link.name(), refused);
        }
    }

    /** Opens a TUN or TAP interface. */
    public ByteChannel openTap(String interfaceName) {
        return lend(channels.open(interfaceName), PacketChannels::end);
    }

    /** Closes the channels of the interfaces that some parts declare. */
    public void closeChannels(List<Part> gone) {
        channels.closeThose(link ->
                gone.stream().anyMatch(part -> part.declares().contains(new Key.Link(name, link))));
    }

    @Override
    public List<LiveLink> liveLinks() {
        return network.liveLinks();
    }

    @Override
    public boolean isOpen() {
        return !descriptor.isClosed();
    }

    @Override
    public Descriptor descriptor() {
        return descriptor;
    }

    @Override
    public int idOf(Descriptor other) {
        return network.tables().idOf(other);
    }

    /** If nothing has entered the namespace yet, it gets them with the first entry. */
    @Override
    public void updateHostsFile() {
        try {
            views.renewHosts();
        } catch (IOException failure) {
            throw Refusals.explain("write /etc/hosts", name, null, failure);
        }
    }

    /** Whether the library itself made this thread for this namespace. */
    public boolean owns(Thread thread) {
        return threads().owns(thread) || views.isKeeper(thread);
    }

    /**
     * Whether the library itself made this thread for this namespace.
     *
     * @param tid the kernel's id of the thread
     */
    public boolean owns(int tid) {
        return threads().owns(tid) || views.keeperTid() == tid;
    }

    /** The kernel's id of a thread that stays inside, with the private views, until the namespace is closed. */
    public int keeperTid() {
        views.descriptor(); // makes the thread, if nothing has entered yet
        return views.keeperTid();
    }

    /** The target of the links to it in {@code /proc}; nothing if the namespace is closed. */
    public Optional<Path> identity() {
        return isOpen() ? Optional.of(NetworkIdentity.of(descriptor)) : Optional.empty();
    }

    /** The targets of the links in {@code /proc} to its network, mount and UTS namespaces, as far as they are made. */
    public Stream<Path> identities() {
        return Stream.concat(identity().stream(), views.made().stream().map(NetworkIdentity::of));
    }

    /** The device of the file system that only the private mounts of this namespace have, and copies of these; nothing before they are made. */
    public Optional<String> deviceOfMounts() {
        int keeper = views.keeperTid();
        return keeper == 0 ? Optional.empty() : new KernelProcess(keeper).deviceOfWorkingDirectory();
    }

    /** Asks everything inside to end. */
    public void beginClose() {
        occupants.beginClose();
    }

    /** Waits until everything inside has ended, and closes the namespace. Does nothing the second time. */
    public void endClose(ThreadWait wait) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        new AllSteps()
                .take(() -> occupants.endClose(wait))
                .take(network::removeLabLinks)
                .take(views::close)
                .take(network.site()::close)
                .finish();
    }

    /** Takes a step for each of several namespaces. A namespace that was closed meanwhile, by hand, is left out. */
    public static void forEach(List<NamespaceInternals> namespaces, Consumer<NamespaceInternals> step, AllSteps steps) {
        for (NamespaceInternals namespace : namespaces) {
            steps.take(() -> {
                try {
                    step.accept(namespace);
                } catch (RuntimeException failure) {
                    if (failure instanceof IllegalStateException && !namespace.isOpen()) {
                        return; // meanwhile the test has closed it by hand
                    }
                    throw Refusals.explain("close the namespace", namespace.name(), null, failure);
                }
            });
        }
    }
}
