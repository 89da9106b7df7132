package io.github.netnsjunit.link;

import io.github.netnsjunit.address.Parsed;
import java.net.InetAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Checks the two addresses between which a tunnel sends its packets. */
final class TunnelEnds {

    private TunnelEnds() {}

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
