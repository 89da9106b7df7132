package io.github.netnsjunit.jupiter;

import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * Fills the fields of a test class that ask for a part of its lab: those that {@link NetNamespace} stands on, and those of the types
 * {@code Lab} and {@code NetworkNamespace} that are not final and that the test did not fill itself.
 */
final class Injection {

    private Injection() {}

    static void intoStaticFields(ExtensionContext context, TestNetwork network) {
        inject(context.getRequiredTestClass(), null, network);
    }

    static void intoInstanceFields(ExtensionContext context, TestNetwork network) {
        for (Object instance : context.getRequiredTestInstances().getAllInstances()) {
            inject(instance.getClass(), instance, network);
        }
    }

    private static void inject(Class<?> type, @Nullable Object instance, TestNetwork network) {
        List<Field> fields = ReflectionSupport.findFields(
                type,
                field -> Modifier.isStatic(field.getModifiers()) == (instance == null),
                HierarchyTraversalMode.TOP_DOWN);
        for (Field field : fields) {
            Optional<Request> request = Request.of(field);
            if (request.isPresent()) {
                inject(field, instance, request.get(), network);
            }
        }
    }

    private static void inject(Field field, @Nullable Object instance, Request request, TestNetwork network) {
        if (!request.isExplicit()
                && (network.plan().network().all().isEmpty() || isTheTests(field, instance, network))) {
            return;
        }
        request.mistake(network.plan()).ifPresent(Injection::fail);
        if (!network.plan().hasLab()) {
            fail(request.tooEarly());
        }
        if (Modifier.isFinal(field.getModifiers())) {
            fail(request.words() + " is final, so that nothing can be injected. Remove final, or the annotation.");
        }
        Object part = request.from(network.lab());
        if (!field.getType().isInstance(part)) {
            fail(request.words() + " cannot take a " + part.getClass().getSimpleName() + ".");
        }
        try {
            field.setAccessible(true);
            field.set(instance, part);
        } catch (IllegalAccessException | RuntimeException refused) {
            throw new ExtensionConfigurationException(
                    "Cannot set " + request.words() + ": " + refused.getMessage(), refused);
        }
    }

    /** Whether a field without an annotation is the test's own to fill. */
    private static boolean isTheTests(Field field, @Nullable Object instance, TestNetwork network) {
        if (Modifier.isFinal(field.getModifiers())
                || (instance == null && !network.plan().hasLab())) {
            return true;
        }
        try {
            field.setAccessible(true);
            Object value = field.get(instance);
            return value != null && !isOfAnEndedLab(value);
        } catch (IllegalAccessException | RuntimeException refused) {
            throw new ExtensionConfigurationException(
                    "Cannot read field " + field + ": " + refused.getMessage(), refused);
        }
    }

    /** What an earlier test of a shared instance, or of a static field's class, was given. */
    private static boolean isOfAnEndedLab(Object value) {
        return (value instanceof Lab lab && !lab.isOpen())
                || (value instanceof NetworkNamespace namespace && !namespace.isOpen());
    }

    private static void fail(String mistake) {
        throw new ExtensionConfigurationException(mistake);
    }
}
