package io.github.netnsjunit.jupiter;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.Topology;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One variant of a test's network; see {@link Varies}. Immutable.
 *
 * @param name what the display name of the test calls it; not empty
 * @param parts what it adds to the declared network
 * @param change what it makes of the declared network, its own parts included, after that was checked
 * @param value what a parameter of the test gets whose type is the class of this value, or the primitive type of that; {@code null} for none
 */
public record NetworkVariant(
        String name,
        List<Part> parts,
        UnaryOperator<Topology> change,
        @Nullable Object value) {

    public NetworkVariant {
        if (name.isBlank()) {
            throw new IllegalArgumentException("the name of a variant of a network is blank");
        }
        parts = List.copyOf(parts);
        requireNonNull(change, "change");
    }

    /** Describes a variant that does not differ from what is declared. */
    public static NetworkVariant named(String name) {
        return new NetworkVariant(name, List.of(), UnaryOperator.identity(), null);
    }

    /** The same with these parts, in place of others. */
    public NetworkVariant adding(Part... added) {
        return new NetworkVariant(name, List.of(added), change, value);
    }

    /**
     * The same with this change of the network.
     *
     * @param changing returns the changed network. What it throws fails the test. If it throws an {@link IllegalArgumentException}, the
     *     failure names the annotation and its place too
     */
    public NetworkVariant changing(UnaryOperator<Topology> changing) {
        return new NetworkVariant(name, parts, changing, value);
    }

    /** The same with a value that the test can have as a parameter. */
    public NetworkVariant value(Object given) {
        return new NetworkVariant(name, parts, change, requireNonNull(given, "value"));
    }
}
