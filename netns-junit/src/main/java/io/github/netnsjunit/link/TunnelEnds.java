package io.github.netnsjunit.link;

import io.github.netnsjunit.address.Parsed;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Checks what all tunnels have. */
final class TunnelEnds {

    private static final int LAST_ID = 0xFF_FFFF;
    private static final int LAST_PORT = 0xFFFF;

    /** How many bytes precede a frame's own packet in UDP: 8 of UDP, 8 of VXLAN or Geneve, and 14 of the frame. */
    static final int FRAMES_IN_UDP = 30;

    private static final int IPV4_HEADER = 20;
    private static final int IPV6_HEADER = 40;

    private TunnelEnds() {}

    /** How many bytes the header of a packet to an address has. */
    static int ipHeader(Parsed<InetAddress> remote) {
        return remote.value().filter(Inet6Address.class::isInstance).isPresent() ? IPV6_HEADER : IPV4_HEADER;
    }

    /** Reports the number of a network, or a UDP port, that there cannot be. */
    static void checkNumbers(String kind, int id, int port, Consumer<String> mistake) {
        if (id < 0 || id > LAST_ID) {
            mistake.accept("the id [" + id + "] of a " + kind + " is not between 0 and " + LAST_ID);
        }
        checkPort(port, mistake);
    }

    /** Reports a UDP port that there cannot be. */
    static void checkPort(int port, Consumer<String> mistake) {
        if (port < 1 || port > LAST_PORT) {
            mistake.accept("the port [" + port + "] is not between 1 and " + LAST_PORT);
        }
    }

    /** Reports addresses that cannot be those of two ends. */
    static void check(@Nullable Parsed<InetAddress> local, InetAddress remote, Consumer<String> mistake) {
        if (remote.isAnyLocalAddress()) {
            mistake.accept("the remote address [" + remote.getHostAddress() + "] is not one of a host");
        }
        if (local == null || local.value().isEmpty()) {
            return;
        }
        InetAddress from = local.get();
        if (from.getClass() != remote.getClass()) {
            mistake.accept("the local address [" + local + "] and the remote address are not of one family");
        } else if (from.isMulticastAddress() || from.isAnyLocalAddress()) {
            mistake.accept("the local address [" + local + "] is not one of a host");
        } else if (from.equals(remote)) {
            mistake.accept("the local address [" + local + "] is the remote address too");
        }
    }
}
