package io.github.netnsjunit.probe.path;

import io.github.netnsjunit.kernel.libc.NativeLibrary;
import io.github.netnsjunit.kernel.netlink.NetlinkException;
import io.github.netnsjunit.kernel.netlink.NetlinkSocket;
import io.github.netnsjunit.kernel.route.FibQuery;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.listing.Interface;
import io.github.netnsjunit.lab.listing.RouteEntry;
import io.github.netnsjunit.lab.network.RouteEntries;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Collectors;

/**
 * By which route of which table the kernel of a namespace decides about a packet.
 *
 * @param hops the route, one entry for each of its next hops; empty if the kernel refuses the packet
 * @param refusal why it refuses; empty if it does not
 */
public record FibAnswer(List<RouteEntry> hops, String refusal) {

    /** Asks the kernel about any packet to an address that the namespace itself sends. */
    public static FibAnswer ofSent(NetworkNamespace namespace, InetAddress destination) {
        return ask(namespace, FibQuery.to(destination));
    }

    /** Asks the kernel. */
    public static FibAnswer ask(NetworkNamespace namespace, FibQuery query) {
        var names = namespace.interfaces().stream().collect(Collectors.toMap(Interface::index, Interface::name));
        return Inside.call(namespace, () -> {
            try (NetlinkSocket socket = NetlinkSocket.open(NativeLibrary.libc())) {
                return new FibAnswer(
                        RouteEntries.of(socket.dump(query.request()).get(0), names)
                                .toList(),
                        "");
            } catch (NetlinkException refused) {
                return new FibAnswer(List.of(), new Decision(null, refused.errno()).refusal());
            }
        });
    }
}
