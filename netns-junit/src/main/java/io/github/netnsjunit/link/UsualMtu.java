package io.github.netnsjunit.link;

import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.LinkFacts;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.Part;
import java.util.HashSet;
import java.util.Set;

/** The MTU that an interface has when it is made. */
final class UsualMtu {

    /** {@code ETH_DATA_LEN} of {@code linux/if_ether.h}. */
    private static final int ETHERNET = 1500;

    private UsualMtu() {}

    /** In bytes; 0 if the kernel decides, or the interface does not exist. */
    static int of(Outline all, Key.Link link) {
        Key.Link decisive = link;
        Set<Key.Link> seen = new HashSet<>();
        while (seen.add(decisive)) {
            int declared = all.link(decisive).map(LinkFacts::mtu).orElse(0);
            Part part = all.part(decisive).orElse(null);
            if (declared != 0) {
                return declared;
            } else if (part instanceof UpperLink<?> upper) {
                decisive = upper.lower();
            } else {
                boolean ethernet = part instanceof VethLink
                        || part instanceof DummyLink
                        || part instanceof BridgeLink
                        || part instanceof BondLink;
                return ethernet ? ETHERNET : 0;
            }
        }
        return 0;
    }
}
