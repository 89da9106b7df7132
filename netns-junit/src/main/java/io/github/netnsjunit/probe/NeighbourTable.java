package io.github.netnsjunit.probe;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.kernel.libc.NativeLibrary;
import io.github.netnsjunit.kernel.neighbour.NeighbourMessage;
import io.github.netnsjunit.kernel.neighbour.NeighbourState;
import io.github.netnsjunit.kernel.netlink.NetlinkException;
import io.github.netnsjunit.kernel.netlink.NetlinkSocket;
import io.github.netnsjunit.kernel.route.RouteLookup;
import io.github.netnsjunit.kernel.route.RouteMessage.NextHop;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.probe.Reachability.NotReached;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * Explains why no answer came, with the help of the kernel's neighbour table. When a neighbour does not answer, the kernel sends
 * itself an ICMP error over the loopback interface. If that is down, the error is lost, but the table still shows the cause.
 */
final class NeighbourTable {

    /** After this time the kernel gives a neighbour up: it asks three times, once a second, by default (arp(7)). */
    private static final Duration GIVEN_UP_AFTER = Duration.ofSeconds(3);

    private final NetworkNamespace namespace;

    NeighbourTable(NetworkNamespace namespace) {
        this.namespace = namespace;
    }

    /** Returns a better explanation of a failure to get an answer if the table has one, and otherwise the failure itself. */
    NotReached explain(NotReached failure, InetAddress target, Duration waited) throws InterruptedException {
        if (failure.reason() != Unreachable.TIMED_OUT) {
            return failure;
        }
        NeighbourMessage neighbour = Sending.callInside(namespace, () -> firstNeighbourTowards(target))
                .orElse(null);
        if (neighbour == null) {
            return failure;
        }
        String name = "the neighbour " + IpAddress.text(neighbour.address());
        if (neighbour.states().contains(NeighbourState.FAILED)) {
            return new NotReached(Unreachable.HOST_UNREACHABLE, name + " does not answer (FAILED)");
        }
        // The kernel may have given the neighbour up before: each further packet makes it ask again.
        if (neighbour.states().contains(NeighbourState.INCOMPLETE)) {
            return waited.compareTo(GIVEN_UP_AFTER) > 0
                    ? new NotReached(Unreachable.HOST_UNREACHABLE, name + " does not answer (INCOMPLETE)")
                    : new NotReached(
                            Unreachable.TIMED_OUT,
                            failure.detail() + "; " + name + " has not answered yet (INCOMPLETE)");
        }
        return failure;
    }

    /**
     * Finds the neighbour that packets for the target are handed to. Its interface is compared too, since the same address may be
     * in use on several links, above all a link-local one.
     */
    private static Optional<NeighbourMessage> firstNeighbourTowards(InetAddress target) {
        try (NetlinkSocket socket = NetlinkSocket.open(NativeLibrary.libc())) {
            NextHop hop = nextHop(socket, target);
            InetAddress address = hop.gateway() == null ? target : hop.gateway();
            return socket.dump(NeighbourMessage.dump()).stream()
                    .filter(each -> each.index() == hop.outputInterface())
                    .filter(each -> each.address().equals(address))
                    .findFirst();
        } catch (NetlinkException routeIsGone) {
            return Optional.empty();
        }
    }

    private static NextHop nextHop(NetlinkSocket socket, InetAddress target) {
        if (target instanceof Inet6Address ipv6 && ipv6.getScopeId() != 0) {
            return new NextHop(null, ipv6.getScopeId());
        }
        RouteLookup route = socket.dump(RouteLookup.ofSent(target)).get(0);
        return new NextHop(route.gateway(), route.outputInterface());
    }
}
