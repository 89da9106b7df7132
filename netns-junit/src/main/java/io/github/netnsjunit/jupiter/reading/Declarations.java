package io.github.netnsjunit.jupiter.reading;

import io.github.netnsjunit.jupiter.Declares;
import io.github.netnsjunit.jupiter.PartsOf;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.system.Refusals;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.Topology;
import io.github.netnsjunit.topology.TopologyException;
import io.github.netnsjunit.topology.rules.MistakeList;
import java.lang.annotation.Annotation;
import java.lang.annotation.Repeatable;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * The declarations of a test's network, gathered from the outermost place to the innermost. Each place is read once, however
 * many ways lead to it, which also ends cycles of meta-annotations. Not by JUnit's own search, which drops repeats that are
 * identical: what is written twice in one place is a mistake.
 */
public final class Declarations {

    private final List<Declaration> all = new ArrayList<>();
    private final Map<Key, Declaration> byKey = new HashMap<>();
    private final List<String> mistakes = new ArrayList<>();
    private final Set<AnnotatedElement> seen = new HashSet<>();

    /** Adds what stands on a class, its interfaces and its superclasses, those first. */
    public void read(Class<?> type) {
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
    public void read(Method method) {
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
        Declares declares = type.getAnnotation(Declares.class);
        if (declares != null) {
            readParts(annotation, declares.value(), place);
        }
        Annotation[] repeated = repeatedIn(annotation);
        for (Annotation one : repeated) {
            read(one, place);
        }
        if (repeated.length == 0) {
            read(place.within(type));
        }
    }

    /** Adds what the reader of an annotation says; what is wrong with the annotation becomes a mistake of its place. */
    private <A extends Annotation> void readParts(A annotation, Class<? extends PartsOf<?>> reader, Place place) {
        PartCollector told = new PartCollector();
        try {
            @SuppressWarnings("unchecked") // @Declares stands on the annotation that its reader is for
            PartsOf<A> parting = (PartsOf<A>) ReflectionSupport.newInstance(reader);
            parting.declare(annotation, told);
        } catch (IllegalArgumentException mistaken) {
            String message = mistaken.getMessage();
            mistakes.add(
                    Quotation.of(annotation) + " " + place.words() + ": " + (message == null ? mistaken : message));
        } catch (Exception | Error failure) {
            throw new ExtensionConfigurationException(
                    "Cannot read " + Quotation.of(annotation) + " " + place.words() + ", for its reader "
                            + reader.getName() + " fails: " + failure,
                    failure);
        }
        List<Part> parts = told.close();
        parts.forEach(part -> add(new Declaration(part, annotation, place, parts.size() == 1)));
    }

    /** Takes the parts that a reader tells, until it has returned. */
    private static final class PartCollector implements Consumer<Part> {

        private final List<Part> parts = new ArrayList<>();
        private boolean closed;

        @Override
        public synchronized void accept(Part part) {
            Objects.requireNonNull(part, "part");
            if (closed) {
                throw new IllegalStateException("[" + part + "] comes too late: declare(...) has returned");
            }
            parts.add(part);
        }

        synchronized List<Part> close() {
            closed = true;
            return parts;
        }
    }

    private void add(Declaration added) {
        Set<Declaration> known = new HashSet<>();
        for (Key key : added.part().declares()) {
            Declaration first = byKey.get(key);
            if (first == null || !known.add(first)) {
                continue;
            }
            if (first.annotation() == added.annotation() && !first.part().saysTheSameAs(added.part())) {
                mistakes.add("%s declares the %s twice, differently.".formatted(added.words(), key));
            } else if (!first.part().saysTheSameAs(added.part())) {
                mistakes.add(
                        "The %s is declared twice, differently: by %s and by %s. Rename one, or let both say the same."
                                .formatted(key, first.wordsBeside(added), added.wordsBeside(first)));
            } else if (first.isRepeatedBy(added)) {
                mistakes.add("The %s is declared twice in one place: by %s. Remove one.".formatted(key, added.words()));
            }
        }
        if (!known.isEmpty()) {
            return;
        }
        all.add(added);
        added.part().declares().forEach(key -> byKey.put(key, added));
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
    public List<Declaration> all() {
        return List.copyOf(all);
    }

    /** What is wrong with the annotations by themselves, before a topology is made of them. */
    public List<String> mistakes() {
        return List.copyOf(mistakes);
    }

    /** The names of the declared namespaces. */
    public List<String> namespaces() {
        return all.stream()
                .flatMap(declaration -> declaration.part().declares().stream())
                .filter(Key.Host.class::isInstance)
                .map(Key::namespace)
                .toList();
    }

    /** What is wrong with an annotation that names a namespace; empty if that is declared. */
    public Optional<String> mistake(String annotation, String name) {
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

    /** The same failure to make the network, with what is declared of the namespace in which it failed. */
    public LabException described(LabException failure) {
        String declared = all.stream()
                .filter(declaration -> isConcernedBy(failure, declaration))
                .map(declaration -> System.lineSeparator() + "  " + declaration.words())
                .distinct()
                .collect(Collectors.joining());
        return declared.isEmpty()
                ? failure
                : Refusals.explained(failure, "The annotations that declare it:" + declared);
    }

    private static boolean isConcernedBy(LabException failure, Declaration declaration) {
        return failure.namespace().filter(declaration::isOf).isPresent()
                || failure.part().filter(declaration.part()::equals).isPresent();
    }

    /**
     * Builds the topology.
     *
     * @throws ExtensionConfigurationException if anything in it is wrong, with the annotation and its place
     */
    public Topology topology() {
        Map<Part, String> words = new HashMap<>();
        all.forEach(declaration -> words.put(declaration.part(), declaration.words()));
        try {
            return Topology.of(all.stream().map(Declaration::part).toList());
        } catch (TopologyException mistaken) {
            String message = MistakeList.text(mistaken.mistakes(), part -> words.getOrDefault(part, part.toString()));
            throw new ExtensionConfigurationException(message, mistaken);
        }
    }

    /** What the topology's failure would say, if anything is wrong in it. */
    public Optional<String> topologyMistakes() {
        try {
            topology();
            return Optional.empty();
        } catch (ExtensionConfigurationException mistaken) {
            return Optional.ofNullable(mistaken.getMessage());
        }
    }
}
