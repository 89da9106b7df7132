package io.github.netnsjunit.jupiter;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * On a class, a method or another annotation: declares a route of one namespace.
 *
 * <p>Repeatable, inherited, and safe in parallel. Declarations add up as those of {@link NetNamespace} do; two routes of a
 * namespace to the same destination must differ in their metric.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Repeatable(Route.Container.class)
@ExtendWith(NetnsExtension.class)
public @interface Route {

    /** {@return the name of the declared namespace whose route this is} */
    String namespace();

    /** {@return the destination: a network with its prefix, {@code "10.1.0.0/16"}, or {@code "default"}} */
    String to();

    /** {@return the address of the gateway} Empty for a destination that is directly on the link {@link #dev()}. */
    String via() default "";

    /** {@return the name of the interface to send through} Empty where the gateway tells. */
    String dev() default "";

    /** {@return the metric: of two routes to one destination, the lower wins} 0 leaves it to the kernel. */
    int metric() default 0;

    /** Holds repeated annotations. */
    @Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
    @Retention(RetentionPolicy.RUNTIME)
    @Inherited
    @Documented
    @ExtendWith(NetnsExtension.class)
    @interface Container {

        /** {@return the repeated annotations} */
        Route[] value();
    }
}
