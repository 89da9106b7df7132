package io.github.netnsjunit.lab;

import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.lab.inside.NamespaceThreads;
import io.github.netnsjunit.lab.inside.PrivateViews;
import io.github.netnsjunit.lab.names.NamesInside;
import io.github.netnsjunit.lab.network.NamespaceNetwork;
import io.github.netnsjunit.lab.network.NamespaceSysctls;
import io.github.netnsjunit.lab.process.NamespaceProcesses;
import io.github.netnsjunit.lab.provision.Settling;
import io.github.netnsjunit.lab.refusal.Refusals;
import io.github.netnsjunit.lab.waiting.AllSteps;
import io.github.netnsjunit.topology.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a {@link NetworkNamespace} consists of: its network, its private views of files, and what runs inside it. */
final class NamespaceInternals {

    private final @Nullable Lab lab;
    private final String name;
    private final Libc libc;
    private final Descriptor descriptor;
    private final NamespaceNetwork network;
    private final Function<String, Optional<CableEnd>> peers;
    private final PrivateViews views;
    private final Occupants occupants;
    private final NamespaceSysctls sysctls;
    private final boolean fresh;
    private final NamesInside names;
    private final AtomicBoolean ended = new AtomicBoolean();

    /**
     * @param lab the lab that has the namespace, or null
     * @param names the host names that are known inside
     * @param fresh whether the lab has made the namespace, so that nobody else uses it
     * @param peers the other end of the cable that ends at the interface with this name; empty if the lab has no such cable
     * @param unblockThreads unblocks, at the end, the threads that wait in a system call which no interrupt can end
     */
    NamespaceInternals(
            Libc libc,
            @Nullable Lab lab,
            NamespaceNetwork network,
            NamesInside names,
            boolean fresh,
            Function<String, Optional<CableEnd>> peers,
            Runnable unblockThreads) {
        this.lab = lab;
        this.name = network.namespace();
        this.libc = libc;
        this.fresh = fresh;
        this.descriptor = network.site().network();
        this.network = network;
        this.peers = peers;
        this.names = names;
        this.views = new PrivateViews(name, libc, descriptor, names, fresh);
        this.occupants = new Occupants(
                name,
                new NamespaceThreads(name, views),
                new NamespaceProcesses(name, libc, descriptor, views),
                unblockThreads);
        this.sysctls = new NamespaceSysctls(name, libc, occupants.threads(), network);
    }

    Optional<Lab> lab() {
        return Optional.ofNullable(lab);
    }

    NamespaceNetwork network() {
        return network;
    }

    Occupants occupants() {
        return occupants;
    }

    NamespaceThreads threads() {
        return occupants.threads();
    }

    NamespaceProcesses processes() {
        return occupants.processes();
    }

    NamespaceSysctls sysctls() {
        return sysctls;
    }

    void add(Part part) {
        network.add(libc, part);
    }

    /** Lets the host names follow a change of links or addresses that was made here. */
    void updateNames() {
        names.update();
    }

    /** Whether a lab has made the namespace, so that all in it is the lab's. */
    boolean isFresh() {
        return fresh;
    }

    /** Brings a link up or takes it down. A link that is up carries packets when this returns, if the other end is up too. */
    void setUp(String interfaceName, boolean up) {
        network.setUp(interfaceName, up);
        if (up) {
            network.settle(libc);
            peers.apply(interfaceName)
                    .map(CableEnd::namespace)
                    .filter(peer -> peer.isOpen() && peer.network() != network)
                    .ifPresent(peer -> peer.network().settle(libc));
        }
        updateNames();
    }

    /** Adds an address. If the link carries packets, the address can be used when this returns. */
    void addAddress(String interfaceName, LinkAddress address) {
        if (address.state() == LinkAddress.State.TENTATIVE && !network.site().host()) {
            sysctls.set("net/ipv6/conf/" + interfaceName + "/accept_dad", "1");
        }
        Settling.ofOneAddress(
                libc,
                network.site(),
                network.link(interfaceName),
                address,
                () -> network.addAddress(interfaceName, address));
        updateNames();
    }

    boolean isOpen() {
        return !descriptor.isClosed();
    }

    /** Writes the present names into the hosts file. If nothing has entered the namespace yet, it gets them with the first entry. */
    void updateHostsFile() {
        try {
            views.renewHosts();
        } catch (IOException failure) {
            throw Refusals.explain("write /etc/hosts", name, null, failure);
        }
    }

    /** Whether the library itself made this thread for this namespace. */
    boolean owns(Thread thread) {
        return threads().owns(thread) || views.isKeeper(thread);
    }

    /**
     * Whether the library itself made this thread for this namespace.
     *
     * @param tid the kernel's id of the thread
     */
    boolean owns(int tid) {
        return threads().owns(tid) || views.keeperTid() == tid;
    }

    /** A symbolic link in {@code /proc}. Its target is the same for the same namespace, whichever descriptor refers to it. */
    Path path() {
        return Path.of("/proc/thread-self/fd", Integer.toString(descriptor.number()));
    }

    /** The target of {@link #path}; nothing if the namespace is closed. */
    Optional<Path> identity() {
        try {
            return isOpen() ? Optional.of(Files.readSymbolicLink(path())) : Optional.empty();
        } catch (IOException noProc) {
            throw new LabException("could not identify namespace [" + name + "] in /proc", noProc);
        }
    }

    /** Asks everything inside to end. */
    void beginClose() {
        occupants.beginClose();
    }

    /** Waits until everything inside has ended, and closes the namespace. Does nothing the second time. */
    void endClose(ThreadWait wait) {
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
}
