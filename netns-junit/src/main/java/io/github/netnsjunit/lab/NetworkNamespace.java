package io.github.netnsjunit.lab;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.lab.inside.NamespaceHttpClient;
import io.github.netnsjunit.lab.inside.NamespaceOkHttp;
import io.github.netnsjunit.lab.inside.NamespaceSockets;
import io.github.netnsjunit.lab.leak.LeftProcesses;
import io.github.netnsjunit.lab.namespace.ForeignNamespace;
import io.github.netnsjunit.lab.namespace.NamespaceInternals;
import io.github.netnsjunit.lab.namespace.ThreadWait;
import io.github.netnsjunit.lab.process.EndInOrder;
import io.github.netnsjunit.lab.process.JavaCommand;
import io.github.netnsjunit.lab.waiting.AllSteps;
import io.github.netnsjunit.lab.waiting.Handoff;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.Offload;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.process.ExecResult;
import io.github.netnsjunit.process.NamespaceProcess;
import io.github.netnsjunit.route.StaticRoute;
import io.github.netnsjunit.service.RunningDnsServer;
import io.github.netnsjunit.topology.rules.Names;
import io.github.netnsjunit.topology.rules.NewAddress;
import java.nio.channels.ByteChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;
import okhttp3.OkHttpClient;

/**
 * A live network namespace: a network stack of its own, with its interfaces, addresses, routes and ports. Code runs inside it on
 * threads that enter it once and stay. There the host name is that of the namespace. Safe for use by several threads.
 *
 * <p>Methods that use the network throw {@link IllegalStateException} once the namespace is closed, {@link LabException} if the kernel
 * refuses, and {@link IllegalArgumentException} for an interface that does not exist, or a malformed name or address.
 */
public final class NetworkNamespace extends NetworkState implements AutoCloseable {

    private final String name;
    private final NamespaceInternals internals;

    NetworkNamespace(NamespaceInternals internals) {
        super(internals);
        this.name = internals.network().namespace();
        this.internals = internals;
    }

    /**
     * The network namespace of a running process, such as the first process of a container; see {@link #ofPath(Path)}.
     *
     * @param pid the process's id, as this process sees it
     * @throws LabException if there is no such process, or its namespace may not be entered
     */
    public static NetworkNamespace ofProcess(long pid) {
        return new NetworkNamespace(ForeignNamespace.ofProcess(pid));
    }

    /**
     * The network namespace at a path such as {@code /run/netns/blue_ns} or {@code /proc/123/ns/net}. It stays open until
     * {@link #close()}. Turns off Java's cache of host names, as {@link Lab#create} does.
     *
     * @throws LabException if there is no network namespace at the path, or it may not be entered
     */
    public static NetworkNamespace ofPath(Path path) {
        return new NetworkNamespace(ForeignNamespace.open(path.toString(), path));
    }

    /** The same, with the path as text. */
    public static NetworkNamespace ofPath(String path) {
        return ofPath(Path.of(path));
    }

    /** Its name in the topology; for a namespace from {@link #ofProcess} or {@link #ofPath} the process or the path. */
    public String name() {
        return name;
    }

    /** Whether the namespace is still open. */
    public boolean isOpen() {
        return internals.isOpen();
    }

    /** Runs a body inside and waits for it; see {@link #call}. */
    public void run(ThrowingRunnable body) throws Exception {
        call(() -> {
            body.run();
            return null;
        });
    }

    /**
     * Runs a body inside and waits for its result, as if the calling thread ran it: what it throws arrives as it was thrown, and an
     * interrupt of the calling thread is passed on. Calls never wait for one another. A call that is made from inside runs on the
     * calling thread.
     *
     * <p>From outside it runs on another thread, which does not have the locks of the calling thread. If the caller holds a lock that
     * the body takes, as {@code synchronized} does, both wait for each other until the caller is interrupted.
     *
     * @throws LabException with the body's stack, if the body runs on for 10 s after an interrupt; it is left running then. The message
     *     names a lock of the caller's for which it waits
     */
    public <T> T call(Callable<T> body) throws Exception {
        return threads().call(body);
    }

