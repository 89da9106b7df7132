package io.github.netnsjunit.kernel.nft;

import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.kernel.netlink.NetlinkException;
import io.github.netnsjunit.kernel.netlink.NetlinkRequest;
import io.github.netnsjunit.kernel.netlink.NetlinkSocket;
import io.github.netnsjunit.kernel.netlink.Nfnetlink;
import java.util.ArrayList;
import java.util.List;

/**
 * Changes of which the kernel carries out all or none. No packet meets a ruleset that is half changed. Immutable.
 *
 * @param requests the changes in their order; see {@link NftTable}
 */
public record NftBatch(List<NetlinkRequest> requests) {

    private static final short NFNL_MSG_BATCH_BEGIN = 16;
    private static final short NFNL_MSG_BATCH_END = 17;

    public NftBatch {
        requests = List.copyOf(requests);
    }

    /** A batch of these changes. */
    public static NftBatch of(NetlinkRequest... requests) {
        return new NftBatch(List.of(requests));
    }

    /** The same batch with one more change at its end. */
    public NftBatch with(NetlinkRequest next) {
        List<NetlinkRequest> all = new ArrayList<>(requests);
        all.add(next);
        return new NftBatch(all);
    }

    /** The same batch with more changes at its end. */
    public NftBatch with(NetlinkRequest... more) {
        List<NetlinkRequest> all = new ArrayList<>(requests);
        all.addAll(List.of(more));
        return new NftBatch(all);
    }

    /**
     * Carries out all changes.
     *
     * @param netfilter a socket from {@link NetlinkSocket#openForNetfilter}
     * @throws NetlinkException if the kernel refuses one of them, which the message names; then nothing has changed. If the kernel has
     *     no nf_tables, it refuses the beginning of the batch
     * @throws LinuxException if sending or receiving failed
     */
    public void execute(NetlinkSocket netfilter) {
        if (!requests.isEmpty()) {
            netfilter.transaction(
                    limit("begin a change of nf_tables", NFNL_MSG_BATCH_BEGIN),
                    requests,
                    limit("end a change of nf_tables", NFNL_MSG_BATCH_END));
        }
    }

    private static NetlinkRequest limit(String description, short type) {
        return new NftRequest(description, type, 0, 0, Nfnetlink.NFNL_SUBSYS_NFTABLES, out -> {});
    }
}
