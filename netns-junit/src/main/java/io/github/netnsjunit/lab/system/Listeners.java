package io.github.netnsjunit.lab.system;

import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.kernel.libc.NativeLibrary;
import io.github.netnsjunit.kernel.netlink.NetlinkException;
import io.github.netnsjunit.kernel.netlink.NetlinkSocket;
import io.github.netnsjunit.kernel.route.RouteLookup;
import io.github.netnsjunit.kernel.route.RouteType;
import io.github.netnsjunit.kernel.socket.ListenerMessage;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.function.Predicate;

/**
 * Who listens in the network namespace of the calling thread.
 *
 * @param all everybody who listens on a TCP port
 * @param found whether one of them listens on the address and the port that were asked for
 * @param local whether the address that was asked for is one of the namespace, or stands for all addresses
 */
public record Listeners(List<Listener> all, boolean found, boolean local) {

    /**
     * Looks whether a connection to an address and a port, made inside, would find somebody who listens.
     *
     * @param address {@code 0.0.0.0} for all IPv4 addresses, {@code ::} for all IPv6 addresses
     */
    public static Listeners on(InetAddress address, int port) {
        List<Listener> all = ListeningPorts.listenersOfThisThread();
        boolean local = address.isAnyLocalAddress() || isLocal(address);
        return new Listeners(
                all,
                all.stream()
                        .filter(each -> each.port() == port)
                        .anyMatch(each -> each.address().equals(address) || (local && coversAll(each, address))),
                local);
    }

    /** Whether somebody listens on all addresses, and the given one is among them. */
    private static boolean coversAll(Listener listener, InetAddress address) {
        if (!listener.address().isAnyLocalAddress()) {
            return false;
        }
        return listener.address() instanceof Inet4Address
                ? address instanceof Inet4Address
                : !(address instanceof Inet4Address) || acceptsIpv4(listener.port());
    }

    /** Whether a socket that listens on {@code ::} accepts IPv4 too, as it does by default. */
    private static boolean acceptsIpv4(int port) {
        Predicate<ListenerMessage> accepts = each -> each.port() == port && each.anyAddress() && !each.onlyIpv6();
        Libc libc = NativeLibrary.libc();
        try (NetlinkSocket socket = NetlinkSocket.openForSockets(libc)) {
            return socket.dump(ListenerMessage.dump()).stream().anyMatch(accepts);
        } catch (LinuxException refused) {
            if (refused.errno() == Errno.ENOENT) {
                return true; // a kernel without CONFIG_INET_DIAG cannot tell
            }
            throw refused;
        }
    }

    /** Asks the kernel, which knows local addresses that no interface has: all of 127.0.0.0/8, for example. */
    private static boolean isLocal(InetAddress address) {
        try (NetlinkSocket socket = NetlinkSocket.open(NativeLibrary.libc())) {
            return socket.dump(RouteLookup.ofSent(address)).get(0).type() == RouteType.LOCAL;
        } catch (NetlinkException noRoute) {
            return false;
        }
    }
}
