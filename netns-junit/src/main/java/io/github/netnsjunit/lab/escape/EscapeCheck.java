package io.github.netnsjunit.lab.escape;

import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.kernel.socket.ProcessSocket;
import io.github.netnsjunit.lab.jvm.JvmNetwork;
import io.github.netnsjunit.lab.system.KernelThread;
import io.github.netnsjunit.lab.system.NetworkIdentity;
import io.github.netnsjunit.lab.system.Platform;
import io.github.netnsjunit.lab.waiting.Remaining;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds sockets that were opened since this check began, are still open, and are in the host's namespace or in that of a closed lab. Also
 * finds the threads in closed labs that have worked since. It asks the kernel, so it does not matter who opened a socket, or how. Only
 * IPv4 and IPv6 sockets count.
 */
public final class EscapeCheck {

    /** The cookies of the sockets that were told already. Each is told once. */
    private static final Set<Long> TOLD = ConcurrentHashMap.newKeySet();

    /** For each thread in a closed lab that was told: its switches then. */
    private static final Map<KernelThread, Long> TOLD_THREADS = new ConcurrentHashMap<>();

    private final Libc libc = Platform.libc();
    /** The cookies of the sockets that do not count, because they were open before. */
    private final Set<Long> before;
    /** If this is set, only these count. */
    private @Nullable Set<Long> counted;

    private final Map<KernelThread, Long> switchesBefore = new HashMap<>();

    private EscapeCheck() {
        this.before = cookies(libc);
        ClosedNetworks.threads()
                .keySet()
                .forEach(thread -> thread.switches().ifPresent(count -> switchesBefore.put(thread, count)));
    }

    /** Begins a check. What is open now does not count. */
    public static EscapeCheck begin() {
        return new EscapeCheck();
    }

    /** Runs a step, and returns the cookies of the sockets that were opened meanwhile and are still open. */
    public static Set<Long> openedBy(Runnable step) {
        Libc libc = Platform.libc();
        Set<Long> before = cookies(libc);
        step.run();
        Set<Long> opened = cookies(libc);
        opened.removeAll(before);
        return opened;
    }

    private static Set<Long> cookies(Libc libc) {
        return DescriptorTable.sockets(libc).stream().map(ProcessSocket::cookie).collect(Collectors.toSet());
    }

    /** Says that some sockets do not count, as if they had been open before. */
    public void doNotCount(Set<Long> cookies) {
        before.addAll(cookies);
    }

    /** Says that sockets which are opened from now on do not count. */
    public void stopCounting() {
        if (counted == null) {
            counted = cookies(libc);
        }
    }

    /** The servers of this process that are outside now, whoever opened them and when. Each listens for TCP connections. */
    public static List<OutsideServer> servers() {
        Map<Long, OutsideServer> found = new TreeMap<>();
        for (ProcessSocket socket : DescriptorTable.sockets(Platform.libc())) {
            ifOpen(socket, () -> outside(socket, false).filter(OutsideSocket::listening))
                    .ifPresent(server -> found.put(socket.cookie(), OutsideServer.of(server)));
        }
        return List.copyOf(found.values());
    }

    /**
     * Describes the sockets that are outside, each in a few sentences: what it is, where it is, from which thread it may have come, and
     * how to keep it inside. Waits up to 0.1 s for sockets that are being closed.
     *
     * @param hostIsInside whether the host's namespace is a part of the lab
     */
    public List<String> sockets(boolean hostIsInside) {
        List<OutsideSocket> outside = Remaining.of(() -> find(hostIsInside));
        if (outside.isEmpty()) {
            return List.of();
        }
        outside.forEach(each -> TOLD.add(each.socket().cookie()));
        SocketThreads threads = new SocketThreads();
        return outside.stream().map(each -> each.describe(threads)).toList();
    }

