package io.github.netnsjunit.jupiter;

import io.github.netnsjunit.lab.KernelFeature;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * On a class, a method or another annotation: enables a test, or a class of them, only where the kernel can do what it needs and the process may ask for it. Otherwise
 * the test is skipped with the reason and the remedy; with the configuration parameter {@code netns.junit.missing=fail} it
 * fails with them.
 *
 * <p>Each feature is tried out once for the life of the JVM, in a scratch namespace. Repeatable, inherited, and safe in
 * parallel. Annotations add up: all features must be there.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Repeatable(EnabledIfKernelHas.Container.class)
@ExtendWith(NetnsExtension.class)
public @interface EnabledIfKernelHas {

    /** {@return the features that the test needs} */
    KernelFeature[] value();

    /** Holds repeated annotations. */
    @Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
    @Retention(RetentionPolicy.RUNTIME)
    @Inherited
    @Documented
    @ExtendWith(NetnsExtension.class)
    @interface Container {

        /** {@return the repeated annotations} */
        EnabledIfKernelHas[] value();
    }
}
