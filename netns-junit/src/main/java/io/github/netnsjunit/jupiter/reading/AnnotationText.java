package io.github.netnsjunit.jupiter.reading;

import java.lang.annotation.Annotation;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.platform.commons.support.ReflectionSupport;

/** Writes annotations for messages. */
final class AnnotationText {

    /** These attributes come first. The class file does not tell the order of the attributes in the source. */
    private static final List<String> FIRST_ATTRIBUTES = List.of("namespace", "name");

    private AnnotationText() {}

    /** Writes a shortened annotation and where it stands: {@code @NetNamespace("blue_ns") on class WebServerTest}. */
    static String withPlace(Annotation annotation, Place place) {
        return shortened(annotation) + " " + place.description();
    }

    /**
     * Writes an annotation without the attributes that have their default value. Annotations inside it are shown with
     * their required attributes only, so two different annotations can look the same: see {@link #complete}.
     */
    static String shortened(Annotation annotation) {
        return shortened(annotation, true);
    }

    /**
     * Writes an annotation with all its attributes, as Java does, but without the names of packages and enclosing
     * classes.
     */
    static String complete(Annotation annotation) {
        return annotation.toString().replaceAll("[\\w.$]+[.$](?=[A-Z]\\w*\\()", "");
    }

    private static String shortened(Annotation annotation, boolean outermost) {
        List<Method> shown = Arrays.stream(annotation.annotationType().getDeclaredMethods())
                .filter(attribute -> attribute.getParameterCount() == 0)
                .filter(attribute -> attribute.getDefaultValue() == null
                        || (outermost
                                && !Objects.deepEquals(attribute.getDefaultValue(), value(annotation, attribute))))
                .sorted(Comparator.comparing((Method attribute) -> attribute.getDefaultValue() != null)
                        .thenComparing(attribute -> FIRST_ATTRIBUTES.contains(attribute.getName())
                                ? FIRST_ATTRIBUTES.indexOf(attribute.getName())
                                : FIRST_ATTRIBUTES.size())
                        .thenComparing(Method::getName))
                .toList();
        String name = "@" + annotation.annotationType().getSimpleName();
        if (shown.isEmpty()) {
            return name;
        }
        boolean startsWithValue = shown.get(0).getName().equals("value");
        return IntStream.range(0, shown.size())
                .mapToObj(i -> (i == 0 && startsWithValue ? "" : shown.get(i).getName() + " = ")
                        + text(value(annotation, shown.get(i))))
                .collect(Collectors.joining(", ", name + "(", ")"));
    }

    private static Object value(Annotation annotation, Method attribute) {
        return Objects.requireNonNull(ReflectionSupport.invokeMethod(attribute, annotation));
    }

    private static String text(Object value) {
        if (value instanceof Annotation annotation) {
            return shortened(annotation, false);
        } else if (value instanceof String) {
            return "\"" + value + "\"";
        } else if (value instanceof Class<?> type) {
            return type.getSimpleName() + ".class";
        } else if (value.getClass().isArray()) {
            int length = Array.getLength(value);
            return IntStream.range(0, length)
                    .mapToObj(i -> text(Array.get(value, i)))
                    .collect(Collectors.joining(", ", length == 1 ? "" : "{", length == 1 ? "" : "}"));
        }
        return String.valueOf(value);
    }
}
