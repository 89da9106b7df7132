package io.github.netnsjunit.probe;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.address.IpAddress;
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

/** What every probe's sending has in common: the name, the namespace's thread, the time. */
final class Sending {

    private Sending() {}

    /** What finds the addresses of a host. */
    @FunctionalInterface
    interface Resolution {
        List<InetAddress> of(String host) throws UnknownHostException;
    }

    /** One exchange of packets with an address, on a thread of the namespace. */
    @FunctionalInterface
    interface Exchange {
        Reachability with(InetAddress address, Waiting waiting) throws InterruptedException;
    }

    /** What came of one address, and when it was first asked, as a moment of {@link System#nanoTime()}. */
    private record Failure(InetAddress address, long begun, NotReached result) {}

    static void checkHost(String host) {
        requireNonNull(host, "host");
        if (host.isBlank()) { // which Java would take for the loopback
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
     * Sends a probe to a host's addresses in turn until one is reached; each has an equal share of the timeout. Where none is reached,
     * the first tells the reason.
     */
    static Reachability of(Probe probe, Resolution resolution, Exchange exchange) throws InterruptedException {
        NetworkNamespace namespace = probe.namespace();
        List<InetAddress> addresses;
        try {
            addresses = resolution.of(probe.host());
        } catch (UnknownHostException unknown) {
            return new NotReached(
                    Unreachable.UNKNOWN_HOST,
                    "the name " + probe.host() + " does not resolve inside " + namespace.name());
        }
        Duration share = probe.timeout().dividedBy(addresses.size());
        List<Failure> failures = new ArrayList<>();
        for (InetAddress address : addresses) {
            long begun = System.nanoTime();
            Reachability result = inside(namespace, () -> exchange.with(address, Waiting.in(share)));
            if (!(result instanceof NotReached failure)) {
                return result;
            }
            failures.add(new Failure(address, begun, failure));
        }
        Neighbourhood neighbourhood = new Neighbourhood(namespace);
        Map<InetAddress, NotReached> explained = new LinkedHashMap<>();
        for (Failure each : failures) {
            Duration waited = Duration.ofNanos(System.nanoTime() - each.begun);
            explained.put(each.address, neighbourhood.explain(each.result, each.address, waited));
        }
        return together(explained);
    }

    /**
     * Runs a body on a thread of the namespace.
     *
     * @throws IllegalStateException if the namespace is closed, be it meanwhile
     */
    static <T> T inside(NetworkNamespace namespace, Callable<T> body) throws InterruptedException {
        try {
            return namespace.call(body);
        } catch (LinuxException failure) {
            checkOpen(namespace, failure);
            throw failure;
        } catch (InterruptedException | RuntimeException failure) {
            throw failure;
        } catch (Exception impossible) {
            throw new AssertionError(impossible); // a body throws nothing else that is checked
        }
    }

    /** Sockets are destroyed when the closing of their namespace begins, which is open until all that runs inside has ended. */
    private static void checkOpen(NetworkNamespace namespace, LinuxException failure) {
        try {
            var unused = namespace.executor(); // there is none any more once the closing has begun
        } catch (IllegalStateException closed) {
            throw new IllegalStateException(closed.getMessage(), failure);
        }
    }

    private static NotReached together(Map<InetAddress, NotReached> failures) {
        NotReached first = failures.values().iterator().next();
        return failures.size() == 1
                ? first
                : new NotReached(
                        first.reason(),
                        failures.entrySet().stream()
                                .map(each -> IpAddress.text(each.getKey()) + ": "
                                        + each.getValue().detail())
                                .collect(Collectors.joining("; ")));
    }
}
