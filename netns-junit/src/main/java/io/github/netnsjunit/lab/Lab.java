package io.github.netnsjunit.lab;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.link.LinkMessage;
import io.github.netnsjunit.lab.inside.Handoff;
import io.github.netnsjunit.lab.inside.LabInternals;
import io.github.netnsjunit.lab.inside.OpenSockets;
import io.github.netnsjunit.lab.names.HostsFile;
import io.github.netnsjunit.lab.names.NameCache;
import io.github.netnsjunit.lab.provision.Provisioner;
import io.github.netnsjunit.lab.provision.Site;
import io.github.netnsjunit.lab.provision.Undoings;
import io.github.netnsjunit.lab.system.AllSteps;
import io.github.netnsjunit.lab.system.Deadline;
import io.github.netnsjunit.lab.system.Outside;
import io.github.netnsjunit.lab.system.Platform;
import io.github.netnsjunit.lab.system.Refusals;
import io.github.netnsjunit.topology.CableFacts;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A live network: the namespaces, links and routes of a topology. It has no name outside this process, and however the process
 * ends, the kernel takes the network back. Safe for use by several threads.
 *
 * <pre>{@code
 * Topology topology = Topology.of(
 *         Namespace.of("root_ns"),
 *         Namespace.of("blue_ns"),
 *         VethLink.between(
 *                 End.of("root_ns", "veth_root_ns", "10.0.0.1/24"), End.of("blue_ns", "veth_blue_ns", "10.0.0.2/24")),
 *         StaticRoute.defaultVia("blue_ns", "10.0.0.1"));
 * try (Lab lab = Lab.create(topology)) {
 *     assertThat(lab.namespace("blue_ns")).canPing("root-ns");
 * }
 * }</pre>
 */
public final class Lab implements AutoCloseable {

    static {
        LabInternals.provide(new LabInternals() {
            @Override
            public void endProcesses(Lab lab) {
                lab.endProcesses();
            }

            @Override
            public <T> T callOnNewThread(NetworkNamespace namespace, Callable<T> body, Duration patience)
                    throws Exception {
                return namespace.threads().callOnNewThread(body, patience);
            }
        });
    }

    private final Libc libc;
    private final LeftThreads leftThreads = new LeftThreads();
    /** What stands now; a change of the lab replaces it as a whole. */
    private volatile Standing standing;

    /** Who has added each part: the lab itself, or additions. */
    private final Map<Part, Set<Object>> holders = new HashMap<>();

    private final Undoings undoings = new Undoings();

    /** Held while parts are added or taken away, and when the lab begins to close. */
    private final Object changes = new Object();

    private volatile boolean closed;

    /**
     * What a lab has at one moment.
     *
     * @param topology its description
     * @param namespaces its live namespaces by their names, in the order of the topology
     * @param links its cables, in the order of the topology
     */
    private record Standing(Topology topology, Map<String, NetworkNamespace> namespaces, List<Cable> links) {

        static Standing of(Topology topology, Map<String, NetworkNamespace> namespaces) {
            return new Standing(
                    topology,
                    Collections.unmodifiableMap(namespaces),
                    topology.outline().cables().stream()
                            .filter(cable -> namespaces.containsKey(cable.one().namespace())
                                    && namespaces.containsKey(cable.other().namespace()))
                            .map(cable -> link(cable, namespaces))
                            .toList());
        }

        private static Cable link(CableFacts cable, Map<String, NetworkNamespace> namespaces) {
            return new Cable(end(cable.one(), namespaces), end(cable.other(), namespaces));
        }

        private static CableEnd end(Key.Link key, Map<String, NetworkNamespace> namespaces) {
            return new CableEnd(requireNonNull(namespaces.get(key.namespace())), key.name());
        }
    }

    private Lab(Libc libc, Topology topology) {
        this.libc = libc;
        this.standing = Standing.of(topology, new LinkedHashMap<>());
    }

    /**
     * Makes a network. When this returns, it is complete; from Linux 6.8 on its links carry packets then, on an older kernel
     * perhaps a moment later. A bridge with the spanning tree protocol forwards after about 4 s.
     *
     * <p>Turns off Java's cache of host names, for the whole Java process; see {@link #warmUp}.
     *
     * @throws UnsupportedPlatformException if this is not Linux on x86-64 or aarch64, or native code may not be loaded
     * @throws MissingPrivilegeException if the kernel refuses for want of a privilege; the message says how to get it
     * @throws LabException if anything else fails, with the step, the namespace, the interface and the kernel's words; nothing is
     *     left then
     */
    public static Lab create(Topology topology) {
        return create(requireNonNull(topology, "topology"), Platform.libc());
    }

    static Lab create(Topology topology, Libc libc) {
        Outside.settle();
        NameCache.disable();
        Refusals.checkProbes();
        Lab lab = new Lab(libc, topology);
        lab.make(topology, topology.parts(), false);
        lab.hold(topology.parts(), lab);
        return lab;
    }

