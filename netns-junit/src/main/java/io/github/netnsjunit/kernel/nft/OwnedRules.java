package io.github.netnsjunit.kernel.nft;

import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.kernel.netlink.NetlinkSocket;

/** Rules that live as long as this is open, and no longer than the process. Their table is added by {@link NftTable#addOwned}. */
public final class OwnedRules implements AutoCloseable {

    private final NetlinkSocket owner;

    private OwnedRules(NetlinkSocket owner) {
        this.owner = owner;
    }

    /**
     * Makes the rules, in the calling thread's network namespace.
     *
     * @throws LinuxException if the kernel refuses; then there are none
     */
    public static OwnedRules make(Libc libc, NftBatch batch) {
        NetlinkSocket owner = NetlinkSocket.openForNetfilter(libc);
        try {
            batch.execute(owner);
            return new OwnedRules(owner);
        } catch (RuntimeException | Error failure) {
            try (owner) {
                throw failure;
            }
        }
    }

    /** Closes the socket that owns them. When this returns, the kernel has deleted them. */
    @Override
    public void close() {
        owner.close();
    }
}
