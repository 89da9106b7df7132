package io.github.netnsjunit.jupiter.lifecycle;

import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.reading.Place;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestInstances;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * The fields that ask for a part of a lab at one moment of a test's life: those that {@link NetNamespace} stands on, and those of
 * the types {@code Lab} and {@code NetworkNamespace} without it, as far as it is plain what they ask for and the test has not
 * filled them itself. Static ones before a class, those of instances before a test and, where they live that long, before the class.
 */
public final class Injection {

    private final TestNetwork network;
    private final List<Target> targets = new ArrayList<>();

    private record Target(Field field, @Nullable Object instance, Request request) {}

    /**
     * Finds the fields.
     *
     * @throws ExtensionConfigurationException if one cannot have what it asks for
     */
    public Injection(ExtensionContext context, TestNetwork network) {
        this.network = network;
        if (context.getTestMethod().isEmpty()) {
            find(context.getRequiredTestClass(), null);
        }
        if (context.getTestMethod().isPresent() || network.plan().hasLab()) {
            context.getTestInstances()
                    .map(TestInstances::getAllInstances)
                    .ifPresent(instances -> instances.forEach(instance -> find(instance.getClass(), instance)));
        }
    }

    /** Fills them. */
    public void inject(Lab lab) {
        for (Target target : targets) {
            set(target, target.request.from(lab));
        }
    }

    private void find(Class<?> type, @Nullable Object instance) {
        List<Field> fields = ReflectionSupport.findFields(
                type,
                field -> Modifier.isStatic(field.getModifiers()) == (instance == null) && !isComponent(field),
                HierarchyTraversalMode.TOP_DOWN);
        for (Field field : fields) {
            Request.of(field)
                    .filter(request -> request.isExplicit() || isToBeFilled(field, instance, request))
                    .ifPresent(request -> {
                        check(field, request, network.plan());
                        targets.add(new Target(field, instance, request));
                    });
        }
    }

    /** Whether it is of a record: its value came as a parameter, and so did its annotations. */
    private static boolean isComponent(Field field) {
        return field.getDeclaringClass().isRecord() && !Modifier.isStatic(field.getModifiers());
    }

    private boolean isToBeFilled(Field field, @Nullable Object instance, Request request) {
        return network.plan().hasLab()
                && !Modifier.isFinal(field.getModifiers())
                && request.mistake(network.plan()).isEmpty()
                && !isFilledByTheTest(field, instance);
    }

    /** What was injected before is of a lab that has ended since, or of one that an enclosing context shares. */
    private boolean isFilledByTheTest(Field field, @Nullable Object instance) {
        Object value = ReflectionSupport.tryToReadFieldValue(field, instance)
                .getOrThrow(
                        refused -> new ExtensionConfigurationException("Cannot read " + Place.nameOf(field), refused));
        boolean open = (value instanceof Lab lab && lab.isOpen())
                || (value instanceof NetworkNamespace namespace && namespace.isOpen());
        return open
                && network.outerLabs()
                        .noneMatch(outer -> outer == value || outer.namespaces().contains(value));
    }

    private static void check(Field field, Request request, Plan plan) {
        request.mistake(plan).ifPresent(Injection::fail);
        if (!plan.hasLab()) {
            fail(request.tooEarly());
        }
        if (Modifier.isFinal(field.getModifiers())) {
            fail(request.words() + " is final, so nothing can be injected. Remove final, or the annotation.");
        }
    }

    private static void set(Target target, Object part) {
        try {
            target.field.setAccessible(true);
            target.field.set(target.instance, part);
        } catch (IllegalAccessException | RuntimeException refused) {
            throw new ExtensionConfigurationException(
                    "Cannot set " + target.request.words() + ": " + refused.getMessage(), refused);
        }
    }

    private static void fail(String mistake) {
        throw new ExtensionConfigurationException(mistake);
    }
}
