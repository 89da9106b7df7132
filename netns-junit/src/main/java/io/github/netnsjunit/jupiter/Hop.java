package io.github.netnsjunit.jupiter;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Describes one of several next hops of a {@link Route}. */
@Target({})
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Hop {

    /** {@return the address of the gateway; empty if the destination is on the link of {@link #dev()}} */
    String via() default "";

    /** {@return the name of the interface, as at {@link Route#dev()}} */
    String dev() default "";

    /** {@return the weight, 1 to 256} Each next hop gets connections in proportion to it. */
    int weight() default 1;

    /** {@return whether the gateway is taken to be on the link, as at {@link Route#onlink()}} */
    boolean onlink() default false;
}
