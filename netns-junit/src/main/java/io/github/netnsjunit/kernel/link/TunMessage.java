package io.github.netnsjunit.kernel.link;

import io.github.netnsjunit.kernel.netlink.AttributeReader;
import io.github.netnsjunit.kernel.netlink.MessageReader;
import io.github.netnsjunit.kernel.netlink.NetlinkDump;
import io.github.netnsjunit.kernel.netlink.Rtnetlink;
import org.jspecify.annotations.Nullable;

/** Lists the TUN and TAP devices of a namespace, with what one has to know to attach to them. */
public final class TunMessage {

    private static final String KIND = "tun";

    // linux/if_link.h, since Linux 4.18
    private static final int IFLA_TUN_TYPE = 3;
    private static final int IFLA_TUN_MULTI_QUEUE = 7;

    /** {@code IFF_TAP} of {@code linux/if_tun.h}. */
    private static final int IFF_TAP = 2;

    private TunMessage() {}

    public static NetlinkDump<TunDevice> dump() {
        return new NetlinkDump<>(
                "list links", Rtnetlink.RTM_GETLINK, out -> LinkHeader.write(out, 0), TunMessage::parse);
    }

    private static @Nullable TunDevice parse(MessageReader message) {
        AttributeReader attributes = message.attributes(Rtnetlink.IFINFOMSG_LENGTH);
        String name = "";
        String kind = "";
        int type = 0;
        boolean multiQueue = false;
        while (attributes.next()) {
            if (attributes.type() == Rtnetlink.IFLA_IFNAME) {
                name = attributes.string();
            }
            AttributeReader information = attributes.type() == Rtnetlink.IFLA_LINKINFO ? attributes.nested() : null;
            while (information != null && information.next()) {
                if (information.type() == Rtnetlink.IFLA_INFO_KIND) {
                    kind = information.string();
                } else if (information.type() == Rtnetlink.IFLA_INFO_DATA && kind.equals(KIND)) {
                    AttributeReader data = information.nested();
                    while (data.next()) {
                        switch (data.type()) {
                            case IFLA_TUN_TYPE -> type = data.byteValue();
                            case IFLA_TUN_MULTI_QUEUE -> multiQueue = data.byteValue() != 0;
                            default -> {}
                        }
                    }
                }
            }
        }
        return kind.equals(KIND) ? new TunDevice(name, type == IFF_TAP, multiQueue) : null;
    }
}
