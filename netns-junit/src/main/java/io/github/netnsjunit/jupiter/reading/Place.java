package io.github.netnsjunit.jupiter.reading;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Where annotations stand.
 *
 * @param element what bears them
 * @param words how a message says so, after the annotation: "on class WebServerTest"
 */
public record Place(AnnotatedElement element, String words) {

    public static Place of(Class<?> type) {
        return new Place(type, "on " + nameOf(type));
    }

    public static Place of(Executable executable) {
        return new Place(executable, "on " + nameOf(executable));
    }

    /** The place that an annotation at this place is for its own meta-annotations. */
    Place within(Class<?> annotationType) {
        return new Place(annotationType, "of @" + shortName(annotationType) + " " + words);
    }

    public static String nameOf(Class<?> type) {
        return (type.isInterface() ? "interface " : "class ") + shortName(type);
    }

    public static String nameOf(Executable executable) {
        return executable instanceof java.lang.reflect.Constructor<?>
                ? "the constructor of class " + shortName(executable.getDeclaringClass())
                : "method " + shortName(executable.getDeclaringClass()) + "." + executable.getName()
                        + Arrays.stream(executable.getParameterTypes())
                                .map(Class::getSimpleName)
                                .collect(Collectors.joining(", ", "(", ")"));
    }

    public static String nameOf(Field field) {
        return "field " + shortName(field.getDeclaringClass()) + "." + field.getName();
    }

    public static String nameOf(Parameter parameter) {
        return "parameter [" + parameter.getType().getSimpleName() + " " + parameter.getName() + "] of "
                + nameOf(parameter.getDeclaringExecutable());
    }

    /** The name as in a source file that imports the outermost class. */
    static String shortName(Class<?> type) {
        String name = type.getName();
        return name.substring(name.lastIndexOf('.') + 1).replace('$', '.');
    }
}
