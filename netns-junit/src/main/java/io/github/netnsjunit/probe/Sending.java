package io.github.netnsjunit.probe;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.address.Parsed;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.probe.Reachability.NotReached;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** Sends a probe: resolves the name of the host, and tries each address on a thread of the namespace. */
final class Sending {

    private Sending() {}

    /** Finds the addresses of a host. */
    @FunctionalInterface
    interface Resolution {
        List<InetAddress> of(String host) throws UnknownHostException;
    }

    /** Exchanges packets with an address. Runs on a thread of the namespace. */
    @FunctionalInterface
    interface Exchange {
        Reachability with(InetAddress address, Waiting waiting) throws InterruptedException;
    }

    /**
     * An address that was not reached.
     *
     * @param started when the first packet was sent to it, as {@link System#nanoTime()} tells it
     */
    private record Failure(InetAddress address, long started, NotReached result) {}

    static void checkHost(String host) {
        requireNonNull(host, "host");
        if (host.isBlank()) { // Java would resolve it to the loopback address
            throw new IllegalArgumentException("a probe's host must be a name or an address, not blank");
        }
    }

    static void checkTimeout(Duration timeout) {
        requireNonNull(timeout, "timeout");
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("a probe's timeout must be positive: " + timeout);
        }
    }

    /**
     * Sends a probe to the addresses of its host in turn until one is reached. Each address gets an equal share of the timeout.
     * If none is reached, the result has the reason of the first.
     */
    static Reachability send(Probe probe, Resolution resolution, Exchange exchange) throws InterruptedException {
        NetworkNamespace namespace = probe.namespace();
        List<InetAddress> addresses;
        try {
            addresses = resolution.of(probe.host());
        } catch (UnknownHostException unknown) {
            return new NotReached(Unreachable.UNKNOWN_HOST, String.valueOf(unknown.getMessage()));
        }
        Duration share = probe.timeout().dividedBy(addresses.size());
        List<Failure> failures = new ArrayList<>();
        for (InetAddress address : addresses) {
            long started = System.nanoTime();
            Reachability result = callInside(namespace, () -> exchange.with(address, Waiting.in(share)));
            if (!(result instanceof NotReached failure)) {
                return result;
            }
            failures.add(new Failure(address, started, failure));
        }
        NeighbourTable neighbours = new NeighbourTable(namespace);
        Map<InetAddress, NotReached> explained = new LinkedHashMap<>();
        for (Failure each : failures) {
            Duration waited = Duration.ofNanos(System.nanoTime() - each.started);
            explained.put(each.address, neighbours.explain(each.result, each.address, waited));
        }
        boolean literal = Parsed.of(probe.host(), IpAddress::parse).value().isPresent();
        return literal ? explained.values().iterator().next() : combine(explained);
    }

    /**
     * Runs a body on a thread of the namespace.
     *
     * @throws IllegalStateException if the namespace is closed, before the call or meanwhile
     */
    static <T> T callInside(NetworkNamespace namespace, Callable<T> body) throws InterruptedException {
        try {
            return namespace.call(body);
        } catch (LinuxException failure) {
            checkOpen(namespace, failure);
            throw failure;
        } catch (InterruptedException | RuntimeException failure) {
            throw failure;
        } catch (Exception impossible) {
            throw new AssertionError(impossible); // no body throws another checked exception
        }
    }

    /**
     * Throws if the namespace is being closed: that is then the cause of the failure, because it begins with the end of all
     * sockets in the namespace.
     */
    private static void checkOpen(NetworkNamespace namespace, LinuxException failure) {
        try {
            var unused = namespace.executor(); // throws once the namespace is being closed
        } catch (IllegalStateException closed) {
            throw new IllegalStateException(closed.getMessage(), failure);
        }
    }

    /** Also tells what the name resolved to. */
    private static NotReached combine(Map<InetAddress, NotReached> failures) {
        NotReached first = failures.values().iterator().next();
        return new NotReached(
                first.reason(),
                failures.entrySet().stream()
                        .map(each -> IpAddress.text(each.getKey()) + ": "
                                + each.getValue().detail())
                        .collect(Collectors.joining("; ")));
    }
}
