package io.github.netnsjunit.lab;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.kernel.libc.Libc;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A live network: the namespaces, links and routes of a topology. It has no name outside this process, and however the process
 * ends, the kernel takes the network back. Safe for use by several threads.
 *
 * <pre>{@code
 * Topology topology = Topology.builder()
 *         .namespace("root_ns")
 *         .namespace("blue_ns")
 *         .vethPair(End.of("root_ns", "veth_root_ns", "10.0.0.1/24"), End.of("blue_ns", "veth_blue_ns", "10.0.0.2/24"))
 *         .defaultRoute("blue_ns", "10.0.0.1")
 *         .build();
 * try (Lab lab = Lab.create(topology)) {
 *     assertThat(lab.namespace("blue_ns")).canPing("root-ns");
 * }
 * }</pre>
 */
public final class Lab implements AutoCloseable {

    private final Topology topology;
    private final Map<String, NetworkNamespace> namespaces;
    private final List<Link> links;
    private final LeftThreads leftThreads;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Lab(Topology topology, Map<String, NetworkNamespace> namespaces, LeftThreads leftThreads) {
        this.topology = topology;
        this.namespaces = namespaces;
        this.leftThreads = leftThreads;
        this.links = topology.vethPairs().stream()
                .map(pair -> new Link(end(pair.left()), end(pair.right())))
                .toList();
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
        Privileges.checkProbes();
        HostsFile hosts = new HostsFile(topology);
        LeftThreads leftThreads = new LeftThreads();
        List<Provisioner.Made> all = onThreadOfItsOwn(new Provisioner(libc, topology));
        Map<String, NetworkNamespace> namespaces = new LinkedHashMap<>();
        for (Provisioner.Made made : all) {
            String name = made.declared().name();
            namespaces.put(
                    name,
                    new NetworkNamespace(
                            name,
                            libc,
                            made.network(),
                            made.netlink(),
                            networkOf(made),
                            () -> hosts.text(name),
                            !made.declared().host(),
                            unblocking(libc, made)));
        }
        return new Lab(topology, Collections.unmodifiableMap(namespaces), leftThreads);
    }

    /** The host's sockets are not a lab's to touch. */
    private static Runnable unblocking(Libc libc, Provisioner.Made made) {
        return made.declared().host() ? () -> {} : () -> OpenSockets.destroy(libc, made.network());
    }

    private static NamespaceNetwork networkOf(Provisioner.Made made) {
        String name = made.declared().name();
        return made.declared().host()
                ? new HostNetwork(name, made.network(), made.netlink(), made.indexes())
                : new NamespaceNetwork(name, made.network(), made.netlink());
    }

    private static List<Provisioner.Made> onThreadOfItsOwn(Provisioner provisioner) {
        Handoff<List<Provisioner.Made>> handoff = new Handoff<>(provisioner::provision);
        Thread thread = new Thread(handoff, "netns provisioner");
        thread.setDaemon(true);
        thread.start();
        return handoff.awaitRegardless(); // an interrupt must not leave a network behind that nobody knows
    }

    /**
     * Prepares, on a background thread, what the first lab of a Java process would otherwise wait for, and turns off Java's cache
     * of host names, which would carry answers from one namespace to another. Returns at once. A second call does nothing.
     * JUnit's launcher gets this called by itself; elsewhere call it before the first name is looked up.
     */
    public static void warmUp() {
        WarmUp.start();
    }

    private LinkEnd end(End end) {
        return new LinkEnd(namespace(end.namespace()), end.name());
    }

    /**
     * The namespace with this name.
     *
     * @throws IllegalArgumentException if there is none; the message names the namespaces that exist
     */
    public NetworkNamespace namespace(String name) {
        NetworkNamespace namespace = namespaces.get(name);
        if (namespace == null) {
            throw new IllegalArgumentException(
                    "the lab has no namespace [" + name + "]; it has " + namespaces.keySet());
        }
        return namespace;
    }

    /** The namespaces, in the order of the topology. */
    public List<NetworkNamespace> namespaces() {
        return List.copyOf(namespaces.values());
    }

    /** The veth pairs, in the order of the topology. */
    public List<Link> links() {
        return links;
    }

    /** Whether it is still open. */
    public boolean isOpen() {
        return !closed.get();
    }

    /** What the lab was made from. */
    public Topology topology() {
        return topology;
    }

    /**
     * The threads that are inside one of the lab's fresh namespaces but are not its own: those of pools and clients that a test's
     * code started there. Each keeps its namespace alive for as long as it lives. Threads of the JDK that end by themselves, and
     * any that end within 0.1 s, are not reported.
     *
     * @throws IllegalStateException once the lab is closed
     */
    public List<LeftThread> leftThreads() {
        if (!isOpen()) {
            throw new IllegalStateException("the " + this + " is closed");
        }
        return leftThreads.find(namespaces());
    }

    /**
     * Ends the network's programs, as {@link #close()} does first of all; none can be started after this. For what is to be cleared
     * away when they have ended, while the network still stands.
     */
    public void endProcesses() {
        AllSteps steps = new AllSteps();
        forEach(namespace -> namespace.processes().beginClose(), steps);
        forEach(namespace -> namespace.processes().endClose(), steps);
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
        long patienceNanos = TimeUnit.NANOSECONDS.convert(patience); // at most, of centuries
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        AllSteps steps = new AllSteps();
        forEach(NetworkNamespace::beginClose, steps);
        long deadline = System.nanoTime() + patienceNanos;
        forEach(namespace -> namespace.endClose(deadline), steps);
        steps.finish();
    }

    private void forEach(Consumer<NetworkNamespace> step, AllSteps steps) {
        for (NetworkNamespace namespace : namespaces.values()) {
            steps.take(() -> {
                try {
                    step.accept(namespace);
                } catch (RuntimeException failure) {
                    throw Refusals.explain("close the namespace", namespace.name(), null, failure);
                }
            });
        }
    }

    @Override
    public String toString() {
        return "lab " + namespaces.keySet();
    }
}