    /**
     * Makes daemon threads that enter the namespace before they run their task, and stay.
     *
     * <p>A socket belongs to the namespace of the thread that <em>opens</em> it, whichever threads serve it later. Netty, for example,
     * opens it on the thread that calls {@code bind} or {@code connect}: an event loop group with this factory that is bound from a
     * thread outside listens outside. So call such methods inside too, with {@link #run}.
     *
     * <p>When the namespace closes the threads are interrupted. If they still wait in a TCP or UDP socket after that, the socket is
     * closed, provided that a lab made the namespace and the kernel has CONFIG_INET_DIAG_DESTROY. Whoever makes a pool of such threads
     * has to shut it down: an interrupt does not end a pool's idle threads, nor an event loop. In a JUnit test a thread that has not
     * ended 1 s after its interrupt is reported as left, and fails the test only with {@code netns.junit.leaks=fail}. Making a thread
     * throws {@link LabException} if the kernel refuses to prepare the files that it is to see inside.
     */
    public ThreadFactory threadFactory() {
        return threads();
    }

    /**
     * A cached pool of threads inside, which is shut down with the namespace. The sockets that its tasks open are inside; a socket that
     * was opened outside stays outside, even if a task uses it. The pool accepts a task when a thread for it is inside. If no
     * thread may enter, it throws a {@link java.util.concurrent.RejectedExecutionException} whose cause is the kernel's refusal.
     */
    public ExecutorService executor() {
        return threads().executor();
    }

    /**
     * Starts a program inside, with this process's environment and working directory. It ends with the namespace.
     *
     * @throws LabException if it cannot be started
     */
    public NamespaceProcess start(String... command) {
        return process(command).start();
    }

    /**
     * Starts the {@code main} method of a class inside, in a Java process of its own. Its class path is this process's class
     * path and module path together.
     */
    public NamespaceProcess startJava(Class<?> main, String... arguments) {
        return javaProcess(main, arguments).start();
    }

    /** Describes such a Java process, as {@link #process} describes a program. Its options can be in {@code JDK_JAVA_OPTIONS}. */
    public NamespaceProcess.Builder javaProcess(Class<?> main, String... arguments) {
        return process(JavaCommand.of(main, arguments));
    }

    /** Runs a program inside to its end, for 10 s at most, and returns its exit code and output; see {@link NamespaceProcess.Builder#exec}. */
    public ExecResult exec(String... command) {
        return process(command).exec();
    }

    /** Describes a program to start inside, with an environment, a working directory or a time limit of its own. */
    public NamespaceProcess.Builder process(String... command) {
        return internals.processes().describe(command);
    }

    /** Makes sockets of this namespace, whichever thread asks for them and uses them. */
    public SocketFactory socketFactory() {
        return new NamespaceSockets.Clients(threads());
    }

    /** Makes server sockets of this namespace, whichever thread asks for them and uses them. */
    public ServerSocketFactory serverSocketFactory() {
        return new NamespaceSockets.Servers(threads());
    }

    /**
     * A new OkHttp client that connects and looks names up inside this namespace, whichever thread uses it. It shares nothing with
     * other clients, and is shut down with the namespace.
     *
     * @throws IllegalStateException also if {@code com.squareup.okhttp3:okhttp-jvm} is not on the class path
     */
    @SuppressWarnings("exports") // OkHttp is optional: only a module that uses this method has to require it
    public OkHttpClient okHttpClient() {
        try {
            return internals.lend(NamespaceOkHttp.client(threads()), NamespaceOkHttp::close);
        } catch (NoClassDefFoundError absent) {
            throw new IllegalStateException(NamespaceOkHttp.ABSENT + absent.getMessage(), absent);
        }
    }

