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
 * On a class, a method or another annotation: sets a kernel parameter of one namespace, such as {@code net.ipv4.ip_forward} to {@code 1}, which makes a router of it.
 *
 * <p>Repeatable, inherited, and safe in parallel: the parameter is the namespace's own. Declarations add up as those of
 * {@link NetNamespace} do.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Repeatable(Sysctl.Container.class)
@ExtendWith(NetnsExtension.class)
public @interface Sysctl {

    /** {@return the name of the declared namespace whose parameter is set} */
    String namespace();

    /** {@return the name of the parameter, as {@code sysctl} writes it: {@code "net.ipv4.ip_forward"}} */
    String name();

    /** {@return the value} */
    String value();

    /** Holds repeated annotations. */
    @Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
    @Retention(RetentionPolicy.RUNTIME)
    @Inherited
    @Documented
    @ExtendWith(NetnsExtension.class)
    @interface Container {

        /** {@return the repeated annotations} */
        Sysctl[] value();
    }
}
