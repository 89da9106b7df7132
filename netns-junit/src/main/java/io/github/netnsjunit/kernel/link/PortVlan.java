package io.github.netnsjunit.kernel.link;

import io.github.netnsjunit.kernel.netlink.AttributeWriter;
import io.github.netnsjunit.kernel.netlink.NetlinkRequest;
import io.github.netnsjunit.kernel.netlink.Rtnetlink;

/**
 * Puts a port of a bridge into a VLAN, or takes it out, as {@code bridge vlan} does. If it was in it already, how it is in it changes.
 *
 * @param index the port's interface index, or the bridge's own
 * @param self whether it is the bridge itself
 * @param vlan the VLAN's number, 1 to 4094
 * @param membership how the port is in it
 */
public record PortVlan(int index, boolean self, int vlan, Membership membership) implements NetlinkRequest {

    /** How a port is in a VLAN. */
    public enum Membership {
        /** Frames of the VLAN bear its tag. */
        TAGGED(0),
        /** Frames of the VLAN bear no tag on their way out, and frames that come in without one belong to it. */
        UNTAGGED(BRIDGE_VLAN_INFO_PVID | BRIDGE_VLAN_INFO_UNTAGGED),
        /** Not at all. */
        NONE(0);

        private final int flags;

        Membership(int flags) {
            this.flags = flags;
        }
    }

    // linux/if_bridge.h
    private static final int IFLA_BRIDGE_FLAGS = 0;
    private static final int IFLA_BRIDGE_VLAN_INFO = 2;
    private static final int BRIDGE_FLAGS_SELF = 2;
    private static final int BRIDGE_VLAN_INFO_PVID = 1 << 1;
    private static final int BRIDGE_VLAN_INFO_UNTAGGED = 1 << 2;

    @Override
    public short type() {
        return membership == Membership.NONE ? Rtnetlink.RTM_DELLINK : Rtnetlink.RTM_SETLINK;
    }

    @Override
    public void write(AttributeWriter out) {
        LinkHeader.writePort(out, index);
        out.nested(Rtnetlink.IFLA_AF_SPEC, () -> {
            if (self) {
                out.putShort(IFLA_BRIDGE_FLAGS, BRIDGE_FLAGS_SELF);
            }
            // struct bridge_vlan_info
            out.nested(IFLA_BRIDGE_VLAN_INFO, () -> out.u16(membership.flags).u16(vlan));
        });
    }

    @Override
    public String toString() {
        return switch (membership) {
            case TAGGED -> "add VLAN " + vlan + " to the bridge port";
            case UNTAGGED -> "add VLAN " + vlan + " to the bridge port, pvid untagged";
            case NONE -> "take VLAN " + vlan + " from the bridge port";
        };
    }
}
