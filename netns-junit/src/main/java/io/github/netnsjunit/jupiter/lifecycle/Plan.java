package io.github.netnsjunit.jupiter.lifecycle;

import io.github.netnsjunit.jupiter.EnabledIfKernelHas;
import io.github.netnsjunit.jupiter.InNamespace;
import io.github.netnsjunit.jupiter.LabLifecycle;
import io.github.netnsjunit.jupiter.LabLifecycle.Lifecycle;
import io.github.netnsjunit.jupiter.reading.Declaration;
import io.github.netnsjunit.jupiter.reading.Declarations;
import io.github.netnsjunit.jupiter.reading.Place;
import io.github.netnsjunit.topology.Topology;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * What the annotations of one test, or of one class, ask for.
 *
 * @param network the parts of the network
 * @param owner the class whose lab this is; {@code null} if it is the test's own
 * @param inside the namespace that bodies run in; {@code null} for none
 * @param hasLab whether there is a lab at this level: a class whose tests have labs of their own has none, nor has what holds the
 *     invocations of one method
 * @param mistakes what is wrong, as far as it shows before the topology is built
 */
public record Plan(
        Declarations network,
        @Nullable Class<?> owner,
        @Nullable String inside,
        boolean hasLab,
        List<String> mistakes) {

    public static Plan of(ExtensionContext context) {
        List<Class<?>> classes = new ArrayList<>(context.getEnclosingTestClasses());
        classes.add(context.getRequiredTestClass());
        return of(classes, context.getTestMethod().orElse(null), isTemplate(context));
    }

    /** Whether it holds the invocations of a method, each of which is a test. */
    private static boolean isTemplate(ExtensionContext context) {
        return AnnotationSupport.isAnnotated(context.getTestMethod(), TestTemplate.class)
                && context.getParent().flatMap(ExtensionContext::getTestMethod).isEmpty();
    }

    private static Plan of(List<Class<?>> classes, @Nullable Method method, boolean template) {
        List<String> mistakes = new ArrayList<>();
        Optional<LabLifecycle> ofMethod = AnnotationSupport.findAnnotation(method, LabLifecycle.class);
        if (ofMethod.isPresent() && ofMethod.get().value() == Lifecycle.PER_CLASS && method != null) {
            mistakes.add(
                    "@LabLifecycle(PER_CLASS) stands on %s, but only a class has tests that can share a lab. Move it to the class."
                            .formatted(Place.nameOf(method)));
        }
        int sharing = sharing(classes);
        boolean shared = sharing >= 0 && ofMethod.isEmpty();
        Declarations network = new Declarations();
        for (Class<?> type : shared ? classes.subList(0, sharing + 1) : classes) {
            network.read(type);
        }
        int before = network.all().size();
        if (shared) {
            classes.subList(sharing + 1, classes.size()).forEach(network::read);
        }
        if (method != null) {
            network.read(method);
        }
        List<Declaration> all = network.all();
        if (shared) {
            for (Declaration added : all.subList(before, all.size())) {
                mistakes.add(
                        "%s adds to the lab that all tests of %s share. Move it to that class, or put a @LabLifecycle beside it, for a lab of its own."
                                .formatted(added.words(), Place.nameOf(classes.get(sharing))));
            }
        }
        if (shared && all.isEmpty()) {
            mistakes.add(
                    "@LabLifecycle(PER_CLASS) stands on %s, but no network is declared. Add a declaration to the class, such as @NetNamespace(\"blue_ns\"), or remove it."
                            .formatted(Place.nameOf(classes.get(sharing))));
        }
        mistakes.addAll(network.mistakes());

        Optional<Inside> inside = inside(classes, method);
        boolean live = (method != null && !template) || shared;
        inside.filter(found -> live)
                .flatMap(found -> network.mistake(found.words(), found.namespace()))
                .ifPresent(mistakes::add);
        return new Plan(
                network,
                shared ? classes.get(sharing) : null,
                inside.map(Inside::namespace).orElse(null),
                live && !all.isEmpty(),
                mistakes);
    }

    /** The index of the class whose tests share a lab, or -1. */
    private static int sharing(List<Class<?>> classes) {
        for (int i = classes.size() - 1; i >= 0; i--) {
            Optional<LabLifecycle> found = AnnotationSupport.findAnnotation(classes.get(i), LabLifecycle.class);
            if (found.isPresent()) {
                return found.get().value() == Lifecycle.PER_CLASS ? i : -1;
            }
        }
        return -1;
    }

    /** An {@link InNamespace}, and where it was found. */
    private record Inside(String namespace, Place place) {

        static Optional<Inside> at(Place place) {
            return AnnotationSupport.findAnnotation(place.element(), InNamespace.class)
                    .map(annotation -> new Inside(annotation.value(), place));
        }

        String words() {
            return "@InNamespace(\"" + namespace + "\") " + place.words();
        }
    }

    /** The innermost. */
    private static Optional<Inside> inside(List<Class<?>> classes, @Nullable Method method) {
        Optional<Inside> found = method == null ? Optional.empty() : Inside.at(Place.of(method));
        for (int i = classes.size() - 1; i >= 0 && found.isEmpty(); i--) {
            found = Inside.at(Place.of(classes.get(i)));
        }
        return found;
    }

    /**
     * The namespace that a method runs in; {@code null} for none.
     *
     * @throws ExtensionConfigurationException if the method itself names one that there is not
     */
    @Nullable
    public String inside(Method method) {
        Optional<Inside> own = Inside.at(Place.of(method));
        own.flatMap(this::mistake).ifPresent(mistake -> {
            throw new ExtensionConfigurationException(mistake);
        });
        return own.map(Inside::namespace).orElse(inside);
    }

    private Optional<String> mistake(Inside asked) {
        Optional<String> unknown = network.mistake(asked.words(), asked.namespace());
        return unknown.isPresent() || hasLab
                ? unknown
                : Optional.of(asked.words() + " names a namespace outside any test, but each test has a lab of its own."
                        + " Share one lab among the tests with @LabLifecycle(PER_CLASS) on the class.");
    }

    /**
     * Fails if a lifecycle method bears what is for tests, where nothing would heed it.
     *
     * @throws ExtensionConfigurationException with the annotation and the method
     */
    public static void checkLifecycleMethod(Method method) {
        Declarations declared = new Declarations();
        declared.read(method);
        Stream.of(
                        declared.all().stream().map(Declaration::words),
                        misplaced(method, LabLifecycle.class),
                        misplaced(method, EnabledIfKernelHas.class))
                .flatMap(words -> words)
                .findFirst()
                .ifPresent(words -> {
                    throw new ExtensionConfigurationException(words
                            + " has no effect there: the method is not a test. Move it to the tests, or to the class.");
                });
    }

    private static Stream<String> misplaced(Method method, Class<? extends Annotation> type) {
        return AnnotationSupport.isAnnotated(method, type)
                ? Stream.of("@" + type.getSimpleName() + " " + Place.of(method).words())
                : Stream.empty();
    }

    /** Fails if anything is wrong with the annotations, and then tells also what is wrong with the topology; makes no system call. */
    public void check() {
        if (mistakes.isEmpty()) {
            return;
        }
        String words = mistakes.size() == 1
                ? mistakes.get(0)
                : "The annotations have " + mistakes.size() + " mistakes:\n  - " + String.join("\n  - ", mistakes);
        Optional<String> more = hasLab ? network.topologyMistakes() : Optional.empty();
        throw new ExtensionConfigurationException(words + more.map("\n"::concat).orElse(""));
    }

    /** The checked topology. */
    Topology topology() {
        check();
        return network.topology();
    }
}
