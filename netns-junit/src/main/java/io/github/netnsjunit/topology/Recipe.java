package io.github.netnsjunit.topology;

import java.util.Set;
import java.util.function.Consumer;

/**
 * A part that says other parts: a LAN says its switch, its hosts and their cables. Nothing is made for the recipe itself. The parts that it
 * says are checked and made as if they were declared, with one difference: what is declared wins. If a declared part has a key of theirs,
 * that of the recipe is left out.
 *
 * <p>Recipes are asked in two rounds. First each says the structure, without knowing that of the others. Then each says what follows from
 * the structure of all. A recipe may say recipes too, but only with the structure.
 */
public interface Recipe extends Part {

    /** The names of the namespaces that this recipe says. {@link #structure} need not say them again. */
    Set<String> namespaces();

    /**
     * Says links and their addresses, and whatever else does not depend on what other recipes say.
     *
     * @param declared the outline of the declared parts. If this recipe was said by another, it contains the structure of that one too
     */
    default void structure(Outline declared, Consumer<Part> to) {}

    /**
     * Says what depends on the structure of the whole topology, such as routes.
     *
     * @param structure the outline of the declared parts and of the structure of all recipes
     */
    default void consequences(Outline structure, Consumer<Part> to) {}
}
