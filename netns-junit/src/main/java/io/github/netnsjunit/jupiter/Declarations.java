package io.github.netnsjunit.jupiter;

import io.github.netnsjunit.lab.BridgeLink;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.Namespace;
import io.github.netnsjunit.lab.StaticRoute;
import io.github.netnsjunit.lab.SysctlSetting;
import io.github.netnsjunit.lab.Topology;
import io.github.netnsjunit.lab.TopologyException;
import io.github.netnsjunit.lab.VethLink;
import java.lang.annotation.Annotation;
import java.lang.annotation.Repeatable;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/**
 * The declarations of a test's network, gathered from the outermost place to the innermost. Each place is read once, however
 * many ways lead to it, which also ends cycles of meta-annotations. Not by JUnit's own search, which drops repeats that are
 * identical: what is written twice in one place is a mistake.
 */
final class Declarations {

    private final List<Declaration> all = new ArrayList<>();
    private final Map<String, Declaration> byThing = new HashMap<>();
    private final List<String> mistakes = new ArrayList<>();
    private final Set<AnnotatedElement> seen = new HashSet<>();

    /** Adds what stands on a class, its interfaces and its superclasses, those first. */
    void read(Class<?> type) {
        Class<?> superclass = type.getSuperclass();
        if (superclass != null && superclass != Object.class) {
            read(superclass);
        }
        for (Class<?> contract : type.getInterfaces()) {
            read(contract);
        }
        read(Place.of(type));
    }

    /** Adds what stands on a method. */
    void read(Method method) {
        read(Place.of(method));
    }

    private void read(Place place) {
        if (seen.add(place.element())) {
            for (Annotation annotation : place.element().getDeclaredAnnotations()) {
                read(annotation, place);
            }
        }
    }

    private void read(Annotation annotation, Place place) {
        Class<? extends Annotation> type = annotation.annotationType();
        if (type.getName().startsWith("java.") || type.getName().startsWith("org.junit.")) {
            return; // nobody's network
        }
        Declaration declaration = Declaration.of(annotation, place);
        if (declaration != null) {
            add(declaration);
            return;
        }
        Annotation[] repeated = repeatedIn(annotation);
        for (Annotation one : repeated) {
            read(one, place);
        }
        if (repeated.length == 0) {
            read(place.within(type));
        }
    }

    private void add(Declaration added) {
        Set<Declaration> known = new HashSet<>();
        for (String thing : added.things()) {
            Declaration first = byThing.get(thing);
            if (first == null || !known.add(first)) {
                continue;
            }
            if (!first.saysTheSameAs(added)) {
                mistakes.add(
                        "The %s is declared twice, differently: by %s and by %s. Rename one, or let both say the same."
                                .formatted(thing, first.wordsBeside(added), added.wordsBeside(first)));
            } else if (first.place().element().equals(added.place().element())) {
                mistakes.add(
                        "The %s is declared twice in one place: by %s. Remove one.".formatted(thing, added.words()));
            }
        }
        if (!known.isEmpty()) {
            return;
        }
        all.add(added);
        added.things().forEach(thing -> byThing.put(thing, added));
    }

    /** The annotations in the container of a repeatable one; none if the annotation is no container. */
    private static Annotation[] repeatedIn(Annotation annotation) {
        try {
            Method value = annotation.annotationType().getDeclaredMethod("value");
            Class<?> elements = value.getReturnType().getComponentType();
            Repeatable repeatable = elements == null ? null : elements.getAnnotation(Repeatable.class);
            if (repeatable != null && repeatable.value() == annotation.annotationType() && value.trySetAccessible()) {
                return (Annotation[]) value.invoke(annotation);
            }
        } catch (NoSuchMethodException noContainer) {
            return new Annotation[0];
        } catch (IllegalAccessException | InvocationTargetException unreadable) {
            throw new ExtensionConfigurationException(
                    "Cannot read [" + annotation + "]: " + unreadable.getMessage(), unreadable);
        }
        return new Annotation[0];
    }

    /** The declarations, merged, from the outermost to the innermost. */
    List<Declaration> all() {
        return List.copyOf(all);
    }

    /** What was declared twice. */
    List<String> mistakes() {
        return List.copyOf(mistakes);
    }

    /** The names of the declared namespaces. */
    List<String> namespaces() {
        return all.stream()
                .filter(declaration -> declaration.part() instanceof Namespace)
                .map(declaration -> ((Namespace) declaration.part()).name())
                .toList();
    }

    /** What is wrong with an annotation that names a namespace; empty if that is declared. */
    Optional<String> mistake(String annotation, String name) {
        List<String> known = namespaces();
        if (known.contains(name)) {
            return Optional.empty();
        }
        return Optional.of(
                known.isEmpty()
                        ? "%s names a namespace, but no network is declared. Add @NetNamespace(\"%s\") to the class or the method."
                                .formatted(annotation, name)
                        : "%s names the namespace [%s], which is not declared; the network has [%s]. Add @NetNamespace(\"%s\") to the class or the method, or name one of these."
                                .formatted(annotation, name, String.join("], [", known), name));
    }

    /** The same failure to make the network, with what is declared of the namespace that it names. */
    LabException described(LabException failure) {
        String message = String.valueOf(failure.getMessage());
        String declared = namespaces().stream()
                .filter(name -> message.contains("namespace [" + name + "]"))
                .flatMap(name -> all.stream().filter(declaration -> declaration.isOf(name)))
                .distinct()
                .map(declaration -> System.lineSeparator() + "  " + declaration.words())
                .collect(Collectors.joining());
        return declared.isEmpty()
                ? failure
                : new LabException(
                        message + System.lineSeparator() + "The annotations that declare it:" + declared, failure);
    }

    /**
     * Builds the topology.
     *
     * @throws ExtensionConfigurationException if anything in it is wrong, with the annotation and its place
     */
    Topology topology() {
        Topology.Builder builder = Topology.builder();
        IdentityHashMap<Object, String> words = new IdentityHashMap<>();
        for (Declaration declaration : all) {
            Object part = declaration.part();
            words.put(part, declaration.words());
            if (part instanceof Namespace namespace) {
                builder.namespace(namespace);
            } else if (part instanceof VethLink pair) {
                builder.vethPair(pair);
                words.put(pair.left(), "left end of " + declaration.words());
                words.put(pair.right(), "right end of " + declaration.words());
            } else if (part instanceof BridgeLink bridge) {
                builder.bridge(bridge);
            } else if (part instanceof StaticRoute route) {
                builder.route(route);
            } else if (part instanceof SysctlSetting setting) {
                builder.sysctl(setting);
            }
        }
        try {
            return builder.build();
        } catch (TopologyException mistaken) {
            TopologyException described = mistaken.describedBy(part -> words.getOrDefault(part, part.toString()));
            throw new ExtensionConfigurationException(String.valueOf(described.getMessage()), described);
        }
    }

    /** What the topology's failure would say, if anything is wrong in it. */
    Optional<String> topologyMistakes() {
        try {
            topology();
            return Optional.empty();
        } catch (ExtensionConfigurationException mistaken) {
            return Optional.ofNullable(mistaken.getMessage());
        }
    }
}
