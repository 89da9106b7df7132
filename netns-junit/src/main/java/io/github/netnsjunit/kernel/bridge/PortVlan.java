package io.github.netnsjunit.kernel.bridge;

import io.github.netnsjunit.kernel.link.LinkHeader;
import io.github.netnsjunit.kernel.netlink.AttributeWriter;
import io.github.netnsjunit.kernel.netlink.NetlinkRequest;
import io.github.netnsjunit.kernel.netlink.Rtnetlink;

/**
 * Adds a port of a bridge to a VLAN, changes how it belongs to the VLAN, or removes it, as {@code bridge vlan} does.
 *
 * @param index the interface index of the port, or of the bridge
 * @param self whether the index is that of the bridge
 * @param vlan the VLAN's number, 1 to 4094
 * @param membership how the port is to belong to the VLAN
 */
public record PortVlan(int index, boolean self, int vlan, Membership membership) implements NetlinkRequest {

    /** How a port belongs to a VLAN. */
    public enum Membership {
        /** Frames of the VLAN have a tag. */
        TAGGED(0),
        /** The port sends frames of the VLAN without a tag, and frames that arrive without a tag belong to the VLAN. */
        UNTAGGED(BRIDGE_VLAN_INFO_PVID | BRIDGE_VLAN_INFO_UNTAGGED),
        /** The port is not in the VLAN. */
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
