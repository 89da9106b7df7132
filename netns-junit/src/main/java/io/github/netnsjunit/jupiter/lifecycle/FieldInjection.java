package io.github.netnsjunit.jupiter.lifecycle;

import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.reading.Place;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.refusal.Refusals;
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
 * Injects a lab and its namespaces into the fields of a test class or of its instances.
 *
 * <p>A field with {@link NetNamespace} is always injected. A field of type {@code Lab} or {@code NetworkNamespace}
 * without the annotation is injected unless it is final or the test has set it itself. If it is still null, and several
 * namespaces are declared, that is a mistake.
 *
 * <p>Static fields are injected before all tests of a class, instance fields before each test. The fields of an
 * instance that all tests of a class share are injected before all tests as well.
 */
public final class FieldInjection {

    private final TestNetwork network;
    private final List<Target> targets = new ArrayList<>();

    /** A field to inject; the instance is null for a static field. */
    private record Target(Field field, @Nullable Object instance, InjectionPoint injectionPoint) {}

    /**
     * Finds the fields to inject.
     *
     * @throws ExtensionConfigurationException if a field with {@link NetNamespace} cannot be injected, or one without it
     *     does not say which namespace it wants
     */
    public FieldInjection(ExtensionContext context, TestNetwork network) {
        this.network = network;
        if (context.getTestMethod().isEmpty()) {
            find(context.getRequiredTestClass(), null);
        }
        if (context.getTestMethod().isPresent() || network.annotations().hasLab()) {
            context.getTestInstances()
                    .map(TestInstances::getAllInstances)
                    .ifPresent(instances -> instances.forEach(instance -> find(instance.getClass(), instance)));
        }
    }

    /** Sets the fields. */
    public void inject(Lab lab) {
        for (Target target : targets) {
            set(target, target.injectionPoint.valueFrom(lab));
        }
    }

    private void find(Class<?> type, @Nullable Object instance) {
        List<Field> fields = ReflectionSupport.findFields(
                type,
                field -> Modifier.isStatic(field.getModifiers()) == (instance == null) && !isRecordComponent(field),
                HierarchyTraversalMode.TOP_DOWN);
        for (Field field : fields) {
            InjectionPoint.of(field)
                    .filter(point -> point.isAnnotated() || isLeftToUs(field, instance, point))
                    .ifPresent(point -> {
                        check(field, point);
                        targets.add(new Target(field, instance, point));
                    });
        }
    }

    /** Whether the field belongs to a component of a record. JUnit injects these through the constructor. */
    private static boolean isRecordComponent(Field field) {
        return field.getDeclaringClass().isRecord() && !Modifier.isStatic(field.getModifiers());
    }

    /** Whether a field without annotation is to be injected, as far as this is possible. */
    private boolean isLeftToUs(Field field, @Nullable Object instance, InjectionPoint point) {
        if (!network.annotations().hasLab() || Modifier.isFinal(field.getModifiers())) {
            return false;
        }
        Object value = valueOf(field, instance);
        return value == null || (point.mistake(network.annotations()).isEmpty() && !isSetByTheTest(value));
    }

    private static @Nullable Object valueOf(Field field, @Nullable Object instance) {
        return ReflectionSupport.tryToReadFieldValue(field, instance)
                .getOrThrow(
                        refused -> new ExtensionConfigurationException("Cannot read " + Place.nameOf(field), refused));
    }

    /**
     * Whether the test itself has set a field to this value: an open lab or a namespace of one. An earlier injection
     * does not count: its lab is closed by now, or it is the lab of an enclosing context.
     */
    private boolean isSetByTheTest(Object value) {
        boolean open = (value instanceof Lab lab && lab.isOpen())
                || (value instanceof NetworkNamespace namespace && namespace.isOpen());
        return open
                && network.outerLabs()
                        .noneMatch(outer -> outer == value || outer.namespaces().contains(value));
    }

    private void check(Field field, InjectionPoint point) {
        point.mistake(network.annotations()).ifPresent(FieldInjection::fail);
        if (!network.annotations().hasLab()) {
            fail(point.mistakeOutsideTests());
        }
        if (Modifier.isFinal(field.getModifiers())) {
            fail(point.description() + " is final, so nothing can be injected. Remove final, or the annotation.");
        }
    }

    private static void set(Target target, Object value) {
        try {
            target.field.setAccessible(true);
            target.field.set(target.instance, value);
        } catch (IllegalAccessException | RuntimeException refused) {
            throw Refusals.inPlaceOf(
                    refused,
                    new ExtensionConfigurationException(
                            "Cannot set " + target.injectionPoint.description() + ": " + refused.getMessage()));
        }
    }

    private static void fail(String mistake) {
        throw new ExtensionConfigurationException(mistake);
    }
}
