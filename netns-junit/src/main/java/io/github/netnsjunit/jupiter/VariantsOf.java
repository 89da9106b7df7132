package io.github.netnsjunit.jupiter;

import java.lang.annotation.Annotation;
import java.util.List;

/**
 * Tells over which variants of its network an annotation runs a test; see {@link Varies}. The class that implements this must not be
 * abstract, and must be static if it is nested. It needs a constructor without parameters, which may be private. It is asked before the
 * first run of a test and for each run, so it must always tell the same.
 *
 * @param <A> the annotation
 */
public interface VariantsOf<A extends Annotation> {

    /**
     * The variants, in the order in which the test is to run.
     *
     * @param annotation the annotation that stands in the test's source
     * @throws IllegalArgumentException if the annotation itself has a mistake; the message reaches the user, with the annotation and its
     *     place
     */
    List<NetworkVariant> variants(A annotation);
}
