package io.github.netnsjunit.jupiter.launcher;

import io.github.netnsjunit.jupiter.launcher.SendingThread.CodeMethod;
import java.lang.reflect.Modifier;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.platform.commons.PreconditionViolationException;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestIdentifier;

/** By which classes and methods stacks show a test or a container. Another engine may name classes that cannot be loaded here. */
final class TestCode {

    private TestCode() {}

    /** Its method, with the class in which that stands: it may be inherited. */
    static Optional<CodeMethod> methodOf(TestIdentifier test) {
        return source(test, MethodSource.class)
                .map(method -> new CodeMethod(declaringClass(method), method.getMethodName()));
    }

    private static String declaringClass(MethodSource method) {
        try {
            return method.getJavaMethod().getDeclaringClass().getName();
        } catch (PreconditionViolationException notLoaded) {
            return method.getClassName();
        }
    }

    /** The classes whose code begins and ends it: its own, those that this one extends, and those around a nested one. */
    static Set<String> classesOf(TestIdentifier of) {
        try {
            Set<String> names = new HashSet<>();
            source(of, ClassSource.class).ifPresent(source -> addWithRelatives(source.getJavaClass(), names));
            source(of, MethodSource.class).ifPresent(source -> addWithRelatives(source.getJavaClass(), names));
            return names;
        } catch (PreconditionViolationException notLoaded) {
            return source(of, ClassSource.class)
                    .map(ClassSource::getClassName)
                    .or(() -> source(of, MethodSource.class).map(MethodSource::getClassName))
                    .map(Set::of)
                    .orElse(Set.of());
        }
    }

    private static void addWithRelatives(Class<?> of, Set<String> names) {
        for (Class<?> type = of; type != null && type != Object.class; type = type.getSuperclass()) {
            names.add(type.getName());
            if (type.isMemberClass() && !Modifier.isStatic(type.getModifiers())) {
                addWithRelatives(type.getEnclosingClass(), names);
            }
        }
    }

    /** Where it stands, if that is of this type. */
    static <S extends TestSource> Optional<S> source(TestIdentifier of, Class<S> type) {
        return of.getSource().filter(type::isInstance).map(type::cast);
    }
}
