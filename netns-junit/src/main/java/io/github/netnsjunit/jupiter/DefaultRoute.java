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
 * On a class, a method or another annotation: declares a default route of one namespace: what is on no link of its own goes to this gateway.
 *
 * <p>Repeatable, inherited, and safe in parallel. Declarations add up as those of {@link NetNamespace} do; two default
 * routes of a namespace are one of IPv4 and one of IPv6, or differ in their metric.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Repeatable(DefaultRoute.Container.class)
@ExtendWith(NetnsExtension.class)
public @interface DefaultRoute {

    /** {@return the name of the declared namespace whose route this is} */
    String namespace();

    /** {@return the address of the gateway, which must be on a link of the namespace} */
    String via();

    /** {@return the name of the interface to send through} Empty where the gateway tells. */
    String dev() default "";

    /** {@return the metric: of two default routes, the lower wins} 0 leaves it to the kernel. */
    int metric() default 0;

    /** Holds repeated annotations. */
    @Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
    @Retention(RetentionPolicy.RUNTIME)
    @Inherited
    @Documented
    @ExtendWith(NetnsExtension.class)
    @interface Container {

        /** {@return the repeated annotations} */
        DefaultRoute[] value();
    }
}
