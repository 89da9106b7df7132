package io.github.netnsjunit.jupiter;

import io.github.netnsjunit.topology.Part;
import java.lang.annotation.Annotation;
import java.util.function.Consumer;

/**
 * Says which parts of a network an annotation declares; see {@link Declares}. A concrete class, static if it is nested, with a
 * constructor without parameters, which may be private; made anew for each annotation that is read.
 *
 * @param <A> the annotation
 */
public interface PartsOf<A extends Annotation> {

    /**
     * Tells the parts. What is wrong with them the topology finds by itself, and names the annotation and its place; what is wrong with
     * the annotation before there are any parts can be told by throwing {@link IllegalArgumentException}.
     *
     * @param annotation as it stands in the test's source
     * @param to takes the parts, until this method returns
     */
    void declare(A annotation, Consumer<Part> to);
}
