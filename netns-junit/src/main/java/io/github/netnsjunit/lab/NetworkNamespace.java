package io.github.netnsjunit.lab;

import io.github.netnsjunit.kernel.NetlinkSocket;
import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;
import okhttp3.OkHttpClient;

/**
 * A live network namespace: a network stack of its own, with its interfaces, addresses, routes and ports. Code runs inside on
 * threads that entered it for life. Safe for use by several threads.
 *
 * <p>Every method throws {@link IllegalStateException} once the namespace is closed, and {@link LabException} if the kernel refuses.
 */
public final class NetworkNamespace implements AutoCloseable {

    private final String name;
    private final Libc libc;
    private final Descriptor descriptor;
    private final PrivateViews views;
    private final Occupants occupants;
    private final NetlinkSocket netlink;
    private final NamespaceNetwork network;

    /**
     * A namespace that exists.
     *
     * @param netlink a socket of it
     * @param network what the kernel says of it by that socket
     * @param hosts the text of its {@code /etc/hosts}
     */
    NetworkNamespace(
            String name,
            Libc libc,
            Descriptor descriptor,
            NetlinkSocket netlink,
            NamespaceNetwork network,
            Supplier<String> hosts) {
        this.name = name;
        this.libc = libc;
        this.descriptor = descriptor;
        this.netlink = netlink;
        this.views = new PrivateViews(name, libc, descriptor, hosts);
        this.occupants = new Occupants(
                name, new NamespaceThreads(name, views), new NamespaceProcesses(name, libc, descriptor, views));
        this.network = network;
    }

    /**
     * The network namespace of a running process, for example of a container's first. It stays open until it is closed here.
     *
     * @param pid the process's id, as this process sees it
     * @throws LabException if there is no such process or it may not be entered
     */
    public static NetworkNamespace ofProcess(long pid) {
        if (ProcessHandle.of(pid).isEmpty()) {
            throw new LabException("there is no process " + pid, null);
        }
        return ForeignNamespace.open("process " + pid, Path.of("/proc", Long.toString(pid), "ns", "net"));
    }

    /**
     * The network namespace that a path names, such as {@code /run/netns/blue_ns} or {@code /proc/123/ns/net}.
     *
     * @throws LabException if the path names none or it may not be entered
     */
    public static NetworkNamespace ofPath(Path path) {
        return ForeignNamespace.open(path.toString(), path);
    }

    /** What the topology calls it. */
    public String name() {
        return name;
    }

    /** Whether it is not closed yet. */
    public boolean isOpen() {
        return !descriptor.isClosed();
    }

    /** Runs a body inside and waits for it; see {@link #call}. */
    public void run(ThrowingRunnable body) throws Exception {
        call(() -> {
            body.run();
            return null;
        });
    }

    /**
     * Runs a body inside and waits for its result, as if the calling thread ran it: what it throws arrives as it is, and an
     * interrupt is passed on. Calls do not wait behind one another. A call made from inside runs on the calling thread.
     */
    public <T> T call(Callable<T> body) throws Exception {
        return threads().call(body);
    }

    /**
     * The same on a new thread that is born of the calling one, and so inherits its inheritable thread-locals: for whole test bodies.
     *
     * @param patience how long the body may take to end once the calling thread was interrupted
     * @throws LabException with the body's stack, if it takes longer; it is left running then
     */
    public <T> T callOnNewThread(Callable<T> body, Duration patience) throws Exception {
        return threads().callOnNewThread(body, patience);
    }

    /** Threads that enter the namespace before they run their task, and stay. They are interrupted when the namespace closes. */
    public ThreadFactory threadFactory() {
        return threads();
    }

    /** An executor all of whose threads are inside; one for the namespace, which ends with it. */
    public ExecutorService executor() {
        return threads().executor();
    }

    /**
     * Starts a program inside, with this process's environment and working directory.
     *
     * @throws LabException if it cannot be started
     */
    public NamespaceProcess start(String... command) {
        return process(command).start();
    }

    /** Starts the {@code main} method of a class in a Java process of its own inside, with this process's class path. */
    public NamespaceProcess startJava(Class<?> main, String... arguments) {
        return start(NamespaceProcesses.javaCommand(main, arguments));
    }

