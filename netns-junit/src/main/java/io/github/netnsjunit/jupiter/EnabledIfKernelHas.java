package io.github.netnsjunit.jupiter;

import io.github.netnsjunit.topology.KernelFeature;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Enables a test, or all tests of a class, only where the kernel has the features that it needs and this process may use them.
 * Elsewhere it is skipped, with the reason and the remedy.
 *
 * <pre>{@code
 * @Test
 * @EnabledIfKernelHas(KernelFeature.VLAN)
 * void tagsFrames(Lab lab) { ... }
 * }</pre>
 *
 * <p>With the configuration parameter {@code netns.junit.missing=fail} it fails instead of being skipped, with the same words. Each
 * feature is tried once in the life of the JVM, in a scratch namespace. Annotations add up: all their features are needed.
 *
 * <p>May stand on a class, a test method or another annotation. Repeatable, inherited, and safe in parallel.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Repeatable(EnabledIfKernelHas.Container.class)
@ExtendWith(NetnsExtension.class)
public @interface EnabledIfKernelHas {

    /** {@return the features that the test needs, all of them} */
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
