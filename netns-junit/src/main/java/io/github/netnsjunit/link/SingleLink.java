package io.github.netnsjunit.link;

import io.github.netnsjunit.provision.Provisioned;
import io.github.netnsjunit.topology.Counterparts;
import io.github.netnsjunit.topology.Draft;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.PortOptions;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A link that has one interface. All kinds of links but veth pairs are such links.
 *
 * @param <S> the class that implements this interface
 */
@SuppressWarnings("exports") // only the library calls the methods that make a part
public interface SingleLink<S extends SingleLink<S>> extends Provisioned {

    /** The interface. */
    End end();

    /** The same link with another interface. */
    S with(End end);

    /** The kind of link, as in {@code ip link add type}. */
    String kind();

    /** The MTU that the kernel gives it if nothing is said, in bytes; 0 if it is not always the same. */
    default int usualMtu() {
        return 0;
    }

    /** The same with another MTU, in bytes. */
    default S mtu(int bytes) {
        return with(end().mtu(bytes));
    }

    /** The same with a MAC address such as {@code 02:00:00:00:00:01}. */
    default S mac(String address) {
        return with(end().mac(address));
    }

    /** The same, but left down. */
    default S down() {
        return with(end().down());
    }

    /** The same as a port of a bridge, a bond or a VRF in the same namespace. */
    default S master(String bridge) {
        return with(end().master(bridge));
    }

    /** The same with these options as a port of its bridge. */
    default S port(PortOptions options) {
        return with(end().port(options));
    }

    /** The same, but what it has may also be elsewhere; see {@link End#duplicate()}. */
    default S duplicate() {
        return with(end().duplicate());
    }

    @Override
    default Set<Key> declares() {
        return Set.of(end().key());
    }

    @Override
    default void outline(Draft draft) {
        end().outline(draft, kind(), usualMtu());
    }

    @Override
    default void check(Outline all, Consumer<String> mistake) {
        end().check(all, mistake);
        if (all.isHost(end().namespace())) {
            mistake.accept("a " + kind()
                    + " in the host's namespace would outlive the test; put it into a namespace of its own");
        }
    }

    @Override
    default List<Part> in(Counterparts families) {
        return List.of(with(end().in(families)));
    }

    @Override
    default Part withDefaultMtu(int bytes) {
        return with(end().withDefaultMtu(bytes));
    }
}