    /**
     * A new HTTP client of the JDK that connects and looks names up inside this namespace, whichever thread uses it. It is shut down
     * with the namespace and not earlier: its method {@code close()}, which exists from JDK 21 on, does nothing. It refuses WebSockets
     * and push handlers, because the JDK would serve them from threads outside.
     */
    public java.net.http.HttpClient httpClient() {
        return internals.lend(NamespaceHttpClient.client(threads()), NamespaceHttpClient::shutDown);
    }

    /**
     * Lets a name stand for an address in all hosts files of the lab, at once and as long as the lab lives. It may be the address of any
     * host. Called again with the same name, from whatever namespace of the lab, it replaces the address.
     *
     * @param alias such as {@code db.example.test}
     * @throws IllegalArgumentException if it is no host name or the name of a namespace, or the other is no address
     * @throws IllegalStateException if this namespace is none of a lab
     */
    public void alias(String alias, String address) {
        internals.alias(alias, IpAddress.parse(address));
    }

    /**
     * The DNS server of this namespace: what it was asked, and what it is to answer from now on.
     *
     * @throws IllegalStateException if the lab has no {@link io.github.netnsjunit.service.DnsServer} here, or the namespace is closed
     */
    public RunningDnsServer dns() {
        return network().site().service(RunningDnsServer.class, "DNS server");
    }

    /**
     * Which offloads of an interface are on. {@link io.github.netnsjunit.link.LinkOptions} turns them off.
     *
     * @throws IllegalArgumentException if there is no such interface; the message names those that exist
     * @throws LabException if the kernel does not tell: it must be Linux 5.6 or later
     */
    public Set<Offload> offloads(String interfaceName) {
        return Offload.among(internals.activeFeatures(interfaceName));
    }

    /** Sets a kernel parameter of this namespace. In the host's namespace this is refused. See {@link #sysctl(String)}. */
    public void sysctl(String parameter, String value) {
        internals.sysctls().set(parameter, value);
    }

    /**
     * Loads rules for packets in the language of nft(8), all of them or none, beside those that are there. Takes the program {@code nft}
     * (Debian: {@code nftables}).
     *
     * @throws LabException if {@code nft} refuses them, with its words, in which lines and columns stand; or if it is missing
     */
    public void nft(String ruleset) {
        internals.rules().load(ruleset);
    }

    /**
     * Brings an interface up. When this returns, it carries packets and its addresses can be used, and so do the other end of a cable of
     * the lab and what lies over both, if these are up too.
     */
    public void linkUp(String interfaceName) {
        internals.setUp(interfaceName, true);
    }

    /**
     * Opens a TUN or TAP interface, however it was made. One read returns one packet that the namespace sends, and one write is one that
     * it receives: an Ethernet frame for TAP, an IP packet for TUN. The interface has a carrier as long as it is open; when this returns,
     * it can be used. A MACVTAP interface is opened too: then a read returns one frame that arrives from the
     * cable, and a write sends one there. Until a packet is read, the kernel keeps up to 1000, and drops the rest. Among them are those that the kernel sends by itself, as for IPv6.
     *
     * <p>The channel may be used by several threads, and closes with its interface or the namespace. Closing it, and interrupting a thread
     * that reads, end the read as with any {@link java.nio.channels.InterruptibleChannel}. A read returns -1 if a TUN or TAP was removed
     * by hand. {@link IllegalArgumentException} tells of a buffer that is too small for the packet, which then stays, and of bytes that can
     * be no packet; {@link java.io.IOException} of an interface that is down.
     *
     * @throws LabException if it is open already, and was declared without {@code multiQueue}
     */
    public ByteChannel openTap(String interfaceName) {
        return internals.openTap(interfaceName);
    }

    /** Takes an interface down. It loses the routes through it and its IPv6 addresses, as with {@code ip link set down}. */
    public void linkDown(String interfaceName) {
        internals.setUp(interfaceName, false);
    }

