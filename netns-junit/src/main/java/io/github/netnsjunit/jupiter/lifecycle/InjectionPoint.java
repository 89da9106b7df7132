package io.github.netnsjunit.jupiter.lifecycle;

import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.reading.Declarations;
import io.github.netnsjunit.jupiter.reading.Place;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Parameter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * A parameter or a field into which a lab or one of its namespaces is to be injected.
 *
 * @param type the type of the parameter or field
 * @param namespace the name in its {@link NetNamespace}; {@code null} without that annotation
 * @param description what messages call it: "parameter [Lab lab] of method WebServerTest.test(Lab)"
 */
public record InjectionPoint(Class<?> type, @Nullable String namespace, String description) {

    /** Returns empty if the parameter asks for neither a lab nor a namespace. */
    public static Optional<InjectionPoint> of(Parameter parameter) {
        return of(parameter.getType(), parameter, Place.nameOf(parameter));
    }

    /** Returns empty if the field asks for neither a lab nor a namespace. */
    public static Optional<InjectionPoint> of(Field field) {
        return of(field.getType(), field, Place.nameOf(field));
    }

    private static Optional<InjectionPoint> of(Class<?> type, AnnotatedElement element, String description) {
        Optional<NetNamespace> annotation = AnnotationSupport.findAnnotation(element, NetNamespace.class);
        return annotation.isPresent() || type == Lab.class || type == NetworkNamespace.class
                ? Optional.of(new InjectionPoint(
                        type, annotation.map(NetNamespace::value).orElse(null), description))
                : Optional.empty();
    }

    /** Whether it has a {@link NetNamespace}. */
    boolean isAnnotated() {
        return namespace != null;
    }

    /** Returns what is wrong with the parameter or field, as far as the annotations show it; empty if nothing is. */
    public Optional<String> mistake(TestAnnotations annotations) {
        Declarations declarations = annotations.declarations();
        List<String> declared = declarations.namespaces();
        if (namespace != null && type != NetworkNamespace.class) {
            return Optional.of(
                    "@NetNamespace(\"%s\") stands on %s, whose type is not NetworkNamespace. Change the type, or remove the annotation."
                            .formatted(namespace, description));
        } else if (declarations.all().isEmpty()) {
            return Optional.of(
                    "%s asks for a part of a lab, but no network is declared. Add a declaration, such as @NetNamespace(\"%s\"), to the class or the method."
                            .formatted(capitalized(), namespace == null ? "blue_ns" : namespace));
        } else if (namespace != null) {
            return declarations.mistakeIfUndeclared(
                    "@NetNamespace(\"" + namespace + "\") on " + description, namespace);
        } else if (type == NetworkNamespace.class && declared.size() != 1) {
            return Optional.of(
                    "%s does not say which namespace it wants; the network has [%s]. Annotate it with @NetNamespace(\"…\")."
                            .formatted(capitalized(), String.join("], [", declared)));
        }
        return Optional.empty();
    }

    /** Returns the message for a parameter or field of the class where each test has a lab of its own. */
    public String mistakeOutsideTests() {
        return "%s asks for a part of a lab outside any test, but each test has a lab of its own. Share one lab among the tests with @LabLifecycle(PER_CLASS) on the class, or ask in a test, in a @BeforeEach method or with an instance field."
                .formatted(capitalized());
    }

    /** Returns the lab, or the namespace of it that is asked for. */
    public Object valueFrom(Lab lab) {
        if (type == Lab.class) {
            return lab;
        }
        return namespace == null ? lab.namespaces().get(0) : lab.namespace(namespace);
    }

    private String capitalized() {
        return Character.toUpperCase(description.charAt(0)) + description.substring(1);
    }
}
