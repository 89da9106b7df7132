package io.github.netnsjunit.probe;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.kernel.libc.NativeLibrary;
import io.github.netnsjunit.kernel.neighbour.NeighbourMessage;
import io.github.netnsjunit.kernel.neighbour.NeighbourState;
import io.github.netnsjunit.kernel.netlink.NetlinkException;
import io.github.netnsjunit.kernel.netlink.NetlinkSocket;
import io.github.netnsjunit.kernel.route.RouteMessage;
import io.github.netnsjunit.kernel.route.RouteMessage.NextHop;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.probe.Reachability.NotReached;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;

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
    NotReached explain(NotReached failure, InetAddress target, Duration waited) throws InterruptedException {
        if (failure.reason() != Unreachable.TIMED_OUT) {
            return failure;
        }
        NeighbourMessage neighbour =
                Sending.inside(namespace, () -> nextTo(target)).orElse(null);
        if (neighbour == null) {
            return failure;
        }
        String name = "the neighbour " + IpAddress.text(neighbour.address());
        if (neighbour.states().contains(NeighbourState.FAILED)) {
            return new NotReached(Unreachable.HOST_UNREACHABLE, name + " does not answer (FAILED)");
        }
        // after a failure too: each further packet makes the kernel ask again
        if (neighbour.states().contains(NeighbourState.INCOMPLETE)) {
            return waited.compareTo(GIVEN_UP) > 0
                    ? new NotReached(Unreachable.HOST_UNREACHABLE, name + " does not answer (INCOMPLETE)")
                    : new NotReached(
                            Unreachable.TIMED_OUT,
                            failure.detail() + "; " + name + " has not answered yet (INCOMPLETE)");
        }
        return failure;
    }

    /** Whom the packets go to first; one address may stand on several links, a link-local one above all. */
    private static Optional<NeighbourMessage> nextTo(InetAddress target) {
        try (NetlinkSocket socket = NetlinkSocket.open(NativeLibrary.libc())) {
            NextHop hop = nextHop(socket, target);
            InetAddress address = hop.gateway() == null ? target : hop.gateway();
            return socket.dump(NeighbourMessage.dump()).stream()
                    .filter(each -> each.index() == hop.outputInterface())
                    .filter(each -> each.address().equals(address))
                    .findFirst();
        } catch (NetlinkException noRoute) { // any more
            return Optional.empty();
        }
    }

    private static NextHop nextHop(NetlinkSocket socket, InetAddress target) {
        return target instanceof Inet6Address six && six.getScopeId() != 0
                ? new NextHop(null, six.getScopeId())
                : socket.dump(RouteMessage.leadingTo(target)).get(0).nextHops().get(0);
    }
}