    /**
     * Adds an address with its prefix length, such as {@code 10.0.0.3/24}, to an interface. If the interface is up and has a carrier, the
     * address can be used when this returns. For {@code fd00::3/64 tentative} the kernel first looks for duplicates, which takes 1 to 2 s;
     * {@link #addresses()} then tells whether it found one. That is refused on an interface without neighbours, such as {@code lo}.
     */
    public void addAddress(String interfaceName, String address) {
        internals.addAddress(interfaceName, NewAddress.parse(address));
    }

    /** Removes an address with its prefix length from an interface. */
    public void removeAddress(String interfaceName, String address) {
        network().removeAddress(interfaceName, LinkAddress.parse(address));
        internals.updateNames();
    }

    /**
     * Tells the hosts on the link of an address, once and unasked, which MAC address it has: by gratuitous ARP, or an unsolicited neighbour
     * advertisement. So they find an address that has moved here. The interface must be up.
     *
     * @param address one that an interface of this namespace has, without a prefix
     * @throws IllegalArgumentException if no interface has it, or the one that has it has no neighbours
     */
    public void announce(String address) {
        internals.announce(IpAddress.parse(address));
    }

    /** Adds a route to a network such as {@code 10.1.0.0/16}, to an address, or to {@code default}, through a gateway. */
    public void addRoute(String to, String via) {
        addRoute(StaticRoute.of(name, to, via));
    }

    /** Adds a route; {@link IllegalArgumentException} if it is for another namespace, or malformed. */
    public void addRoute(StaticRoute route) {
        route.checkFor(name);
        internals.add(route);
    }

    /** Adds a default route through a gateway. */
    public void addDefaultRoute(String via) {
        addRoute(StaticRoute.defaultVia(name, via));
    }

    /**
     * Removes the route to a network, to an address, or to {@code default} from the main table. Of several it removes the one with the
     * lowest metric; of two default routes that of IPv4. {@link LabException} if there is none; the message names the routes that exist.
     */
    public void removeRoute(String to) {
        network().removeRoute(to);
    }

    /** Makes a veth pair with both ends in this namespace, both down, as {@code ip link add NAME type veth peer name PEER} does. */
    public void addVethPair(String interfaceName, String peerName) {
        Names.checkInterface(interfaceName);
        Names.checkInterface(peerName);
        internals.add(VethLink.between(
                End.of(name, interfaceName).down(), End.of(name, peerName).down()));
    }

    /**
     * Moves an interface to another namespace. The kernel takes it down and removes its addresses. To the host's namespace only an end
     * of a veth pair may be moved whose other end is elsewhere: it vanishes with the other end.
     */
    public void moveLink(String interfaceName, NetworkNamespace to) {
        network().moveLink(interfaceName, to.network());
        internals.updateNames();
        to.internals.updateNames();
    }

    /** Removes a link; the other end of a veth pair goes with it. */
    public void removeLink(String interfaceName) {
        network().removeLink(interfaceName);
        internals.updateNames();
    }

    /**
     * The command with which a shell beside the test enters this namespace, as long as it is open: {@code nsenter --target 4711 --net
     * --mount --uts}, with a program behind it or none. There it also sees the {@code /etc/hosts} of this namespace. The command works for
     * the user who runs the test, without privileges too. See {@link Lab#expose} for names.
     */
    public String enterCommand() {
        return Exposure.enterCommand(internals);
    }

    /**
     * Ends the threads, processes and clients that this object started inside, and gives the namespace up, which goes on existing if it
     * is from {@link #ofProcess} or {@link #ofPath}. A lab closes those that it made. Does nothing the second time.
     */
    @Override
    public void close() {
        if (isOpen()) {
            new AllSteps()
                    .take(() -> EndInOrder.end(List.of(internals.processes())))
                    .take(internals::beginClose)
                    .take(() -> LeftProcesses.endIn(List.of(internals)))
                    .take(() -> internals.endClose(ThreadWait.of(Handoff.GRACE)))
                    .finish();
        }
    }

    @Override
    public String toString() {
        return "namespace " + name;
    }
}
