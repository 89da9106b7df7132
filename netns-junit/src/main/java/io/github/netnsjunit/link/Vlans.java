package io.github.netnsjunit.link;

import io.github.netnsjunit.topology.PortVlans;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Checks the VLANs of a port of a bridge, or of the bridge's own interface. */
final class Vlans {

    /** The highest number of a VLAN. It has 12 bits, but 0 means no VLAN and 4095 is reserved (IEEE 802.1Q, table 9-2). */
    static final int LAST = 4094;

    private Vlans() {}

    /**
     * Reports what is wrong.
     *
     * @param filtering whether the bridge filters VLANs
     * @param what the name of the port in messages, such as {@code "the port a:p1"}
     */
    static void check(PortVlans vlans, boolean filtering, String what, Consumer<String> mistake) {
        if (vlans.equals(PortVlans.DEFAULT)) {
            return;
        }
        if (!filtering) {
            mistake.accept("[" + vlans + "] of " + what
                    + " counts only on a bridge that filters VLANs; turn its VLAN filtering on");
        }
        if (vlans.untagged() < 0 || vlans.untagged() > LAST) {
            mistake.accept("the VLAN [" + vlans.untagged() + "] of " + what + " is not between 0 and " + LAST
                    + ", where 0 means that it takes no frames without a tag");
        }
        for (int tagged : new TreeSet<>(vlans.tagged())) {
            if (tagged < 1 || tagged > LAST) {
                mistake.accept("the tagged VLAN [" + tagged + "] of " + what + " is not between 1 and " + LAST);
            } else if (tagged == vlans.untagged()) {
                mistake.accept(
                        "the VLAN [" + tagged + "] of " + what + " is both the one without a tag and a tagged one"
                                + (tagged == PortVlans.DEFAULT.untagged()
                                        ? ", for frames without a tag belong to VLAN 1 if nothing else is said (vlan 0 takes none)"
                                        : ""));
            }
        }
    }
}
