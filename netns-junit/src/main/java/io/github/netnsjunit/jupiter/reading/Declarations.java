package io.github.netnsjunit.jupiter.reading;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.jupiter.Declares;
import io.github.netnsjunit.jupiter.NetworkVariant;
import io.github.netnsjunit.jupiter.OverMtus;
import io.github.netnsjunit.jupiter.PartsOf;
import io.github.netnsjunit.jupiter.VariantsOf;
import io.github.netnsjunit.jupiter.Varies;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.refusal.Refusals;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.Recipe;
import io.github.netnsjunit.topology.Topology;
import io.github.netnsjunit.topology.TopologyException;
import io.github.netnsjunit.topology.rules.MistakeList;
import java.lang.annotation.Annotation;
import java.lang.annotation.Repeatable;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * Collects what annotations declare of a test's network, from the outermost place to the innermost.
 *
 * <p>Each place is read only once, so meta-annotations may form a cycle. JUnit's own search for annotations is not used
 * because it drops an annotation that is repeated with equal attributes. Here such a repetition is a mistake.
 */
public final class Declarations {

    private static final RecentTopologies RECENT = new RecentTopologies();

    /**
     * The parts that annotations in a class have declared, so that each is read once and not for every test. Java makes an annotation
     * once and returns the same object each time, and to compare two of them takes longer than to read one.
     */
    private static final ClassValue<Map<Annotation, List<Part>>> KNOWN = new ClassValue<>() {
        @Override
        protected Map<Annotation, List<Part>> computeValue(Class<?> type) {
            return Collections.synchronizedMap(new IdentityHashMap<>());
        }
    };

    private final List<Declaration> all = new ArrayList<>();
    private final Map<Key, Declaration> byKey = new HashMap<>();
    private final List<String> mistakes = new ArrayList<>();
    private final List<Variation> variations = new ArrayList<>();
    private boolean withFields;
    private final List<Choice> chosen = new ArrayList<>();
    private final Set<AnnotatedElement> alreadyRead = new HashSet<>();

    /** One of the variants that an annotation tells. */
    private record Choice(Variation variation, NetworkVariant variant) {

        Topology change(Topology topology) {
            try {
                return variant.change().apply(topology);
            } catch (TopologyException mistaken) {
                throw mistaken;
            } catch (IllegalArgumentException refusal) {
                throw Refusals.inPlaceOf(
                        refusal,
                        new ExtensionConfigurationException(variation.description() + ": " + refusal.getMessage()));
            }
        }
    }

    /** Reads the annotations of the superclasses, then of the interfaces, then of the class itself. */
    public void read(Class<?> type) {
        Class<?> superclass = type.getSuperclass();
        if (superclass != null && superclass != Object.class) {
            read(superclass);
        }
        for (Class<?> implemented : type.getInterfaces()) {
            read(implemented);
        }
        if (!alreadyRead.contains(type)) {
            RegisteredNetwork.in(type, this);
        }
        read(Place.of(type));
    }

    /** Reads the annotations of a method. */
    public void read(Method method) {
        read(Place.of(method));
    }

    private void read(Place place) {
        if (alreadyRead.add(place.element())) {
            for (Annotation annotation : place.element().getDeclaredAnnotations()) {
                read(annotation, place);
            }
        }
    }

    void read(Annotation annotation, Place place) {
        Class<? extends Annotation> type = annotation.annotationType();
        if (type.getName().startsWith("java.") || type.getName().startsWith("org.junit.")) {
            return; // such annotations declare nothing
        }
        Declares declares = type.getAnnotation(Declares.class);
        if (declares != null) {
            readParts(annotation, declares.value(), place);
        }
        Varies varies = type.getAnnotation(Varies.class);
        if (varies != null) {
            readVariants(annotation, varies.value(), place);
        }
        Annotation[] repeated = annotationsInContainer(annotation);
        for (Annotation one : repeated) {
            read(one, place);
        }
        if (repeated.length == 0) {
            read(place.ofMetaAnnotations(type));
        }
    }

    /**
     * Lets the reader of an annotation declare its parts. If it refuses the annotation, its message becomes a mistake.
     */
    private <A extends Annotation> void readParts(A annotation, Class<? extends PartsOf<?>> reader, Place place) {
        Map<Annotation, List<Part>> known = KNOWN.get(place.type());
        List<Part> parts = known.get(annotation);
        if (parts == null) {
            PartCollector collector = new PartCollector();
            boolean accepted = ask(annotation, reader, place, () -> {
                @SuppressWarnings("unchecked") // @Declares names the reader of the annotation that it stands on
                PartsOf<A> partsOf = (PartsOf<A>) ReflectionSupport.newInstance(reader);
                partsOf.declare(annotation, collector);
            });
            parts = collector.close();
            if (accepted) {
                known.put(annotation, parts);
            }
        }
        add(parts, annotation, place);
    }