    /**
     * Adds parts to the network while it runs. They are checked beside what stands, made as those of a topology are, and known by
     * their names. Closing the result takes them away again. Additions that say the same of one thing share it: it goes with the last
     * of them. Waits while another thread adds parts or takes some away.
     *
     * @throws io.github.netnsjunit.topology.TopologyException if they are wrong, by themselves or beside what stands, with all mistakes
     *     at once; nothing is changed then
     * @throws LabException if the kernel refuses one of them; nothing is left of them then
     * @throws IllegalStateException once the lab is closed
     */
    public Addition add(Part... parts) {
        Addition addition;
        synchronized (changes) {
            checkOpen();
            Topology before = standing.topology();
            Topology after = before.with(parts);
            make(
                    after,
                    after.parts().subList(before.parts().size(), after.parts().size()),
                    true);
            addition = new Addition(
                    this, Arrays.stream(parts).map(after::merged).distinct().toList());
            hold(addition.parts(), addition);
        }
        try {
            renewHosts();
        } catch (RuntimeException | Error failure) {
            new AllSteps().take(addition::close).finishFor(failure);
            throw failure;
        }
        return addition;
    }

    private void hold(List<Part> parts, Object holder) {
        parts.forEach(part -> holders.computeIfAbsent(part, key -> Collections.newSetFromMap(new IdentityHashMap<>()))
                .add(holder));
    }

    /** Makes parts of a topology stand, and takes note of them. */
    private void make(Topology topology, List<Part> parts, boolean lives) {
        Map<String, NetworkNamespace> namespaces = new LinkedHashMap<>(standing.namespaces());
        Map<String, Site> sites = namespaces.values().stream()
                .collect(Collectors.toMap(
                        NetworkNamespace::name, each -> each.network().site()));
        Predicate<LinkMessage> guests = link ->
                namespaces.values().stream().anyMatch(each -> each.network().isGuest(link));
        Provisioner.Made made =
                new Provisioner(libc, topology.outline(), parts, sites, guests, undoings, lives).provision();
        for (Site site : made.sites()) {
            namespaces.put(site.name(), namespace(site));
        }
        standing = Standing.of(topology, namespaces);
        made.hostLinks()
                .forEach((link, index) -> namespace(link.namespace()).network().adopt(link.name(), () -> index));
    }

    private NetworkNamespace namespace(Site site) {
        String name = site.name();
        return new NetworkNamespace(
                libc,
                site.host() ? new HostNetwork(site) : new NamespaceNetwork(site),
                () -> new HostsFile(standing.topology().outline()).text(name),
                !site.host(),
                // The host's sockets are not a lab's to touch.
                site.host() ? () -> {} : () -> OpenSockets.destroy(libc, site.network()));
    }

    /** Lets those in the namespaces see what stands now: they know their neighbours by name. A failure does not count once the lab
     * is closed: its namespaces are going. */
    private void renewHosts() {
        AllSteps steps = new AllSteps();
        all().forEach(namespace -> steps.take(namespace::renewHosts));
        if (isOpen()) {
            steps.finish();
        }
    }

    /**
     * Takes away what was added and nobody else added too, with what stands on it, unless the lab is closed and all of it is gone
     * already.
     */
    void remove(Addition addition) {
        AllSteps steps = new AllSteps();
        List<NetworkNamespace> ending = new ArrayList<>();
        synchronized (changes) {
            if (closed) {
                return;
            }
            Part[] released = addition.parts().stream()
                    .filter(part -> isReleased(part, addition))
                    .toArray(Part[]::new);
            Topology before = standing.topology();
            Topology left = before.without(released);
            Set<Part> gone = new HashSet<>(before.parts());
            left.parts().forEach(gone::remove);
            holders.keySet().removeAll(gone);

            Map<String, NetworkNamespace> kept = new LinkedHashMap<>(standing.namespaces());
            kept.values()
                    .removeIf(namespace ->
                            left.outline().namespace(namespace.name()).isEmpty() && ending.add(namespace));
            ending.removeIf(namespace -> !namespace.isOpen()); // which the test closed by hand
            standing = Standing.of(left, kept);
            forEach(ending, NetworkNamespace::beginClose, steps);
            steps.take(() ->
                    undoings.takeBack(undoing -> gone.contains(undoing.step().part())));
            forEach(ending, namespace -> namespace.network().cutCables(), steps);
        }
        // Not under the lock: threads that end may have to wait for it.
        if (!ending.isEmpty()) {
            steps.take(() -> leftThreads.note(ending));
        }
        Deadline deadline = Deadline.in(Handoff.GRACE);
        forEach(ending, namespace -> namespace.endClose(deadline), steps);
        steps.take(this::renewHosts);
        steps.finish();
    }

