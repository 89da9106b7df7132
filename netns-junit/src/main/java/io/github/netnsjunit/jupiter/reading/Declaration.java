package io.github.netnsjunit.jupiter.reading;

import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.Recipe;
import java.lang.annotation.Annotation;

/**
 * A part of the network that an annotation declares.
 *
 * @param part the part
 * @param annotation the annotation
 * @param place where the annotation stands
 * @param onlyPart whether the annotation declares no other part
 */
public record Declaration(Part part, Annotation annotation, Place place, boolean onlyPart) {

    /** Names the annotation and its place: {@code @NetNamespace("blue_ns") on class WebServerTest}. */
    public String description() {
        return AnnotationText.withPlace(annotation, place);
    }

    /** Names the annotation and its place, with all attributes if the two annotations look the same without them. */
    String descriptionToTellFrom(Declaration other) {
        return AnnotationText.shortened(annotation).equals(AnnotationText.shortened(other.annotation))
                ? AnnotationText.complete(annotation) + " " + place.description()
                : description();
    }

    /** Whether the part is in the namespace, or connects it to another one. */
    boolean concerns(String namespace) {
        return part.declares().stream().anyMatch(key -> key.namespace().equals(namespace))
                || (part instanceof Recipe recipe && recipe.namespaces().contains(namespace));
    }

    /**
     * Whether the other annotation needlessly repeats this one: both stand in the same place, and neither declares another
     * part. An annotation that declares several parts may share one of them with the next annotation.
     */
    boolean isRepeatedBy(Declaration other) {
        return onlyPart && other.onlyPart && place.element().equals(other.place.element());
    }
}