    private void readVariants(Annotation annotation, Class<? extends VariantsOf<?>> reader, Place place) {
        List<NetworkVariant> variants = new ArrayList<>();
        ask(annotation, reader, place, () -> variants.addAll(Variation.ask(reader, annotation)));
        variations.add(new Variation(annotation, place, List.copyOf(variants)));
    }

    /** Returns whether the reader accepts the annotation. */
    private boolean ask(Annotation annotation, Class<?> reader, Place place, Runnable question) {
        try {
            question.run();
            return true;
        } catch (IllegalArgumentException refusal) {
            String message = refusal.getMessage();
            addMistake(annotation, place, message == null ? refusal.toString() : message);
            return false;
        } catch (UserCodeException failure) {
            throw cannotRead(annotation, place, failure.getMessage(), requireNonNull(failure.getCause()));
        } catch (Exception | Error failure) {
            throw cannotRead(annotation, place, "its reader " + reader.getName(), failure);
        }
    }

    /** Adds parts that belong together. */
    void add(List<Part> parts, Annotation annotation, Place place) {
        parts.forEach(part -> add(new Declaration(part, annotation, place, parts.size() == 1)));
    }

    /** Adds a mistake that an annotation is or has. */
    void addMistake(Annotation annotation, Place place, String mistake) {
        mistakes.add(AnnotationText.withPlace(annotation, place) + ": " + mistake);
    }

    private static ExtensionConfigurationException cannotRead(
            Annotation annotation, Place place, @Nullable String code, Throwable failure) {
        String message =
                "Cannot read " + AnnotationText.withPlace(annotation, place) + ", for " + code + " fails: " + failure;
        return Refusals.inPlaceOf(failure, new ExtensionConfigurationException(message, failure.getCause()));
    }

    /** Collects the parts that a reader declares. After {@link #close} it refuses any further part. */
    private static final class PartCollector implements Consumer<Part> {

        private final List<Part> parts = new ArrayList<>();
        private boolean closed;

        @Override
        public synchronized void accept(Part part) {
            requireNonNull(part, "part");
            if (closed) {
                throw new IllegalStateException("[" + part + "] comes too late: declare(...) has returned");
            }
            parts.add(part);
        }

        synchronized List<Part> close() {
            closed = true;
            return List.copyOf(parts);
        }
    }

    private void add(Declaration added) {
        Set<Declaration> earlier = new HashSet<>();
        for (Key key : added.part().declares()) {
            Declaration first = byKey.get(key);
            if (first == null || !earlier.add(first)) {
                continue;
            }
            if (first.annotation() == added.annotation() && !first.part().saysTheSameAs(added.part())) {
                mistakes.add("%s declares the %s twice, differently.".formatted(added.description(), key));
            } else if (!first.part().saysTheSameAs(added.part())) {
                mistakes.add(
                        "The %s is declared twice, differently: by %s and by %s. Rename one, or let both say the same."
                                .formatted(
                                        key, first.descriptionToTellFrom(added), added.descriptionToTellFrom(first)));
            } else if (first.isRepeatedBy(added)) {
                mistakes.add("The %s is declared twice in one place: by %s. Remove one."
                        .formatted(key, added.description()));
            }
        }
        if (earlier.isEmpty()) {
            all.add(added);
            added.part().declares().forEach(key -> byKey.put(key, added));
        }
    }

    /**
     * Returns the annotations inside a container of a repeatable annotation; none if the annotation is not a container.
     */
    private static Annotation[] annotationsInContainer(Annotation annotation) {
        try {
            Method value = annotation.annotationType().getDeclaredMethod("value");
            Class<?> elements = value.getReturnType().getComponentType();
            Repeatable repeatable = elements == null ? null : elements.getAnnotation(Repeatable.class);
            if (repeatable != null && repeatable.value() == annotation.annotationType() && value.trySetAccessible()) {
                return (Annotation[]) value.invoke(annotation);
            }
        } catch (NoSuchMethodException notAContainer) {
            return new Annotation[0];
        } catch (IllegalAccessException | InvocationTargetException unreadable) {
            throw new ExtensionConfigurationException("Cannot read [" + annotation + "]", unreadable);
        }
        return new Annotation[0];
    }

    /** Returns the declarations from the outermost place to the innermost, each thing once. */
    public List<Declaration> all() {
        return List.copyOf(all);
    }

    /**
     * Whether they would be the same if they were read again. That is not known of a network in a field, and of what code of the user
     * tells each time it is asked.
     */
    public boolean areTheSameNextTime() {
        return variations.isEmpty() && !withFields;
    }

