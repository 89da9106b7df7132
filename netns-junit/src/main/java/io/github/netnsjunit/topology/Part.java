package io.github.netnsjunit.topology;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One thing that a topology says: a namespace, a link, a route, a setting. A part is an immutable value. The rest of the library knows
 * of a part only what these methods tell. Use the parts of the packages {@code link}, {@code route}, {@code policy} and {@code service}: a class of your
 * own that implements this interface is checked with the others, but nothing is made for it. {@code toString()} returns one line, which
 * messages quote.
 */
public interface Part {

    /** The things that this part declares, and that no other part may declare differently. */
    Set<Key> declares();

    /**
     * Two parts that declare the same thing are compared by their meanings: if these are equal, the two are one part, otherwise they
     * contradict one another. By default the meaning is the part itself. Override this if the same can be said in several ways.
     */
    default Object meaning() {
        return this;
    }

    /** Whether another part declares the same things and has the same meaning. */
    default boolean saysTheSameAs(Part other) {
        return declares().equals(other.declares()) && meaning().equals(other.meaning());
    }

    /**
     * The mistake if this part contradicts another.
     *
     * @param key what both declare
     * @param other the part that came first
     */
    default String contradiction(Key key, Part other) {
        return key.taken();
    }

    /** What must be made before this part, apart from the namespaces of its own keys. */
    default Set<Key> needs() {
        return Set.of();
    }

    /**
     * The mistake if no part declares what this part {@linkplain #needs() needs}, or the namespace of its own keys. Override this if the
     * user named that thing with another word.
     */
    default String missing(Key key) {
        return key.missing();
    }

    /** The kernel features that this part needs. No part names what every lab needs, such as network namespaces. */
    default Set<KernelFeature> features() {
        return Set.of();
    }

    /** Tells the facts of this part to the outline of the whole topology. */
    default void outline(Draft draft) {}

    /**
     * Checks this part, alone and together with the other parts. It need not check what every topology must satisfy, such as that no
     * address is given twice: that is done for all parts.
     *
     * @param all the outline of the whole topology
     * @param mistake takes a description of each mistake, without a full stop
     */
    default void check(Outline all, Consumer<String> mistake) {}

    /**
     * What stands in place of this part if the network is to have other families of addresses; see {@link Topology#in}. Override this
     * if the part contains addresses.
     *
     * @throws IllegalArgumentException if there is nothing that could; the message says why, without a full stop
     */
    default List<Part> in(Counterparts families) {
        return List.of(this);
    }

    /**
     * What stands in place of this part if links that name no MTU are to have this one; see {@link Topology#withDefaultMtu}. Override this if
     * the part makes links, and the kernel does not give them the MTU of others.
     *
     * @param bytes 68 to 65535
     * @throws IllegalArgumentException if it is too small for the part; the message says why, without a full stop
     */
    default Part withDefaultMtu(int bytes) {
        return this;
    }
}
