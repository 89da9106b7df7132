package io.github.netnsjunit.jupiter.lifecycle;

import io.github.netnsjunit.jupiter.NetNamespace;
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
 * A parameter or a field that asks for a part of the lab.
 *
 * @param type what it can take
 * @param namespace the name of the namespace it wants; {@code null} if it does not say
 * @param words the parameter or field as a message calls it
 */
public record Request(Class<?> type, @Nullable String namespace, String words) {

    /** Empty if the parameter asks for nothing that a lab has. */
    public static Optional<Request> of(Parameter parameter) {
        return of(parameter.getType(), parameter, Place.nameOf(parameter));
    }

    /** Empty if the field asks for nothing that a lab has. */
    public static Optional<Request> of(Field field) {
        return of(field.getType(), field, Place.nameOf(field));
    }

    private static Optional<Request> of(Class<?> type, AnnotatedElement element, String words) {
        Optional<NetNamespace> annotation = AnnotationSupport.findAnnotation(element, NetNamespace.class);
        return annotation.isPresent() || type == Lab.class || type == NetworkNamespace.class
                ? Optional.of(
                        new Request(type, annotation.map(NetNamespace::value).orElse(null), words))
                : Optional.empty();
    }

    /** Whether it says by an annotation that it wants to be injected. */
    boolean isExplicit() {
        return namespace != null;
    }

    /** What is wrong with it, before there is a lab. */
    public Optional<String> mistake(Plan plan) {
        List<String> known = plan.network().namespaces();
        if (namespace != null && type != NetworkNamespace.class) {
            return Optional.of(
                    "@NetNamespace(\"%s\") stands on %s, whose type is not NetworkNamespace. Change the type, or remove the annotation."
                            .formatted(namespace, words));
        } else if (plan.network().all().isEmpty()) {
            return Optional.of(
                    "%s asks for a part of a lab, but no network is declared. Add a declaration, such as @NetNamespace(\"%s\"), to the class or the method."
                            .formatted(capitalized(), namespace == null ? "blue_ns" : namespace));
        } else if (namespace != null) {
            return plan.network().mistake("@NetNamespace(\"" + namespace + "\") on " + words, namespace);
        } else if (type == NetworkNamespace.class && known.size() != 1) {
            return Optional.of(
                    "%s does not say which namespace it wants; the network has [%s]. Annotate it with @NetNamespace(\"…\")."
                            .formatted(capitalized(), String.join("], [", known)));
        }
        return Optional.empty();
    }

    /** What is wrong with it where the tests of a class have labs of their own, and it asks at the level of the class. */
    public String tooEarly() {
        return "%s asks for a part of a lab outside any test, but each test has a lab of its own. Share one lab among the tests with @LabLifecycle(PER_CLASS) on the class, or ask in a test, in a @BeforeEach method or with an instance field."
                .formatted(capitalized());
    }

    public Object from(Lab lab) {
        if (type == Lab.class) {
            return lab;
        }
        return namespace == null ? lab.namespaces().get(0) : lab.namespace(namespace);
    }

    private String capitalized() {
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
