package io.github.netnsjunit.kernel.link;

import io.github.netnsjunit.kernel.netlink.AttributeWriter;
import io.github.netnsjunit.kernel.netlink.NetlinkRequest;
import io.github.netnsjunit.kernel.netlink.Rtnetlink;

/**
 * Asks for a link, and throws the answer away: from Linux 6.8 on, the kernel activates a link whose carrier has just come before it
 * tells of it ({@code linkwatch_sync_dev} in {@code rtnl_getlink}). Else it does so a moment later in the background, and until then
 * drops what is sent.
 *
 * @param index the link's interface index
 */
public record SettleLink(int index) implements NetlinkRequest {

    @Override
    public short type() {
        return Rtnetlink.RTM_GETLINK;
    }

    /** The link itself comes too, for which the receive buffer is charged with about four kilobytes more. */
    @Override
    public int answers() {
        return 8;
    }

    @Override
    public void write(AttributeWriter out) {
        LinkHeader.write(out, index, 0, 0);
    }

    @Override
    public String toString() {
        return "settle link";
    }
}
