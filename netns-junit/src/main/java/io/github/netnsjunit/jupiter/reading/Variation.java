package io.github.netnsjunit.jupiter.reading;

import io.github.netnsjunit.jupiter.NetworkVariant;
import io.github.netnsjunit.jupiter.VariantsOf;
import java.lang.annotation.Annotation;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * What an annotation says of the variants of a network.
 *
 * @param annotation the annotation
 * @param place where it stands
 * @param variants its variants; none if the annotation has a mistake
 */
public record Variation(Annotation annotation, Place place, List<NetworkVariant> variants) {

    /** Names the annotation and its place: {@code @OverMtus({1280, 1500}) on method WebServerTest.test()}. */
    public String description() {
        return AnnotationText.withPlace(annotation, place);
    }

    /** Asks the reader of an annotation. If it refuses the annotation, it throws {@link IllegalArgumentException}. */
    static <A extends Annotation> List<NetworkVariant> ask(Class<? extends VariantsOf<?>> reader, A annotation) {
        @SuppressWarnings("unchecked") // @Varies names the reader of the annotation that it stands on
        VariantsOf<A> variantsOf = (VariantsOf<A>) ReflectionSupport.newInstance(reader);
        List<NetworkVariant> variants = List.copyOf(variantsOf.variants(annotation));
        if (variants.isEmpty()) {
            throw new IllegalArgumentException("it names nothing over which the test could run");
        }
        Set<String> names = new HashSet<>();
        variants.stream()
                .map(NetworkVariant::name)
                .filter(name -> !names.add(name))
                .findFirst()
                .ifPresent(twice -> {
                    throw new IllegalArgumentException("it names [" + twice + "] twice");
                });
        return variants;
    }
}
