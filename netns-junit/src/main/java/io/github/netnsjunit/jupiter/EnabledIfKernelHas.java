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
 * Enables a test, or all tests of a class, only if the kernel has certain features and this process may use them.
 * Otherwise the test is skipped; the reason names the remedy.
 *
 * <pre>{@code
 * @Test
 * @EnabledIfKernelHas(KernelFeature.VLAN)
 * void tagsFrames(Lab lab) { ... }
 * }</pre>
 *
 * <p>With the configuration parameter {@code netns.junit.missing=fail} the test fails instead, with the same message.
 * Each feature is tried once in the life of the JVM, in a namespace of its own. If there are several annotations, all
 * their features are needed.
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
