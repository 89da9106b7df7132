package io.github.netnsjunit.link;

import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.rules.MtuBelow;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A link of one interface that lies over another interface, through which it sends its frames.
 *
 * @param <S> the class that implements this interface
 */
@SuppressWarnings("exports") // only the library calls the methods that make a part
public interface UpperLink<S extends UpperLink<S>> extends SingleLink<S> {

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

    /** The kernel gives it that of the interface below. */
    @Override
    default Part withDefaultMtu(int bytes) {
        return this;
    }

    @Override
    default String missing(Key key) {
        return key.equals(lower())
                ? "there is no interface [" + below() + "] (below) in namespace [" + belowNamespace() + "]"
                        + (belowNamespace().equals(end().namespace()) ? "" : " (belowNamespace)")
                : SingleLink.super.missing(key);
    }

    @Override
    default void check(Outline all, Consumer<String> mistake) {
        SingleLink.super.check(all, mistake);
        if (below().equals(end().master()) && belowNamespace().equals(end().namespace())) {
            mistake.accept("it cannot be a port of [" + below() + "], which it lies over");
        }
        int most = MtuBelow.of(lower(), all);
        if (most != 0 && end().mtu() > most) {
            mistake.accept("the MTU [" + end().mtu() + "] is larger than that of [" + below()
                    + "], which it lies over: " + most);
        }
    }
}
