package io.github.netnsjunit.probe.path;

import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.NativeLibrary;
import io.github.netnsjunit.kernel.netlink.NetlinkDump;
import io.github.netnsjunit.kernel.netlink.NetlinkException;
import io.github.netnsjunit.kernel.netlink.NetlinkSocket;
import io.github.netnsjunit.kernel.route.RouteLookup;
import io.github.netnsjunit.kernel.route.Transport;
import io.github.netnsjunit.lab.NetworkNamespace;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel of a namespace does with a packet.
 *
 * @param route the route that it takes; null if it refuses the packet
 * @param errno why it refuses; 0 if it does not
 */
record Decision(@Nullable RouteLookup route, int errno) {

    /** Asks about a packet that the namespace itself sends. */
    static Decision ofSent(NetworkNamespace namespace, InetAddress destination, Transport transport) {
        return ask(namespace, RouteLookup.ofSent(destination, transport));
    }

    /** Asks about a packet that arrives by an interface, whose index is given. */
    static Decision ofArrived(
            NetworkNamespace namespace,
            InetAddress destination,
            InetAddress source,
            int inputInterface,
            Transport transport) {
        return ask(namespace, RouteLookup.ofArrived(destination, source, inputInterface, transport));
    }

    private static Decision ask(NetworkNamespace namespace, NetlinkDump<RouteLookup> lookup) {
        return Inside.call(namespace, () -> {
            try (NetlinkSocket socket = NetlinkSocket.open(NativeLibrary.libc())) {
                return new Decision(socket.dump(lookup).get(0), 0);
            } catch (NetlinkException refused) {
                return new Decision(null, refused.errno());
            }
        });
    }

    /** Says why the kernel refuses the packet. */
    String refusal() {
        String meaning = switch (errno) {
            case Errno.ENETUNREACH -> "no route";
            case Errno.EHOSTUNREACH -> "a route or rule says unreachable";
            case Errno.EACCES -> "a route or rule says prohibit";
            case Errno.EXDEV -> "the source address is not accepted (rp_filter)";
            case Errno.EINVAL -> "a route or rule says blackhole, or the source address is not accepted (rp_filter)";
            default -> "refused";
        };
        return meaning + " (" + Errno.name(errno) + ")";
    }
}
