package io.github.netnsjunit.link;

import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.LinkFacts;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.Part;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A link of one interface that lies over another interface, through which it sends its frames.
 *
 * @param <S> the class that implements this interface
 */
@SuppressWarnings("exports") // only the library calls the methods that make a part
public interface UpperLink<S extends UpperLink<S>> extends SingleLink<S> {

    /** {@code ETH_DATA_LEN} of {@code linux/if_ether.h}. */
    int ETHERNET_MTU = 1500;

    /** The name of the interface that it lies over. */
    String below();

    /** The name of the namespace of the interface that it lies over. */
    default String belowNamespace() {
        return end().namespace();
    }

    /** The key of the interface that it lies over. */
    default Key.Link lower() {
        return new Key.Link(belowNamespace(), below());
    }

    @Override
    default Set<Key> needs() {
        return Set.of(lower());
    }

    @Override
    default void check(Outline all, Consumer<String> mistake) {
        SingleLink.super.check(all, mistake);
        if (below().equals(end().master()) && belowNamespace().equals(end().namespace())) {
            mistake.accept("it cannot be a port of [" + below() + "], which it lies over");
        }
        int most = mtu(all, lower());
        if (most != 0 && end().mtu() > most) {
            mistake.accept("the MTU [" + end().mtu() + "] is larger than that of [" + below()
                    + "], which it lies over: " + most);
        }
    }

    /** The MTU that an interface has when another is made over it; 0 if the kernel decides, or the interface does not exist. */
    private static int mtu(Outline all, Key.Link link) {
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
                return ethernet ? ETHERNET_MTU : 0;
            }
        }
        return 0;
    }
}
