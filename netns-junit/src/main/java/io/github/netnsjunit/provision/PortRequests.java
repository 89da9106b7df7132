package io.github.netnsjunit.provision;

import io.github.netnsjunit.kernel.bridge.PortFlag;
import io.github.netnsjunit.kernel.bridge.PortVlan;
import io.github.netnsjunit.kernel.bridge.PortVlan.Membership;
import io.github.netnsjunit.kernel.bridge.SetPort;
import io.github.netnsjunit.kernel.netlink.NetlinkRequest;
import io.github.netnsjunit.topology.PortOptions;
import io.github.netnsjunit.topology.PortVlans;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.IntFunction;

/** The requests that give a fresh port of a switch its options. Each is made when the port's interface index is known. */
final class PortRequests {

    private PortRequests() {}

    /** The requests for an ordinary port; none if it has the kernel's defaults. */
    static List<IntFunction<NetlinkRequest>> of(PortOptions options) {
        List<IntFunction<NetlinkRequest>> requests = vlans(options.vlans(), false);
        Map<PortFlag, Boolean> flags = flags(options);
        flags.entrySet().removeAll(flags(PortOptions.DEFAULT).entrySet());
        if (!flags.isEmpty()) {
            requests.add(index -> new SetPort(index, flags));
        }
        return requests;
    }

    /** The requests for the switch's own interface, which is one of its ports. */
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

    /** Changes the VLANs of a fresh port, which is in VLAN 1 without a tag. */
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
