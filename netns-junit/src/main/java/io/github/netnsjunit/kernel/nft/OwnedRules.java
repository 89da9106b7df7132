package io.github.netnsjunit.kernel.nft;

import io.github.netnsjunit.kernel.conntrack.Flow;
import io.github.netnsjunit.kernel.conntrack.TrackedConnection;
import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.kernel.netlink.NetlinkSocket;
import java.util.function.Predicate;

/** Rules that live as long as this is open, and no longer than the process. Their table is added by {@link NftTable#addOwned}. */
public final class OwnedRules implements AutoCloseable {

    /** How the names of their tables begin, so that they can be told from other tables. */
    public static final String TABLE_PREFIX = "netns_junit_";

    private final NetlinkSocket owner;
    private final NetlinkSocket connections;
    private final Predicate<Flow> forgotten;
    private boolean closed;

    private OwnedRules(NetlinkSocket owner, NetlinkSocket connections, Predicate<Flow> forgotten) {
        this.owner = owner;
        this.connections = connections;
        this.forgotten = forgotten;
    }

    /**
     * Makes the rules, in the calling thread's network namespace.
     *
     * @param forgotten tells by their first direction which tracked connections go with the rules when this is closed
     * @throws LinuxException if the kernel refuses; then there are none
     */
    public static OwnedRules make(Libc libc, NftBatch batch, Predicate<Flow> forgotten) {
        NetlinkSocket owner = NetlinkSocket.openForNetfilter(libc);
        try {
            batch.execute(owner);
            return new OwnedRules(owner, NetlinkSocket.openForNetfilter(libc), forgotten);
        } catch (RuntimeException | Error failure) {
            try (owner) {
                throw failure;
            }
        }
    }

    /**
     * Closes the socket that owns the rules: then the kernel has deleted them. Only after that are connections forgotten, since packets that
     * meet the rules would make the kernel track them again. Does nothing the second time.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (connections) {
            owner.close();
            connections.dump(TrackedConnection.dump()).stream()
                    .map(TrackedConnection::original)
                    .filter(forgotten)
                    .forEach(this::forget);
        }
    }

    private void forget(Flow original) {
        try {
            connections.execute(TrackedConnection.delete(original));
        } catch (LinuxException refused) {
            if (refused.errno() != Errno.ENOENT) { // it has expired meanwhile
                throw refused;
            }
        }
    }
}
