package io.github.netnsjunit.provision;

import io.github.netnsjunit.kernel.link.PortFlag;
import io.github.netnsjunit.kernel.link.PortVlan;
import io.github.netnsjunit.kernel.link.PortVlan.Membership;
import io.github.netnsjunit.kernel.link.SetPort;
import io.github.netnsjunit.kernel.netlink.NetlinkRequest;
import io.github.netnsjunit.topology.PortOptions;
import io.github.netnsjunit.topology.PortVlans;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.IntFunction;

/** The requests that make of a fresh port of a switch what it is to be; each takes the port's interface index. */
final class PortRequests {

    private PortRequests() {}

    /** None, if it is to be as the kernel makes it. */
    static List<IntFunction<NetlinkRequest>> of(PortOptions options) {
        List<IntFunction<NetlinkRequest>> requests = vlans(options.vlans(), false);
        Map<PortFlag, Boolean> flags = flags(options);
        flags.entrySet().removeAll(flags(PortOptions.DEFAULT).entrySet());
        if (!flags.isEmpty()) {
            requests.add(index -> new SetPort(index, flags));
        }
        return requests;
    }

    /** The same of the switch's own interface, which is one more port of it. */
    static List<IntFunction<NetlinkRequest>> ofSwitch(PortVlans own) {
        return vlans(own, true);
    }

    private static Map<PortFlag, Boolean> flags(PortOptions options) {
        Map<PortFlag, Boolean> flags = new EnumMap<>(PortFlag.class);
        flags.put(PortFlag.HAIRPIN, options.hairpin());
        flags.put(PortFlag.FLOOD, options.flooding());
        flags.put(PortFlag.MCAST_FLOOD, options.multicastFlooding());
        flags.put(PortFlag.BCAST_FLOOD, options.broadcastFlooding());
        flags.put(PortFlag.LEARNING, options.learning());
        flags.put(PortFlag.ISOLATED, options.isolated());
        return flags;
    }

    /** A fresh port is in VLAN 1, untagged. */
    private static List<IntFunction<NetlinkRequest>> vlans(PortVlans wanted, boolean self) {
        List<IntFunction<NetlinkRequest>> requests = new ArrayList<>();
        int first = PortVlans.DEFAULT.untagged();
        int untagged = wanted.untagged();
        if (untagged != first) {
            requests.add(index -> new PortVlan(index, self, first, Membership.NONE));
            if (untagged != 0) {
                requests.add(index -> new PortVlan(index, self, untagged, Membership.UNTAGGED));
            }
        }
        for (int vlan : new TreeSet<>(wanted.tagged())) {
            requests.add(index -> new PortVlan(index, self, vlan, Membership.TAGGED));
        }
        return requests;
    }
}
