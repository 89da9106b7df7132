package io.github.netnsjunit.jupiter.lifecycle;

import io.github.netnsjunit.jupiter.EnabledIfKernelHas;
import io.github.netnsjunit.jupiter.Exposed;
import io.github.netnsjunit.jupiter.InNamespace;
import io.github.netnsjunit.jupiter.LabLifecycle;
import io.github.netnsjunit.jupiter.LabLifecycle.Lifecycle;
import io.github.netnsjunit.jupiter.reading.Attributes;
import io.github.netnsjunit.jupiter.reading.Declaration;
import io.github.netnsjunit.jupiter.reading.Declarations;
import io.github.netnsjunit.jupiter.reading.Place;
import io.github.netnsjunit.jupiter.reading.Variation;
import io.github.netnsjunit.topology.Topology;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * What the annotations of a test or of a class mean.
 *
 * @param declarations the declared network
 * @param labOwner the class whose tests share the lab; {@code null} if each test has its own
 * @param namespace the namespace in which bodies run; {@code null} if they run outside
 * @param hasLab whether this test or class has a lab. A class has none if each of its tests has its own. A
 *     {@code @TestTemplate} method has none because each of its invocations is a test
 * @param exposedHold how long {@link Exposed} lets the network of a failed test stay; empty without that annotation
 * @param mistakes the mistakes that are found without building the topology
 */
