package io.github.netnsjunit.kernel.link;

import io.github.netnsjunit.kernel.netlink.AttributeWriter;
import io.github.netnsjunit.kernel.netlink.NetlinkRequest;
import io.github.netnsjunit.kernel.netlink.Rtnetlink;

/**
 * Asks for a link and ignores the answer. A link that has just got its carrier drops packets until the kernel has activated it,
 * which the kernel does a moment later in the background. Since Linux 6.8 it activates the link before it answers this request
 * ({@code linkwatch_sync_dev} in {@code rtnl_getlink}).
 *
 * @param index the link's interface index
 */
public record SettleLink(int index) implements NetlinkRequest {

    @Override
    public short type() {
        return Rtnetlink.RTM_GETLINK;
    }

    /** The kernel also sends a description of the link, which takes about 4 KiB of the receive buffer. */
    @Override
    public int answers() {
        return 8;
    }

    @Override
    public void write(AttributeWriter out) {
        LinkHeader.write(out, index);
    }

    @Override
    public String toString() {
        return "settle link";
    }
}
