package io.github.netnsjunit.probe;

import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.probe.Reachability.NotReached;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;

/** What every probe's sending has in common: the name, the namespace's thread, the deadline. */
final class Sending {

    private Sending() {}

    /** One exchange of packets with an address, on a thread of the namespace. */
    @FunctionalInterface
    interface Exchange {
        Reachability with(InetAddress address, Deadline deadline) throws InterruptedException;
    }

    static void checkHost(String host) {
        if (host.isBlank()) { // which Java would take for the loopback
            throw new IllegalArgumentException("a probe's host must be a name or an address, not blank");
        }
    }

    static void checkTimeout(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("a probe's timeout must be positive: " + timeout);
        }
    }

    static Reachability from(NetworkNamespace namespace, String host, Exchange exchange, Duration timeout)
            throws InterruptedException {
        InetAddress address;
        try {
            address = namespace.resolve(host);
        } catch (UnknownHostException unknown) {
            return new NotReached(
                    Unreachable.UNKNOWN_HOST, "the name " + host + " does not resolve inside " + namespace.name());
        }
        try {
            Reachability result = namespace.call(() -> exchange.with(address, Deadline.in(timeout)));
            return new Neighbourhood(namespace).explain(result, address, timeout);
        } catch (InterruptedException | RuntimeException failure) {
            throw failure;
        } catch (Exception impossible) {
            throw new AssertionError(impossible); // an exchange throws nothing else that is checked
        }
    }
}
