package io.github.netnsjunit.probe;

import io.github.netnsjunit.lab.Neighbour;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.Route;
import io.github.netnsjunit.probe.Reachability.NotReached;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.Set;

/**
 * Explains silence by the neighbour table. The kernel reports a neighbour's silence as an ICMP error to itself, over the loopback
 * interface: where that is down the error is lost, but the table still knows.
 */
final class Neighbourhood {

    /** Three requests a second apart, unless {@code mcast_solicit} or {@code retrans_time_ms} say otherwise (arp(7)). */
    private static final Duration GIVEN_UP = Duration.ofSeconds(3);

    private final NetworkNamespace namespace;

    Neighbourhood(NetworkNamespace namespace) {
        this.namespace = namespace;
    }

    Reachability explain(Reachability result, InetAddress target, Duration waited) {
        if (!(result instanceof NotReached silence) || silence.reason() != Unreachable.TIMED_OUT) {
            return result;
        }
        InetAddress hop = nextHop(target);
        Set<String> states = namespace.neighbours().stream()
                .filter(neighbour -> neighbour.address().equals(hop))
                .findFirst()
                .map(Neighbour::states)
                .orElse(Set.of());
        String hopName = "the neighbour " + hop.getHostAddress();
        if (states.contains("FAILED")) {
            return new NotReached(Unreachable.HOST_UNREACHABLE, hopName + " does not answer (FAILED)");
        }
        if (states.contains("INCOMPLETE")) { // after a failure too: each further packet makes the kernel ask again
            return waited.compareTo(GIVEN_UP) > 0
                    ? new NotReached(Unreachable.HOST_UNREACHABLE, hopName + " does not answer (INCOMPLETE)")
                    : new NotReached(
                            Unreachable.TIMED_OUT,
                            silence.detail() + "; " + hopName + " has not answered yet (INCOMPLETE)");
        }
        return result;
    }

    private InetAddress nextHop(InetAddress target) {
        return namespace.routes().stream()
                .filter(route -> route.to().contains(target))
                .max(Comparator.comparingInt((Route route) -> route.to().prefixLength())
                        .thenComparing(Route::metric, Comparator.reverseOrder()))
                .map(Route::via)
                .orElse(target);
    }
}
