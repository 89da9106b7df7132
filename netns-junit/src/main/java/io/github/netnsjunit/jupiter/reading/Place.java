package io.github.netnsjunit.jupiter.reading;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The place where an annotation stands.
 *
 * @param element the class, the method or the annotation type that it stands on
 * @param description how a message names the place, after the annotation: "on class WebServerTest"
 */
public record Place(AnnotatedElement element, String description) {

    public static Place of(Class<?> type) {
        return new Place(type, "on " + nameOf(type));
    }

    public static Place of(Method method) {
        return new Place(method, "on " + nameOf(method));
    }

    static Place of(Field field) {
        return new Place(field, "on " + nameOf(field));
    }

    /**
     * Returns the place of the meta-annotations of an annotation that stands here: "of @BlueNetwork on class
     * WebServerTest".
     */
    Place ofMetaAnnotations(Class<?> annotationType) {
        return new Place(annotationType, "of @" + shortName(annotationType) + " " + description);
    }

    /** The class or annotation type itself, or the one that declares the method or field. */
    Class<?> type() {
        return element instanceof Class<?> type ? type : ((Member) element).getDeclaringClass();
    }

    public static String nameOf(Class<?> type) {
        return (type.isInterface() ? "interface " : "class ") + shortName(type);
    }

    public static String nameOf(Executable executable) {
        return executable instanceof Constructor<?>
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

    /** Returns the name without the package, and with the enclosing classes: {@code Outer.Inner}. */
    private static String shortName(Class<?> type) {
        String name = type.getName();
        return name.substring(name.lastIndexOf('.') + 1).replace('$', '.');
    }
}
