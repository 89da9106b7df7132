package io.github.netnsjunit.topology;

import java.util.Set;
import java.util.function.Consumer;

/**
 * One thing that a topology says: a namespace, a link, a route, a setting. A part is an immutable value; what it says of itself here
 * is all that the rest of the library knows of it. Declare parts of the packages {@code link}, {@code route} and {@code policy}: one of
 * your own can describe a network, but makes nothing in it. Its {@code toString()} is one line, which messages quote.
 */
public interface Part {

    /** What this part is the only one to say. */
    Set<Key> declares();

    /**
     * What two parts with an equal key are compared by: if these are equal they are one part, else they contradict one another. The
     * part itself, unless one thing can be said in several ways.
     */
    default Object meaning() {
        return this;
    }

    /** Whether another part that has one of its keys says the same as this one. */
    default boolean saysTheSameAs(Part other) {
        return declares().equals(other.declares()) && meaning().equals(other.meaning());
    }

    /**
     * What is wrong where another part has one of its keys and says something else.
     *
     * @param key the key that both have
     * @param other the part that came first
     */
    default String contradiction(Key key, Part other) {
        return key.taken();
    }

    /** What must be there before this part can be made, beyond the namespaces of its keys. */
    default Set<Key> needs() {
        return Set.of();
    }

    /** What the kernel must have for it, beyond what every lab needs. */
    default Set<KernelFeature> features() {
        return Set.of();
    }

    /** Tells what is so once this part stands: its facts for the outline of the whole topology. */
    default void outline(Draft draft) {}

    /**
     * Tells what is wrong with this part alone, or beside the others; what holds for every topology, such as that no address is given
     * twice, is checked elsewhere.
     *
     * @param all the outline of the whole topology
     * @param mistake takes what is wrong, a sentence without its end
     */
    default void check(Outline all, Consumer<String> mistake) {}
}
