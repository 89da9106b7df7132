package io.github.netnsjunit.topology.rules;

import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.LinkFacts;
import io.github.netnsjunit.topology.Outline;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Tells the MTU of an interface that others lie over or send through. */
public final class MtuBelow {

    private MtuBelow() {}

    /** The MTU that an interface has when it is made, in bytes; 0 if the kernel decides, or there is no such interface. */
    public static int of(Key.Link lower, Outline all) {
        Optional<LinkFacts> decisive = all.link(lower);
        Set<Key.Link> seen = new HashSet<>();
        while (decisive.isPresent() && seen.add(decisive.get().key())) {
            LinkFacts facts = decisive.get();
            Optional<Key.Link> below = all.below(facts.key());
            if (facts.mtu() != 0) {
                return facts.mtu();
            } else if (below.isEmpty()) {
                return facts.usualMtu();
            }
            decisive = below.flatMap(all::link);
        }
        return 0;
    }
}
