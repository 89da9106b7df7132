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
 * A live network: the namespaces, links and routes of a topology, running in this process's kernel and nowhere else to be seen.
 * Whatever way the process ends, the kernel takes the network back. Safe for use by several threads.
 */
public final class Lab implements AutoCloseable {

    private final Topology topology;
    private final Map<String, NetworkNamespace> namespaces;
    private final List<Link> links;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Lab(Topology topology, Map<String, NetworkNamespace> namespaces) {
        this.topology = topology;
        this.namespaces = namespaces;
        this.links = topology.vethPairs().stream()
                .map(pair -> new Link(end(pair.left()), end(pair.right())))
                .toList();
    }

    /**
     * Makes a network; when this returns, it is there whole.
     *
     * @throws UnsupportedPlatformException if this is not Linux on x86-64 or aarch64, or native code may not be loaded
     * @throws MissingPrivilegeException if the kernel refuses for want of a privilege; the message says how to get it
     * @throws LabException if anything else fails, with the step, the namespace, the interface and the kernel's words; nothing of
     *     the network is left then
     */
    public static Lab create(Topology topology) {
        return create(requireNonNull(topology, "topology"), UnsupportedPlatformException.libc());
    }

    static Lab create(Topology topology, Libc libc) {
        Outside.settle();
        NameCache.disable();
        Privileges.checkProbes();
        HostsFile hosts = new HostsFile(topology);
        List<Provisioner.Made> all = onThreadOfItsOwn(new Provisioner(libc, topology));
        Map<String, NetworkNamespace> namespaces = new LinkedHashMap<>();
        for (Provisioner.Made made : all) {
            String name = made.declared().name();
            namespaces.put(
                    name,
                    new NetworkNamespace(
                            name, libc, made.network(), made.netlink(), networkOf(made), () -> hosts.text(name)));
        }
        return new Lab(topology, Collections.unmodifiableMap(namespaces));
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
     * Prepares, on a background thread, what the first lab of a Java process would otherwise wait for, and sees to it that Java's
     * name cache carries no answer from one namespace to another. Returns at once. To call it early is enough, and to call it
     * again does nothing.
     */
    public static void warmUp() {
        WarmUp.start();
    }

    private LinkEnd end(End end) {
        return new LinkEnd(namespace(end.namespace()), end.name());
    }

    /**
     * The namespace of a name.
     *
     * @throws IllegalArgumentException if there is none; the message names those that there are
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

    /** Whether it is not closed yet. */
    public boolean isOpen() {
        return !closed.get();
    }

    /** What the lab was made from. */
    public Topology topology() {
        return topology;
    }

    /**
     * The threads that stand in one of the lab's fresh namespaces and are none of its own: pools and clients that a test's code
     * started there. Each keeps its namespace alive for as long as it lives. The JDK's own that end by themselves, and
     * those that end within 0.1 s, are not told of.
     *
     * @throws IllegalStateException once the lab is closed
     */
    public List<LeftThread> leftThreads() {
        if (!isOpen()) {
            throw new IllegalStateException("the " + this + " is closed");
        }
        return LeftThreads.find(namespaces());
    }

    /** Ends the network; its threads may take 10 s to end. See {@link #close(Duration)}. */
    @Override
    public void close() {
        close(Handoff.GRACE);
    }

    /**
     * Ends the network: first its processes, then its threads, which are interrupted and awaited, then the network itself. Does
     * nothing the second time.
     *
     * @param patience how long its threads may take to end once they were interrupted
     * @throws LabException if a thread of the lab takes longer; all else is closed then
     */
    public void close(Duration patience) {
        long patienceNanos = TimeUnit.NANOSECONDS.convert(patience); // of centuries, the most there are
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
