package io.github.netnsjunit.link;

import static io.github.netnsjunit.topology.MasterRole.BUNDLE;

import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.LinkFacts;
import io.github.netnsjunit.topology.Outline;
import java.util.Set;
import java.util.function.Consumer;

/** The kinds of interfaces that take all frames of the interface below them, of which the kernel allows one kind an interface. */
final class FrameTakers {

    /** MACVTAP interfaces are MACVLAN interfaces: both may lie over one interface. */
    private static final Set<String> MACVLANS = Set.of("macvlan", "macvtap");

    private static final Set<String> IPVLANS = Set.of("ipvlan");

    private FrameTakers() {}

    /** Reports if something else takes the frames of the interface below already ({@code rx_handler} of {@code linux/netdevice.h}). */
    static void check(UpperLink<?> link, Outline all, Consumer<String> mistake) {
        Key.Link lower = link.lower();
        all.link(lower)
                .map(LinkFacts::master)
                .filter(master -> all.bridge(master).isPresent()
                        || all.master(master).filter(BUNDLE::equals).isPresent())
                .ifPresent(master -> mistake.accept("[" + lower.name() + "], which it lies over, is a port of ["
                        + master.name() + "], which takes all its frames; put it over [" + master.name() + "]"));
        all.links().stream()
                .filter(other -> (MACVLANS.contains(link.kind()) ? IPVLANS : MACVLANS).contains(other.kind()))
                .filter(other -> all.below(other.key()).filter(lower::equals).isPresent())
                .findFirst()
                .ifPresent(other -> mistake.accept("over [" + lower.name() + "] lies the " + other.kind() + " ["
                        + other.key().path() + "] already, and the kernel lets only one of the two kinds lie there"));
    }

    /** Reports if another MACVLAN interface lies over the interface below too. */
    static void checkAlone(UpperLink<?> link, Outline all, Consumer<String> mistake) {
        all.links().stream()
                .filter(other -> MACVLANS.contains(other.kind())
                        && !other.key().equals(link.end().key()))
                .filter(other ->
                        all.below(other.key()).filter(link.lower()::equals).isPresent())
                .findFirst()
                .ifPresent(other -> mistake.accept("in the mode passthru it is the only one over [" + link.below()
                        + "], and [" + other.key().path() + "] lies there too"));
    }
}
