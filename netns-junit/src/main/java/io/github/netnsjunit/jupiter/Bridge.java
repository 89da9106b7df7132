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
 * On a class, a method or another annotation: declares a bridge, a switch of the test's network. Its ports are the {@linkplain VethEnd#master() ends} that name it.
 *
 * <p>Repeatable, inherited, and safe in parallel. Declarations add up as those of {@link NetNamespace} do.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Repeatable(Bridge.Container.class)
@ExtendWith(NetnsExtension.class)
public @interface Bridge {

    /** {@return the name of the declared namespace which the bridge is in} */
    String namespace();

    /** {@return the name of the bridge: at most 15 bytes, unique within its namespace} */
    String name();

    /** {@return the addresses of the bridge itself, IPv4 or IPv6, each with its prefix} A mere switch has none. */
    String[] address() default {};

    /** {@return whether the bridge speaks the spanning tree protocol} */
    boolean stp() default false;

    /** Holds repeated annotations. */
    @Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
    @Retention(RetentionPolicy.RUNTIME)
    @Inherited
    @Documented
    @ExtendWith(NetnsExtension.class)
    @interface Container {

        /** {@return the repeated annotations} */
        Bridge[] value();
    }
}
