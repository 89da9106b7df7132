package io.github.netnsjunit.lab;

import io.github.netnsjunit.kernel.NetlinkSocket;
import io.github.netnsjunit.kernel.libc.Descriptor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A namespace as the kernel knows it, in which links are made.
 *
 * @param name the namespace's name
 * @param host whether it is the one that this Java process runs in
 * @param network its descriptor
 * @param netlink a socket in it
 * @param lastIndex the highest interface index that was chosen for a link in it; null where the kernel chooses
 */
record Site(
        String name,
        boolean host,
        Descriptor network,
        NetlinkSocket netlink,
        @Nullable AtomicInteger lastIndex) implements AutoCloseable {

    /**
     * Far above those that the kernel chooses itself, one after the other from 2 on: for the few links that it may put into each new
     * namespace (tunl0, gre0, sit0 and their like, see net.core.fb_tunnels_only_for_init_net in its documentation), and for those that a
     * test makes while the network lives.
     */
    private static final int BEFORE_FIRST_INDEX = 10_000;

    static Site of(String name, boolean host, Descriptor network, NetlinkSocket netlink) {
        return new Site(name, host, network, netlink, host ? null : new AtomicInteger(BEFORE_FIRST_INDEX));
    }

    /** The same, for links whose indexes the kernel chooses, because others may have made links there too. */
    Site withTheKernelsIndexes() {
        return new Site(name, host, network, netlink, null);
    }

    /** An interface index that no link of the namespace has; 0 where the kernel chooses. */
    int newIndex() {
        return lastIndex == null ? 0 : lastIndex.incrementAndGet();
    }

    @Override
    public void close() {
        try (network) {
            netlink.close();
        }
    }
}
