package io.github.netnsjunit.jupiter;

import io.github.netnsjunit.topology.Part;
import java.lang.annotation.Annotation;
import java.util.function.Consumer;

/**
 * Says which parts of a network an annotation declares; see {@link Declares}.
 *
 * <p>The class that implements this must not be abstract, and must be static if it is nested. It needs a constructor
 * without parameters, which may be private. Each annotation is read once, by a new instance, so all tests for which it
 * stands have the same parts.
 *
 * @param <A> the annotation
 */
public interface PartsOf<A extends Annotation> {

    /**
     * Declares the parts. The topology checks them by itself; its messages name the annotation and its place.
     *
     * @param annotation the annotation that stands in the test's source
     * @param to accepts the parts, until this method returns
     * @throws IllegalArgumentException if the annotation itself has a mistake; the message reaches the user, with the
     *     annotation and its place
     */
    void declare(A annotation, Consumer<Part> to);
}
