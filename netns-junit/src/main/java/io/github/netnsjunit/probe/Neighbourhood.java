package io.github.netnsjunit.probe;

import io.github.netnsjunit.kernel.IpAddress;
import io.github.netnsjunit.lab.Interface;
import io.github.netnsjunit.lab.Neighbour;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.RouteEntry;
import io.github.netnsjunit.probe.Reachability.NotReached;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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

    /** The same failure, or what the table says of the silence. */
    NotReached explain(NotReached failure, InetAddress target, Duration waited) {
        if (failure.reason() != Unreachable.TIMED_OUT) {
            return failure;
        }
        Hop hop = nextHop(target);
        Set<String> states = namespace.neighbours().stream()
                .filter(hop::is)
                .findFirst()
                .map(Neighbour::states)
                .orElse(Set.of());
        String hopName = "the neighbour " + IpAddress.text(hop.address());
        if (states.contains("FAILED")) {
            return new NotReached(Unreachable.HOST_UNREACHABLE, hopName + " does not answer (FAILED)");
        }
        if (states.contains("INCOMPLETE")) { // after a failure too: each further packet makes the kernel ask again
            return waited.compareTo(GIVEN_UP) > 0
                    ? new NotReached(Unreachable.HOST_UNREACHABLE, hopName + " does not answer (INCOMPLETE)")
                    : new NotReached(
                            Unreachable.TIMED_OUT,
                            failure.detail() + "; " + hopName + " has not answered yet (INCOMPLETE)");
        }
        return failure;
    }

    private Hop nextHop(InetAddress target) {
        if (target instanceof Inet6Address six && six.getScopeId() != 0) {
            return new Hop(target, nameOf(six.getScopeId()));
        }
        return namespace.routes().stream()
                .filter(route -> route.to().contains(target))
                .max(Comparator.comparingInt((RouteEntry route) -> route.to().prefixLength())
                        .thenComparing(RouteEntry::metric, Comparator.reverseOrder()))
                .map(route -> new Hop(route.via() == null ? target : route.via(), route.dev()))
                .orElseGet(() -> new Hop(target, null));
    }

    private @Nullable String nameOf(int index) {
        return namespace.interfaces().stream()
                .filter(each -> each.index() == index)
                .map(Interface::name)
                .findFirst()
                .orElse(null);
    }

    /** Whom the packets go to first, and the interface towards it, or null where that is not known. */
    private record Hop(InetAddress address, @Nullable String dev) {

        /** One address may stand on several links, a link-local one above all. */
        boolean is(Neighbour neighbour) {
            return neighbour.address().equals(address) && (dev == null || dev.equals(neighbour.dev()));
        }
    }
}
