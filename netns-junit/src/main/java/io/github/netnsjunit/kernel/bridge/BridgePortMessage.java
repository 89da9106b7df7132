package io.github.netnsjunit.kernel.bridge;

import io.github.netnsjunit.kernel.link.LinkHeader;
import io.github.netnsjunit.kernel.netlink.AttributeReader;
import io.github.netnsjunit.kernel.netlink.MessageReader;
import io.github.netnsjunit.kernel.netlink.NetlinkDump;
import io.github.netnsjunit.kernel.netlink.Rtnetlink;

/**
 * What the kernel lists of a link as the port of a bridge.
 *
 * @param name the link's name
 * @param master the index of the link whose port it is, 0 for none
 * @param flags {@code IFF_…} of {@code linux/if.h}
 * @param state {@code BR_STATE_…} of {@code linux/if_bridge.h}; -1 for a link that is no port of a bridge
 */
public record BridgePortMessage(String name, int master, int flags, int state) {

    // linux/if_link.h
    private static final int IFLA_INFO_SLAVE_KIND = 4;
    private static final int IFLA_INFO_SLAVE_DATA = 5;
    private static final int IFLA_BRPORT_STATE = 1;

    // linux/if_bridge.h
    private static final int BR_STATE_FORWARDING = 3;
    private static final int BR_STATE_BLOCKING = 4;

    /** Lists the links of a namespace. */
    public static NetlinkDump<BridgePortMessage> dump() {
        return new NetlinkDump<>(
                "list ports", Rtnetlink.RTM_GETLINK, out -> LinkHeader.write(out, 0), BridgePortMessage::parse);
    }

    private static BridgePortMessage parse(MessageReader message) {
        AttributeReader attributes = message.attributes(Rtnetlink.IFINFOMSG_LENGTH);
        String name = "";
        int master = 0;
        int state = -1;
        while (attributes.next()) {
            switch (attributes.type()) {
                case Rtnetlink.IFLA_IFNAME -> name = attributes.string();
                case Rtnetlink.IFLA_MASTER -> master = attributes.intValue();
                case Rtnetlink.IFLA_LINKINFO -> state = state(attributes.nested());
                default -> {}
            }
        }
        return new BridgePortMessage(name, master, message.u32(8), state);
    }

    private static int state(AttributeReader information) {
        String kind = "";
        int state = -1;
        while (information.next()) {
            if (information.type() == IFLA_INFO_SLAVE_KIND) {
                kind = information.string();
            } else if (information.type() == IFLA_INFO_SLAVE_DATA && kind.equals("bridge")) {
                state = firstByte(information.nested());
            }
        }
        return state;
    }

    private static int firstByte(AttributeReader port) {
        while (port.next()) {
            if (port.type() == IFLA_BRPORT_STATE) {
                return port.byteValue();
            }
        }
        return -1;
    }

    /** Whether it could forward frames, and does not know yet whether it may: it is not ready, listens, or learns. */
    public boolean isUndecided() {
        int running = Rtnetlink.IFF_UP | Rtnetlink.IFF_LOWER_UP;
        return (flags & running) == running && state != BR_STATE_FORWARDING && state != BR_STATE_BLOCKING;
    }
}