public record TestAnnotations(
        Declarations declarations,
        @Nullable Class<?> labOwner,
        @Nullable String namespace,
        boolean hasLab,
        Optional<Duration> exposedHold,
        List<String> mistakes) {

    /**
     * What was read for the tests of a class, so that the annotations of a test that is repeated are read once. What may be another the
     * next time is not here.
     */
    private static final ClassValue<Map<TestPlace, TestAnnotations>> KNOWN = new ClassValue<>() {
        @Override
        protected Map<TestPlace, TestAnnotations> computeValue(Class<?> type) {
            return new ConcurrentHashMap<>();
        }
    };

    /**
     * Where the annotations of a test or of a class stand.
     *
     * @param classes the enclosing classes and the class itself
     * @param method the test; {@code null} for a class
     * @param isInvocation whether it is one of several invocations of the method
     */
    private record TestPlace(
            List<Class<?>> classes, @Nullable Method method, boolean isInvocation) {

        static TestPlace of(ExtensionContext context) {
            List<Class<?>> classes = new ArrayList<>(context.getEnclosingTestClasses());
            classes.add(context.getRequiredTestClass());
            return new TestPlace(
                    classes,
                    context.getTestMethod().orElse(null),
                    context.getParent().flatMap(ExtensionContext::getTestMethod).isPresent());
        }

        /** Whether it is a {@code @TestTemplate} method itself, not one of its invocations. */
        boolean isTemplate() {
            return !isInvocation && AnnotationSupport.isAnnotated(method, TestTemplate.class);
        }

        // By hand: what Java generates for a record takes a young JVM long to link.
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof TestPlace that
                    && classes.equals(that.classes)
                    && Objects.equals(method, that.method)
                    && isInvocation == that.isInvocation;
        }

        @Override
        public int hashCode() {
            return Objects.hash(classes, method, isInvocation);
        }
    }

    static TestAnnotations of(ExtensionContext context) {
        TestPlace place = TestPlace.of(context);
        NetworkVariants variants = NetworkVariants.chosenFor(context);
        Map<TestPlace, TestAnnotations> knownOfClass = KNOWN.get(context.getRequiredTestClass());
        TestAnnotations known = variants == null ? knownOfClass.get(place) : null;
        if (known != null) {
            return known;
        }
        TestAnnotations read = of(place.classes, place.method, place.isTemplate(), variants);
        if (read.declarations.areTheSameNextTime() && read.mistakes.isEmpty()) {
            knownOfClass.put(place, read);
        }
        return read;
    }

    /** Whether a method is declared as one test, so that JUnit runs it without variants even if it is a template too. */
    private static boolean isTestBesideTemplate(@Nullable Method method) {
        return AnnotationSupport.isAnnotated(method, Test.class)
                || AnnotationSupport.isAnnotated(method, TestFactory.class);
    }

    private static TestAnnotations of(
            List<Class<?>> classes, @Nullable Method method, boolean isTemplate, @Nullable NetworkVariants variants) {
        List<String> mistakes = new ArrayList<>();
        Optional<LabLifecycle> ofMethod = AnnotationSupport.findAnnotation(method, LabLifecycle.class);
        if (ofMethod.isPresent() && ofMethod.get().value() == Lifecycle.PER_CLASS && method != null) {
            mistakes.add(
                    "@LabLifecycle(PER_CLASS) stands on %s, but only a class has tests that can share a lab. Move it to the class."
                            .formatted(Place.nameOf(method)));
        }
        int sharingClass = indexOfSharingClass(classes);
        boolean shared = sharingClass >= 0 && ofMethod.isEmpty();
        Declarations declarations = new Declarations();
        for (Class<?> type : shared ? classes.subList(0, sharingClass + 1) : classes) {
            declarations.read(type);
        }
        int sharedCount = declarations.all().size();
        if (shared) {
            classes.subList(sharingClass + 1, classes.size()).forEach(declarations::read);
        }
        int variedByClass = declarations.variations().size();
        if (method != null) {
            declarations.read(method);
        }
        if (variants != null) {
            variants.choose(declarations);
        }
        List<Declaration> all = declarations.all();
        mistakes.addAll(mistakesOfVariations(
                declarations,
                variedByClass,
                shared ? classes.get(sharingClass) : null,
                (method != null && !isTemplate && variants == null) || isTestBesideTemplate(method)));
        if (shared) {
            for (Declaration added : all.subList(sharedCount, all.size())) {
                mistakes.add(
                        "%s adds to the lab that all tests of %s share. Move it to that class, or put a @LabLifecycle beside it, for a lab of its own."
                                .formatted(added.description(), Place.nameOf(classes.get(sharingClass))));
            }
        }
        if (shared && all.isEmpty()) {
            mistakes.add(
                    "@LabLifecycle(PER_CLASS) stands on %s, but no network is declared. Add a declaration to the class, such as @NetNamespace(\"blue_ns\"), or remove it."
                            .formatted(Place.nameOf(classes.get(sharingClass))));
        }
        if (method != null && all.isEmpty() && declarations.variations().isEmpty()) {
            misplaced(method, Exposed.class)
                    .forEach(
                            description -> mistakes.add(
                                    description
                                            + " has no effect: no network is declared. Add a declaration, such as @NetNamespace(\"blue_ns\"), or remove it; a network from code is exposed by expose() of its Lab."));
        }
        mistakes.addAll(declarations.mistakes());

        Optional<FoundInNamespace> inNamespace = findInNamespace(classes, method);
        boolean mayHaveLab = (method != null && !isTemplate) || shared;
        inNamespace
                .filter(found -> mayHaveLab)
                .flatMap(found -> declarations.mistakeIfUndeclared(found.description(), found.namespace()))
                .ifPresent(mistakes::add);
        return new TestAnnotations(
                declarations,
                shared ? classes.get(sharingClass) : null,
                inNamespace.map(FoundInNamespace::namespace).orElse(null),
                mayHaveLab && !all.isEmpty(),
                exposedHold(classes, method, mistakes),
                mistakes);
    }

    /**
     * Returns what is wrong with annotations that run a test over variants of its network.
     *
     * @param ofClasses how many of them stand on classes
     * @param sharing the class whose tests share a lab, or null
     * @param withoutVariant whether the method makes a test for which no variant is chosen
     */
    private static List<String> mistakesOfVariations(
            Declarations declarations, int ofClasses, @Nullable Class<?> sharing, boolean withoutVariant) {
        List<Variation> all = declarations.variations();
        List<String> mistakes = new ArrayList<>();
        all.stream()
                .limit(ofClasses)
                .map(Variation::description)
                .forEach(description -> mistakes.add(description
                        + " has no effect there: only a method can run over networks. Move it to the tests."));
        all.stream().skip(ofClasses).map(Variation::description).forEach(description -> {
            if (sharing != null) {
                mistakes.add(
                        "%s changes the lab that all tests of %s share. Put @LabLifecycle(PER_METHOD) beside it, for labs of its own."
                                .formatted(description, Place.nameOf(sharing)));
            } else if (withoutVariant) {
                mistakes.add(
                        description
                                + " makes tests of the method, and so does another annotation, such as @Test or @ParameterizedTest. Remove that one.");
            }
            if (declarations.all().isEmpty()
                    && declarations.variations().stream()
                            .flatMap(variation -> variation.variants().stream())
                            .allMatch(variant -> variant.parts().isEmpty())) {
                mistakes.add(
                        description
                                + " varies a network, but none is declared. Add a declaration, such as @NetNamespace(\"blue_ns\"), to the class or the method.");
            }
        });
        return mistakes;
    }

    /** Returns the index of the class whose tests share a lab, or -1. */
    private static int indexOfSharingClass(List<Class<?>> classes) {
        for (int i = classes.size() - 1; i >= 0; i--) {
            Optional<LabLifecycle> found = AnnotationSupport.findAnnotation(classes.get(i), LabLifecycle.class);
            if (found.isPresent()) {
                return found.get().value() == Lifecycle.PER_CLASS ? i : -1;
            }
        }
        return -1;
    }

    /** Returns what the innermost {@link Exposed} says, and adds its mistake. */
    private static Optional<Duration> exposedHold(
            List<Class<?>> classes, @Nullable Method method, List<String> mistakes) {
        List<Place> places = new ArrayList<>(classes.stream().map(Place::of).toList());
        if (method != null) {
            places.add(Place.of(method));
        }
        for (int i = places.size() - 1; i >= 0; i--) {
            Place place = places.get(i);
            Optional<Exposed> found = AnnotationSupport.findAnnotation(place.element(), Exposed.class);
            if (found.isPresent()) {
                try {
                    return Optional.of(
                            found.get().hold().isEmpty()
                                    ? Duration.ZERO
                                    : Attributes.duration("hold", found.get().hold()));
                } catch (IllegalArgumentException malformed) {
                    mistakes.add("@Exposed " + place.description() + ": " + malformed.getMessage());
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    /** An {@link InNamespace} and its place. */
    private record FoundInNamespace(String namespace, Place place) {

        static Optional<FoundInNamespace> at(Place place) {
            return AnnotationSupport.findAnnotation(place.element(), InNamespace.class)
                    .map(annotation -> new FoundInNamespace(annotation.value(), place));
        }

        String description() {
            return "@InNamespace(\"" + namespace + "\") " + place.description();
        }
    }

    /** Returns the innermost one. */
    private static Optional<FoundInNamespace> findInNamespace(List<Class<?>> classes, @Nullable Method method) {
        Optional<FoundInNamespace> found = method == null ? Optional.empty() : FoundInNamespace.at(Place.of(method));
        for (int i = classes.size() - 1; i >= 0 && found.isEmpty(); i--) {
            found = FoundInNamespace.at(Place.of(classes.get(i)));
        }
        return found;
    }

    /**
     * Returns the namespace in which a lifecycle method of this test or class runs; {@code null} if it runs outside.
     *
     * @throws ExtensionConfigurationException if the method has an {@link InNamespace} whose namespace does not exist
     */
    public @Nullable String namespaceFor(Method method) {
        Optional<FoundInNamespace> own = FoundInNamespace.at(Place.of(method));
        own.flatMap(this::mistake).ifPresent(mistake -> {
            throw new ExtensionConfigurationException(mistake);
        });
        return own.map(FoundInNamespace::namespace).orElse(namespace);
    }

    private Optional<String> mistake(FoundInNamespace found) {
        Optional<String> undeclared = declarations.mistakeIfUndeclared(found.description(), found.namespace());
        return undeclared.isPresent() || hasLab
                ? undeclared
                : Optional.of(
                        found.description() + " names a namespace outside any test, but each test has a lab of its own."
                                + " Share one lab among the tests with @LabLifecycle(PER_CLASS) on the class.");
    }

    /**
     * Checks that a lifecycle method has no annotation that has an effect only on tests and classes.
     *
     * @throws ExtensionConfigurationException if it has one; the message names the annotation and the method
     */
    public static void checkLifecycleMethod(Method method) {
        Declarations declarations = new Declarations();
        declarations.read(method);
        Stream.of(
                        declarations.all().stream().map(Declaration::description),
                        declarations.variations().stream().map(Variation::description),
                        misplaced(method, LabLifecycle.class),
                        misplaced(method, Exposed.class),
                        misplaced(method, EnabledIfKernelHas.class))
                .flatMap(descriptions -> descriptions)
                .findFirst()
                .ifPresent(description -> {
                    throw new ExtensionConfigurationException(description
                            + " has no effect there: the method is not a test. Move it to the tests, or to the class.");
                });
    }

    private static Stream<String> misplaced(Method method, Class<? extends Annotation> type) {
        return AnnotationSupport.isAnnotated(method, type)
                ? Stream.of("@" + type.getSimpleName() + " " + Place.of(method).description())
                : Stream.empty();
    }

    /**
     * Checks that {@link #mistakes} is empty. Makes no system call.
     *
     * @throws ExtensionConfigurationException if there are mistakes; the message also tells those of the topology
     */
    public void check() {
        if (mistakes.isEmpty()) {
            return;
        }
        String message = mistakes.size() == 1
                ? mistakes.get(0)
                : "The annotations have " + mistakes.size() + " mistakes:\n  - " + String.join("\n  - ", mistakes);
        Optional<String> more = hasLab ? declarations.topologyMistakes() : Optional.empty();
        throw new ExtensionConfigurationException(
                message + more.map("\n"::concat).orElse(""));
    }

    /**
     * Builds the topology and checks it.
     *
     * @throws ExtensionConfigurationException if the annotations or the topology have mistakes
     */
    Topology topology() {
        check();
        return declarations.topology();
    }
}