    /** A program to be started inside, with an environment and a working directory of its own. */
    public NamespaceProcess.Builder process(String... command) {
        return new NamespaceProcess.Builder(occupants.processes(), List.of(command));
    }

    /** Sockets of this namespace, whichever thread makes and uses them. */
    public SocketFactory socketFactory() {
        return new NamespaceSockets.Clients(this);
    }

    /** Server sockets of this namespace, whichever thread makes and uses them. */
    public ServerSocketFactory serverSocketFactory() {
        return new NamespaceSockets.Servers(this);
    }

    /**
     * A new OkHttp client whose connections and look-ups are this namespace's, whichever thread uses it. It shares nothing with
     * other clients, and is shut down with the namespace.
     *
     * @throws IllegalStateException also if {@code com.squareup.okhttp3:okhttp-jvm} is not on the class path
     */
    @SuppressWarnings("exports") // whoever names it requires it: else OkHttp would not be optional
    public OkHttpClient okHttpClient() {
        try {
            return occupants.lend(NamespaceOkHttp.client(this), NamespaceOkHttp::close);
        } catch (NoClassDefFoundError absent) {
            throw new IllegalStateException(
                    "OkHttp is not on the class path. Add com.squareup.okhttp3:okhttp-jvm:5.x to the test dependencies"
                            + " (not okhttp, whose jar is empty under Maven).",
                    absent);
        }
    }

    /**
     * A new HTTP client of the JDK whose connections and look-ups are this namespace's, whichever thread uses it. It is shut down
     * with the namespace. It refuses WebSockets and handlers for pushes, which the JDK would serve from threads of its own.
     */
    public java.net.http.HttpClient httpClient() {
        return occupants.lend(NamespaceHttpClient.client(this), NamespaceHttpClient::shutDown);
    }

    /**
     * The address of a host, as code inside finds it; an address in figures is not looked up.
     *
     * @throws UnknownHostException if there is none
     */
    public InetAddress resolve(String hostName) throws UnknownHostException {
        return resolveAll(hostName).get(0);
    }

    /** All addresses of a host; see {@link #resolve}. */
    public List<InetAddress> resolveAll(String hostName) throws UnknownHostException {
        if (hostName.isBlank()) { // which Java would take for the loopback
            throw new IllegalArgumentException("a host's name is not blank");
        }
        return callChecked(() -> List.of(InetAddress.getAllByName(hostName)));
    }

    /** The interfaces, as the kernel describes them now. */
    public List<Interface> interfaces() {
        return network.interfaces();
    }

    /**
     * The interface of a name, as the kernel describes it now.
     *
     * @throws IllegalArgumentException if there is none; the message names those that there are
     */
    public Interface interfaceNamed(String interfaceName) {
        return network.interfaceNamed(interfaceName);
    }

    /** The addresses of all interfaces. */
    public List<InterfaceAddress> addresses() {
        return interfaces().stream().flatMap(each -> each.addresses().stream()).toList();
    }

    /** The routes of the main routing table, IPv4 and IPv6. */
    public List<RouteEntry> routes() {
        return network.routes();
    }

    /** What is known of the link-layer addresses of other hosts. */
    public List<Neighbour> neighbours() {
        return network.neighbours();
    }

    /**
     * The forwarding table of a bridge of this namespace.
     *
     * @throws IllegalArgumentException if there is no bridge of this name
     */
    public List<ForwardingEntry> forwardingTable(String bridge) {
        return network.forwardingTable(bridge);
    }