    private boolean isReleased(Part part, Addition addition) {
        Set<Object> holding = holders.getOrDefault(part, Set.of());
        return holding.contains(addition) && holding.remove(addition) && holding.isEmpty();
    }

    /**
     * Prepares, on a background thread, what the first lab of a Java process would otherwise wait for, and turns off Java's cache
     * of host names, which would carry answers from one namespace to another. Returns at once. A second call does nothing.
     * JUnit's launcher gets this called by itself; elsewhere call it before the first name is looked up.
     */
    public static void warmUp() {
        WarmUp.start();
    }

    /**
     * The namespace with this name.
     *
     * @throws IllegalArgumentException if there is none; the message names the namespaces that exist
     */
    public NetworkNamespace namespace(String name) {
        Map<String, NetworkNamespace> namespaces = standing.namespaces();
        NetworkNamespace namespace = namespaces.get(name);
        if (namespace == null) {
            throw new IllegalArgumentException(
                    "the lab has no namespace [" + name + "]; it has " + namespaces.keySet());
        }
        return namespace;
    }

    /** The namespaces, in the order of the topology. */
    public List<NetworkNamespace> namespaces() {
        return List.copyOf(standing.namespaces().values());
    }

    /** The veth pairs, in the order of the topology. */
    public List<Cable> links() {
        return standing.links();
    }

    /**
     * The cable between two namespaces, whichever is named first.
     *
     * @throws IllegalArgumentException if there is none, or more than one; the message names the cables that there are
     */
    public Cable link(String one, String other) {
        List<Cable> between = links().stream()
                .filter(link -> Set.of(
                                link.left().namespace().name(),
                                link.right().namespace().name())
                        .equals(new HashSet<>(List.of(one, other))))
                .toList();
        if (between.size() != 1) {
            throw new IllegalArgumentException("the lab has "
                    + (between.isEmpty() ? "no cable" : "several cables: " + between + ",") + " between [" + one
                    + "] and [" + other + "]" + (between.isEmpty() ? "; it has " + links() : ""));
        }
        return between.get(0);
    }

    /** Whether it is still open. */
    public boolean isOpen() {
        return !closed;
    }

    /**
     * The description of what stands now: what the lab was made from, and what was {@linkplain #add added} and not taken away. Of what
     * was changed in a single namespace, such as by {@link NetworkNamespace#addVethPair}, it knows nothing.
     */
    public Topology topology() {
        return standing.topology();
    }

    /**
     * The threads that are still inside a fresh namespace of the lab, also one that was taken away since, and that are not the lab's
     * own: those of pools and clients that a test's code started there. Each keeps its namespace alive for as long as it lives.
     * Threads of the JDK that end by themselves, and any that end within 0.1 s, are not reported.
     *
     * @throws IllegalStateException once the lab is closed
     */
    public List<LeftThread> leftThreads() {
        checkOpen();
        return leftThreads.find(namespaces());
    }

    private void checkOpen() {
        if (!isOpen()) {
            throw new IllegalStateException("the " + this + " is closed");
        }
    }

    private void endProcesses() {
        AllSteps steps = new AllSteps();
        forEach(all(), namespace -> namespace.processes().beginClose(), steps);
        forEach(all(), namespace -> namespace.processes().endClose(), steps);
        steps.finish();
    }

    /** Ends the network; gives its threads 10 s to end. See {@link #close(Duration)}. */
    @Override
    public void close() {
        close(Handoff.GRACE);
    }

    /**
     * Ends the network: first its processes, then its threads, which are interrupted and awaited, then the network itself. Does
     * nothing the second time.
     *
     * @param patience how long its threads may take to end after they were interrupted
     * @throws LabException if a thread of the lab takes longer; all else is closed nevertheless
     */
    public void close(Duration patience) {
        requireNonNull(patience, "patience");
        synchronized (changes) {
            if (closed) {
                return;
            }
            closed = true;
        }
        AllSteps steps = new AllSteps();
        forEach(all(), NetworkNamespace::beginClose, steps);
        Deadline deadline = Deadline.in(patience);
        forEach(all(), namespace -> namespace.endClose(deadline), steps);
        steps.finish();
    }

    private Collection<NetworkNamespace> all() {
        return standing.namespaces().values();
    }

    private static void forEach(
            Collection<NetworkNamespace> namespaces, Consumer<NetworkNamespace> step, AllSteps steps) {
        for (NetworkNamespace namespace : namespaces) {
            steps.take(() -> {
                try {
                    step.accept(namespace);
                } catch (RuntimeException failure) {
                    if (failure instanceof IllegalStateException && !namespace.isOpen()) {
                        return; // the test has closed it by hand meanwhile
                    }
                    throw Refusals.explain("close the namespace", namespace.name(), null, failure);
                }
            });
        }
    }

    @Override
    public String toString() {
        return "lab " + standing.namespaces().keySet();
    }
}
