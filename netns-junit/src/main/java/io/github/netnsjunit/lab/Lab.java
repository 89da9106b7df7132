package io.github.netnsjunit.lab;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.lab.inside.BlankNamespaces;
import io.github.netnsjunit.lab.inside.LabInternals;
import io.github.netnsjunit.lab.leak.LeftProcesses;
import io.github.netnsjunit.lab.leak.LeftThreads;
import io.github.netnsjunit.lab.listing.LeftProcess;
import io.github.netnsjunit.lab.listing.LeftThread;
import io.github.netnsjunit.lab.names.NameCache;
import io.github.netnsjunit.lab.namespace.NamespaceInternals;
import io.github.netnsjunit.lab.namespace.ThreadWait;
import io.github.netnsjunit.lab.process.EndInOrder;
import io.github.netnsjunit.lab.provision.NetworksAhead;
import io.github.netnsjunit.lab.refusal.Refusals;
import io.github.netnsjunit.lab.system.ExposedNames;
import io.github.netnsjunit.lab.system.KeptConnections;
import io.github.netnsjunit.lab.system.Platform;
import io.github.netnsjunit.lab.waiting.AllSteps;
import io.github.netnsjunit.lab.waiting.Handoff;
import io.github.netnsjunit.lab.waiting.Outside;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A live network: the namespaces, links and routes of a topology. It has no name outside this process, unless it is {@linkplain #expose exposed}, and however the process
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
        LabInternals.provide(new LabAccess());
    }

    private final LabParts parts;
    private final LeftThreads leftThreads = new LeftThreads();
    private final LeftProcesses leftProcesses = new LeftProcesses();
    private final PartOwners owners = new PartOwners();

    /** The lock for adding parts, for taking them away, and for beginning to close the lab. */
    private final Object changes = new Object();

    private volatile boolean closed;

    private Lab(Libc libc, Topology topology, BlankNamespaces blanks) {
        this.parts = new LabParts(this, libc, topology, blanks);
    }

    /**
     * Makes a network. When this returns, it is complete; from Linux 6.8 on its links carry packets then, on an older kernel
     * perhaps a moment later. A bridge with the spanning tree protocol begins to
     * forward after about 4 s, which is waited for in a LAN, and with {@code awaitForwarding}.
     *
     * <p>Turns off Java's cache of host names and the idle connections that {@code HttpURLConnection} keeps, for the whole Java process;
     * see {@link #warmUp}.
     *
     * @throws UnsupportedPlatformException if this is not Linux on x86-64 or aarch64, or native code may not be loaded
     * @throws MissingPrivilegeException if the kernel refuses because a privilege is missing; the message says how to get it
     * @throws MissingFeatureException if the kernel lacks a feature that a part needs; the message says which, and how to get it
     * @throws LabException if anything else fails. It names the step, the namespace, the interface and the kernel's error. Nothing is
     *     left of the network then.
     */
    public static Lab create(Topology topology) {
        return create(requireNonNull(topology, "topology"), Platform.libc(), BlankNamespaces.ofProcess());
    }

    /** Makes all of it now, whatever was made ahead. */
    static Lab create(Topology topology, Libc libc) {
        return create(topology, libc, BlankNamespaces.NONE);
    }

    static Lab create(Topology topology, Libc libc, BlankNamespaces blanks) {
        Outside.startThread();
        NameCache.disable();
        KeptConnections.disable();
        Refusals.checkProbes();
        ExposedNames.sweepOnce();
        Lab lab = new Lab(libc, topology, blanks);
        lab.parts.make(topology, topology.parts(), false);
        lab.owners.add(lab, topology.declared());
        NetworksAhead.of(blanks).prepareForLike(topology);
        return lab;
    }

    /**
     * Adds parts to the network while it runs. They are checked together with the parts that the lab has, and made as those of a
     * topology are. From then on all namespaces know the names of the new ones. Closing the result takes the parts away again. If
     * several additions contain the same part, it stays until the last of them is closed. What recipes say follows: the routes that they
     * derive are taken away and made anew where they change. While another thread adds or takes away parts, this method waits.
     *
     * @throws io.github.netnsjunit.topology.TopologyException if the parts are wrong, by themselves or together with what the lab has.
     *     It lists all mistakes. Nothing is changed then.
     * @throws LabException if the kernel refuses one of the parts. Nothing is left of any of them then.
     * @throws IllegalStateException once the lab is closed
     */
    public Addition add(Part... parts) {
        Addition addition;
        synchronized (changes) {
            checkOpen();
            Topology before = topology();
            Topology after = before.with(parts);
            LabChange change = LabChange.between(before, after);
            change.remade().ifPresent(key -> {
                throw new IllegalArgumentException("the lab has the " + key
                        + " already, and would have to make it anew: declare it like this from the start");
            });
            this.parts.change(change);
            addition = new Addition(
                    this,
                    Arrays.stream(parts).map(after.outline()::sameAs).distinct().toList());
            owners.add(addition, addition.parts());
        }
        try {
            this.parts.names().update();
        } catch (RuntimeException | Error failure) {
            new AllSteps().take(addition::close).finishFor(failure);
            throw failure;
        }
        return addition;
    }

    /**
     * Lays a cable from a namespace of the lab to one outside, such as that of a running container, which
     * {@link NetworkNamespace#ofProcess} and {@link NetworkNamespace#ofPath} open. The topology of the lab does not contain it, and no host
     * name is made for the other end.
     *
     * @param cable a veth pair with one end in a namespace of the lab. The namespace of the other end may have any name
     * @throws IllegalArgumentException if the namespace is that of a lab, or the host's; or if the part is not such a cable
     * @throws io.github.netnsjunit.topology.TopologyException if the cable is wrong, by itself or beside what the lab has
     * @throws LabException if the kernel refuses, for example because the namespace has an interface of this name. Nothing is left then
     */
    public Joint join(NetworkNamespace outside, Part cable) {
        checkOpen();
        return Joint.make(this, outside, cable);
    }

    /**
     * Gives names to the namespaces that the lab has made, for a shell beside the test: {@code ip netns exec junit-4711-alice …} runs a
     * program in the namespace {@code alice} of the process 4711. If this process has such a name already, all get a number too, as
     * {@code junit-4711.2-alice}. Namespaces that are added later need another call.
     *
     * <p>The names are symbolic links in {@code /run/netns}, a directory that is made if it is missing; nothing else of the machine changes.
     * They disappear when the result, the namespace or the lab is closed. Those of a process that was killed lead nowhere, and are
     * deleted by the next process that makes a lab. If containers with PID namespaces of their own share the {@code /run/netns} of the
     * machine, their names look like these to each other, and are deleted too.
     *
     * @throws MissingPrivilegeException if this process may not write there, as in a user namespace. The message has the commands that
     *     enter the namespaces without names; see {@link NetworkNamespace#enterCommand}
     * @throws LabException if the machine has no room for the names, or no {@code /run}, or one that is read-only. The message has the commands too
     * @throws IllegalStateException once the lab is closed
     */
    public Exposure expose() {
        checkOpen();
        return Exposure.of(this);
    }

    /**
     * Takes away the parts of an addition, except those that have another owner too, and with them the parts that need them. Does
     * nothing if the lab is closed, because everything is gone then.
     */
    void remove(Addition addition) {
        AllSteps steps = new AllSteps();
        List<NamespaceInternals> ending = new ArrayList<>();
        synchronized (changes) {
            if (closed) {
                return;
            }
            Topology before = topology();
            Topology left = before.without(owners.release(addition).toArray(Part[]::new));
            LabChange change = LabChange.between(before, left);
            owners.forget(change.gone());

            Map<String, NetworkNamespace> kept =
                    new LinkedHashMap<>(parts.state().namespaces());
            kept.values()
                    .removeIf(namespace ->
                            left.outline().namespace(namespace.name()).isEmpty() && ending.add(namespace.internals()));
            ending.removeIf(namespace -> !namespace.isOpen()); // the test has closed it by hand
            parts.become(LabState.of(left, kept));
            steps.take(() -> endProcesses(ending));
            NamespaceInternals.forEach(ending, namespace -> namespace.beginClose(), steps);
            steps.take(() -> parts.takeBack(change));
            NamespaceInternals.forEach(ending, namespace -> namespace.network().removeCables(), steps);
            if (!change.fresh().isEmpty()) {
                steps.take(() -> parts.make(left, change.fresh(), true));
            }
        }
        // The lock is free by now: threads that are to end may need it.
        if (!ending.isEmpty()) {
            steps.take(() -> leftThreads.remember(ending));
            steps.take(() -> leftProcesses.end(ending));
        }
        ThreadWait wait = ThreadWait.of(Handoff.GRACE);
        NamespaceInternals.forEach(ending, namespace -> namespace.endClose(wait), steps);
        steps.take(() -> parts.names().update());
        steps.finish();
    }

    /**
     * Prepares, on a background thread, what the first lab of a Java process would otherwise have to wait for. It also makes two
     * namespaces ahead, or as many as the system property {@code netns.junit.ahead} allows: none if that is {@code off}, or if it is not
     * set and there is one processor. Also turns off Java's cache of host names, which would carry answers from one namespace to another,
     * and, unless the system property {@code http.keepAlive} is set, the idle connections of {@code HttpURLConnection}, over which a
     * server of another namespace would answer.
     *
     * <p>Returns at once. A second call does nothing. JUnit's launcher calls this by itself. Elsewhere call it before the first name is
     * looked up and the first such connection is made.
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
        Map<String, NetworkNamespace> namespaces = parts.state().namespaces();
        NetworkNamespace namespace = namespaces.get(name);
        if (namespace == null) {
            throw new IllegalArgumentException(
                    "the lab has no namespace [" + name + "]; it has " + namespaces.keySet());
        }
        return namespace;
    }

    /** The namespaces, in the order of the topology. */
    public List<NetworkNamespace> namespaces() {
        return List.copyOf(parts.state().namespaces().values());
    }

    /** The veth pairs, in the order of the topology. */
    public List<Cable> links() {
        return parts.state().links();
    }

    /**
     * The cable between two namespaces, whichever is named first.
     *
     * @throws IllegalArgumentException if there is none, or more than one; the message names the cables that there are
     */
    public Cable link(String one, String other) {
        return parts.state().link(one, other);
    }

    /** Whether the lab is still open. */
    public boolean isOpen() {
        return !closed;
    }

    /**
     * The description of what exists now: what the lab was made from, and what was {@linkplain #add added} and not taken away since.
     * Changes that were made by the methods of a single namespace, such as {@link NetworkNamespace#addVethPair}, are not in it.
     */
    public Topology topology() {
        return parts.state().topology();
    }

    /**
     * The threads that a test's code left in namespaces that the lab made, for example those of pools and clients. The lab's own threads
     * do not count. Namespaces that were taken away since do count. A namespace exists for as long as such a thread lives. Threads of
     * the JDK and of Netty that end by themselves are not reported, nor are threads that end within 0.1 s, or within 2 s if they are those
     * of gRPC.
     *
     * @throws IllegalStateException once the lab is closed
     */
    public List<LeftThread> leftThreads() {
        checkOpen();
        return leftThreads.find(all());
    }

    /**
     * The programs in namespaces that the lab made which were not started by {@code start(...)}, and those that have left the process
     * group of the one that was. They end with the lab, by SIGKILL. Programs that end within 0.1 s are not reported.
     *
     * @throws IllegalStateException once the lab is closed
     */
    public List<LeftProcess> leftProcesses() {
        checkOpen();
        return leftProcesses.find(all());
    }

    private void checkOpen() {
        if (!isOpen()) {
            throw new IllegalStateException("the " + this + " is closed");
        }
    }

    void endProcesses() {
        endProcesses(all());
    }

    private static void endProcesses(List<NamespaceInternals> namespaces) {
        EndInOrder.end(namespaces.stream().map(NamespaceInternals::processes).toList());
    }

    /** Ends the network. Its threads have 10 s to end; see {@link #close(Duration)}. */
    @Override
    public void close() {
        close(Handoff.GRACE);
    }

    /**
     * Ends the network: first its processes, the last started one first, then {@linkplain #leftProcesses left ones}, then its threads, which are interrupted
     * and awaited, then the network itself. Does nothing the second time.
     *
     * @param gracePeriod how long the threads may take to end after they were interrupted
     * @throws LabException if a thread of the lab takes longer; everything else is closed nevertheless
     */
    public void close(Duration gracePeriod) {
        requireNonNull(gracePeriod, "gracePeriod");
        close(() -> ThreadWait.of(gracePeriod));
    }

    /**
     * Ends the network.
     *
     * @param wait is asked for the deadlines when the threads have been interrupted
     */
    void close(Supplier<ThreadWait> wait) {
        synchronized (changes) {
            if (closed) {
                return;
            }
            closed = true;
        }
        AllSteps steps = new AllSteps()
                .take(() -> parts.wereEntered(enteredNamespaces()))
                .take(KeptConnections::checkOnce)
                .take(this::endProcesses);
        NamespaceInternals.forEach(all(), namespace -> namespace.beginClose(), steps);
        ThreadWait threadWait = wait.get();
        steps.take(() -> leftProcesses.end(all()));
        NamespaceInternals.forEach(all(), namespace -> namespace.endClose(threadWait), steps);
        steps.finish();
    }

    private Set<String> enteredNamespaces() {
        Set<String> entered = new HashSet<>();
        for (NamespaceInternals namespace : all()) {
            if (namespace.wasEntered()) {
                entered.add(namespace.name());
            }
        }
        return entered;
    }

    /** What its namespaces consist of, in the order of the topology. */
    List<NamespaceInternals> all() {
        return parts.state().namespaces().values().stream()
                .map(NetworkNamespace::internals)
                .toList();
    }

    @Override
    public String toString() {
        return "lab " + parts.state().namespaces().keySet();
    }
}