    /** The TCP ports that something in this namespace listens on. */
    public Set<Integer> listeningPorts() {
        try {
            return callChecked(ListeningPorts::ofThisThread);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * A kernel parameter of this namespace.
     *
     * @param parameter below {@code net.}, as sysctl(8) writes it
     */
    public String sysctl(String parameter) {
        checkSysctl(parameter);
        try {
            return callChecked(() -> Sysctl.read(parameter));
        } catch (IOException unreadable) {
            throw new LabException(
                    "namespace [" + name + "] has no kernel parameter [" + parameter + "] that can be read",
                    unreadable);
        }
    }

    /** Sets a kernel parameter of this namespace; the host's are refused. */
    public void sysctl(String parameter, String value) {
        checkSysctl(parameter);
        network.checkSysctlChange(parameter);
        try {
            callChecked(() -> {
                Sysctl.write(libc, parameter, value);
                return value;
            });
        } catch (LinuxException | UnsupportedOperationException refused) {
            throw Refusals.explain("set " + parameter + " to [" + value + "]", name, null, refused);
        }
    }

    private static void checkSysctl(String parameter) {
        Names.sysctlMistake(parameter).ifPresent(mistake -> {
            throw new IllegalArgumentException(mistake);
        });
    }

    /** Brings an interface up. */
    public void linkUp(String interfaceName) {
        network.setUp(interfaceName, true);
    }

    /** Takes an interface down. The routes through it and its IPv6 addresses are gone then, as with {@code ip link set down}. */
    public void linkDown(String interfaceName) {
        network.setUp(interfaceName, false);
    }

    /** Adds an address with prefix, such as {@code 10.0.0.3/24}, to an interface. */
    public void addAddress(String interfaceName, String address) {
        network.addAddress(interfaceName, address);
    }

    /** Removes an address with prefix from an interface. */
    public void removeAddress(String interfaceName, String address) {
        network.removeAddress(interfaceName, address);
    }

    /** Adds a route to a prefix, or to {@code default}, through a gateway. */
    public void addRoute(String to, String via) {
        addRoute(StaticRoute.of(name, to, via));
    }

    /**
     * Adds a route.
     *
     * @throws IllegalArgumentException if it is one of another namespace, or malformed
     */
    public void addRoute(StaticRoute route) {
        if (!route.namespace().equals(name)) {
            throw new IllegalArgumentException("[" + route + "] is not of namespace [" + name + "]");
        }
        network.addRoute(route);
    }

    /** Adds the default route through a gateway. */
    public void addDefaultRoute(String via) {
        addRoute(StaticRoute.defaultVia(name, via));
    }

    /** Removes the route to a prefix, or to {@code default}. */
    public void removeRoute(String to) {
        network.removeRoute(to);
    }

    /** Makes a veth pair with both ends here, down, as {@code ip link add NAME type veth peer name PEER} does. */
    public void addVethPair(String interfaceName, String peerName) {
        network.addVethPair(interfaceName, peerName);
    }

    /** Moves an interface to another namespace; it loses its addresses and goes down on the way. */
    public void moveLink(String interfaceName, NetworkNamespace to) {
        network.moveLink(interfaceName, to.network);
    }

    /** Removes a link; a veth's other end goes with it. */
    public void removeLink(String interfaceName) {
        network.removeLink(interfaceName);
    }

    <T, X extends Exception> T callChecked(CheckedBody<T, X> body) throws X {
        return threads().callChecked(body);
    }

    NamespaceThreads threads() {
        return occupants.threads();
    }

    boolean isHost() {
        return network instanceof HostNetwork;
    }

    /** Whether a thread is one that this namespace itself needs. */
    boolean owns(int tid) {
        return threads().owns(tid) || views.keeperTid() == tid;
    }

    /** The file that {@code /proc} shows for it: equal for equal namespaces. */
    Path path() {
        return Path.of("/proc/thread-self/fd", Integer.toString(descriptor.number()));
    }

    /** Tells what runs inside to end. */
    void beginClose() {
        occupants.beginClose();
    }

    /** Waits for its end, and gives the namespace up. */
    void endClose(long deadline) {
        if (!isOpen()) {
            return;
        }
        new AllSteps()
                .take(() -> occupants.endClose(deadline))
                .take(network::removeGuests)
                .take(views::close)
                .take(netlink::close)
                .take(descriptor::close)
                .finish();
    }

    /**
     * Ends what runs inside and gives the namespace up. A lab closes its own; this is for those of {@link #ofProcess} and
     * {@link #ofPath}, which go on existing elsewhere.
     */
    @Override
    public void close() {
        if (isOpen()) {
            long deadline = System.nanoTime() + Handoff.GRACE.toNanos();
            new AllSteps().take(this::beginClose).take(() -> endClose(deadline)).finish();
        }
    }

    @Override
    public String toString() {
        return "namespace " + name;
    }
}