    /** Tells that a field was read, which may hold another network the next time, or one for the first time. */
    void readAField() {
        withFields = true;
    }

    /** Returns what annotations say of variants of the network. */
    public List<Variation> variations() {
        return List.copyOf(variations);
    }

    /** Chooses a variant that an annotation tells: its parts are declared from now on, and the topology is changed as it says. */
    public void choose(Variation variation, NetworkVariant variant) {
        add(variant.parts(), variation.annotation(), variation.place());
        chosen.add(new Choice(variation, variant));
    }

    /** Returns the mistakes that were found while the annotations were read. {@link #topology} finds the others. */
    public List<String> mistakes() {
        return List.copyOf(mistakes);
    }

    /** Returns the names of the declared namespaces. */
    public List<String> namespaces() {
        return all.stream()
                .map(Declaration::part)
                .flatMap(part -> Stream.concat(
                        part.declares().stream()
                                .filter(Key.Namespace.class::isInstance)
                                .map(Key::namespace),
                        part instanceof Recipe recipe ? recipe.namespaces().stream() : Stream.empty()))
                .distinct()
                .toList();
    }

    /**
     * Returns empty if the namespace that an annotation names is declared; otherwise a message that names the
     * annotation.
     */
    public Optional<String> mistakeIfUndeclared(String annotation, String name) {
        List<String> declared = namespaces();
        if (declared.contains(name)) {
            return Optional.empty();
        }
        return Optional.of(
                declared.isEmpty()
                        ? "%s names a namespace, but no network is declared. Add @NetNamespace(\"%s\") to the class or the method."
                                .formatted(annotation, name)
                        : "%s names the namespace [%s], which is not declared; the network has [%s]. Add @NetNamespace(\"%s\") to the class or the method, or name one of these."
                                .formatted(annotation, name, String.join("], [", declared), name));
    }

    /**
     * Adds to the message of a failure the annotations that declare the part that failed. If there are none, because a recipe says the
     * part or the failure is about no part, it adds those that declare something in the namespace in which it happened.
     */
    public LabException withAnnotations(LabException failure) {
        String ofPart = descriptions(
                declaration -> failure.part().filter(declaration.part()::equals).isPresent());
        if (!ofPart.isEmpty()) {
            return Refusals.withMoreText(failure, "The annotations that declare it:" + ofPart);
        }
        String ofNamespace = descriptions(
                declaration -> failure.namespace().filter(declaration::concerns).isPresent());
        return ofNamespace.isEmpty()
                ? failure
                : Refusals.withMoreText(
                        failure,
                        "The annotations of namespace [" + failure.namespace().orElseThrow() + "]:" + ofNamespace);
    }

    /** Describes some annotations, each once and on a line of its own. */
    private String descriptions(Predicate<Declaration> which) {
        return all.stream()
                .filter(which)
                .map(declaration -> System.lineSeparator() + "  " + declaration.description())
                .distinct()
                .collect(Collectors.joining());
    }

    /**
     * Builds the topology and checks it.
     *
     * @throws ExtensionConfigurationException if the topology has mistakes; the message names the annotations and their
     *     places
     */
    public Topology topology() {
        try {
            Topology topology = RECENT.of(all.stream().map(Declaration::part).toList());
            for (Choice choice : inOrder()) {
                topology = choice.change(topology);
            }
            return topology;
        } catch (TopologyException mistaken) {
            Map<Part, String> descriptions = new HashMap<>();
            all.forEach(declaration -> descriptions.put(declaration.part(), declaration.description()));
            String message =
                    MistakeList.text(mistaken.mistakes(), part -> descriptions.getOrDefault(part, part.toString()));
            throw Refusals.inPlaceOf(mistaken, new ExtensionConfigurationException(message));
        }
    }

    /** Returns the topology if it is known already, from another test: then it has no mistakes. */
    public Optional<Topology> knownTopology() {
        return chosen.isEmpty()
                ? RECENT.known(all.stream().map(Declaration::part).toList())
                : Optional.empty();
    }

    /** MTUs come last: how many bytes the headers of a tunnel take depends on the families. */
    private List<Choice> inOrder() {
        return chosen.stream()
                .sorted(Comparator.comparing(choice -> choice.variation().annotation() instanceof OverMtus))
                .toList();
    }

    /** Returns the message of the failure of {@link #topology}; empty if the topology has no mistakes. */
    public Optional<String> topologyMistakes() {
        try {
            topology();
            return Optional.empty();
        } catch (ExtensionConfigurationException failure) {
            return Optional.ofNullable(failure.getMessage());
        }
    }
}