    private List<OutsideSocket> find(boolean hostIsInside) {
        List<ProcessSocket> all = DescriptorTable.sockets(libc);
        Map<Long, OutsideSocket> found = new TreeMap<>(); // by cookie: two descriptors may refer to the same socket
        for (ProcessSocket socket : all) {
            if (!isOlder(socket) && (counted == null || counted.contains(socket.cookie()))) {
                ifOpen(socket, () -> outside(socket, hostIsInside))
                        .ifPresent(outside -> found.put(socket.cookie(), outside));
            }
        }
        return found.values().stream()
                .filter(outside -> all.stream().noneMatch(server -> hasAccepted(server, outside)))
                .toList();
    }

    private boolean isOlder(ProcessSocket socket) {
        return before.contains(socket.cookie()) || TOLD.contains(socket.cookie());
    }

    private static Optional<OutsideSocket> outside(ProcessSocket socket, boolean hostIsInside) {
        if (!socket.isInternet()) {
            return Optional.empty();
        }
        Path network = networkOf(socket);
        Optional<String> place = network.equals(Host.NETWORK)
                ? Optional.of("the host's namespace").filter(host -> !hostIsInside)
                : ofJvm(network)
                        .or(() -> ClosedNetworks.ownerOf(network).map(owner -> "the closed network of " + owner));
        return place.map(name -> OutsideSocket.of(socket, network, name));
    }

    /** What messages call the network of the whole JVM, if it is that one. To a lab inside, it is outside as the machine's is. */
    private static Optional<String> ofJvm(Path network) {
        return JvmNetwork.identity()
                .filter(network::equals)
                .map(jvm -> "the network of the whole JVM, outside the test's own");
    }

    /** Whether an older server has accepted this connection. It accepts whoever connects, which need not be the test. */
    private boolean hasAccepted(ProcessSocket server, OutsideSocket connection) {
        return isOlder(server)
                && ifOpen(
                                server,
                                () -> Optional.of(server.isInternet()
                                        && server.isListening()
                                        && server.localAddress().getPort() == connection.acceptingPort()
                                        && networkOf(server).equals(connection.network())))
                        .orElse(false);
    }

    /** What the kernel says of a socket; nothing if its owner closes it meanwhile. */
    private static <T> Optional<T> ifOpen(ProcessSocket socket, Supplier<Optional<T>> question) {
        Optional<T> answer;
        try {
            answer = question.get();
        } catch (LinuxException failure) {
            if (socket.isOpen()) {
                throw failure;
            }
            return Optional.empty();
        }
        return socket.isOpen() ? answer : Optional.empty();
    }

    private static Path networkOf(ProcessSocket socket) {
        try (Descriptor network = socket.network()) {
            return NetworkIdentity.of(network);
        } catch (LinuxException refused) {
            if (refused.errno() == Errno.EPERM) {
                return Host.NETWORK; // the only one in which this process can be without owning it
            }
            throw refused;
        }
    }

    /**
     * Describes the threads in closed labs that have worked since the check began and may have worked for a test, a sentence for each
     * test that left some.
     */
    public List<String> threadsInClosedNetworks() {
        Map<KernelThread, String> inClosed = ClosedNetworks.threads();
        TOLD_THREADS.keySet().retainAll(inClosed.keySet());
        Map<KernelThread, Long> working = new HashMap<>();
        inClosed.keySet()
                .forEach(thread -> thread.switches().ifPresent(now -> {
                    if (now
                            > Math.max(
                                    switchesBefore.getOrDefault(thread, 0L), TOLD_THREADS.getOrDefault(thread, 0L))) {
                        working.put(thread, now);
                    }
                }));
        if (working.isEmpty()) {
            return List.of();
        }
        SocketThreads known = new SocketThreads();
        working.keySet().removeIf(thread -> !known.mayWorkForTests(thread));
        TOLD_THREADS.putAll(working);
        Map<String, List<KernelThread>> byOwner = working.keySet().stream()
                .collect(Collectors.groupingBy(inClosed::get, TreeMap::new, Collectors.toList()));
        return byOwner.entrySet().stream()
                .map(
                        entry -> "threads " + known.names(entry.getValue().stream()) + " are in the closed network of "
                                + entry.getKey()
                                + ", and worked during this test. A pool stays where it was first used: what it is given now"
                                + " runs there. End it in the test that starts it, or use executor() of a namespace, which ends with it.")
                .toList();
    }
}
