package io.github.netnsjunit.jupiter.reading;

import io.github.netnsjunit.topology.Part;
import java.lang.annotation.Annotation;

/**
 * One part of a network as an annotation declares it.
 *
 * @param part the topology's record
 * @param annotation the annotation
 * @param place where the annotation stands
 * @param alone whether it is all that the annotation declares
 */
public record Declaration(Part part, Annotation annotation, Place place, boolean alone) {

    /** The annotation and where it stands: {@code @NetNamespace("blue_ns") on class WebServerTest}. */
    public String words() {
        return Quotation.of(annotation) + " " + place.words();
    }

    /** The same, with all that the annotation says where it reads like the other otherwise. */
    String wordsBeside(Declaration other) {
        return Quotation.of(annotation).equals(Quotation.of(other.annotation))
                ? Quotation.whole(annotation) + " " + place.words()
                : words();
    }

    /** Whether it is of a namespace, or part of something between that one and another. */
    boolean isOf(String namespace) {
        return part.declares().stream().anyMatch(key -> key.namespace().equals(namespace));
    }

    /** Whether another says again, in the same place and for nothing, what this one says. */
    boolean isRepeatedBy(Declaration other) {
        return alone && other.alone && place.element().equals(other.place.element());
    }
}
