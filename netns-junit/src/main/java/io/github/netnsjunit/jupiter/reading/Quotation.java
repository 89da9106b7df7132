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

/** Annotations as a message quotes them: as short as they can be told apart, as a rule. */
public final class Quotation {

    /** What names a thing comes first, wherever it stands in the source, which the class file does not tell. */
    private static final List<String> FIRST = List.of("namespace", "name");

    private Quotation() {}

    /** Its attributes that have no default, or another value than that; of annotations in it, those without a default. */
    static String of(Annotation annotation) {
        return quoted(annotation, true);
    }

    /** All that it says. */
    static String whole(Annotation annotation) {
        return annotation.toString().replaceAll("[\\w.$]+[.$](?=[A-Z]\\w*\\()", "");
    }

    private static String quoted(Annotation annotation, boolean outermost) {
        List<Method> shown = Arrays.stream(annotation.annotationType().getDeclaredMethods())
                .filter(attribute -> attribute.getParameterCount() == 0)
                .filter(attribute -> attribute.getDefaultValue() == null
                        || (outermost
                                && !Objects.deepEquals(attribute.getDefaultValue(), value(annotation, attribute))))
                .sorted(Comparator.comparing((Method attribute) -> attribute.getDefaultValue() != null)
                        .thenComparing(attribute ->
                                FIRST.contains(attribute.getName()) ? FIRST.indexOf(attribute.getName()) : FIRST.size())
                        .thenComparing(Method::getName))
                .toList();
        String name = "@" + annotation.annotationType().getSimpleName();
        if (shown.isEmpty()) {
            return name;
        }
        boolean unnamed = shown.get(0).getName().equals("value");
        return IntStream.range(0, shown.size())
                .mapToObj(i -> (i == 0 && unnamed ? "" : shown.get(i).getName() + " = ")
                        + text(value(annotation, shown.get(i))))
                .collect(Collectors.joining(", ", name + "(", ")"));
    }

    private static Object value(Annotation annotation, Method attribute) {
        return Objects.requireNonNull(ReflectionSupport.invokeMethod(attribute, annotation));
    }

    private static String text(Object value) {
        if (value instanceof Annotation annotation) {
            return quoted(annotation, false);
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
