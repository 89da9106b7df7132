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
 * On a class, a method or another annotation: declares a network namespace, a host of the test's network. On a parameter
 * or a field of type {@link io.github.netnsjunit.lab.NetworkNamespace}: names the declared namespace to be injected.
 *
 * <p>Declarations add up from the outermost place to the innermost: superclass, class, {@code @Nested} class, method. The
 * same name declared twice merges when both say the same, and is an error otherwise. A field is filled before each test
 * and must be neither {@code final} nor, unless the lab is {@link LabLifecycle shared}, {@code static}. What a parameterized test
 * takes as an argument cannot be a namespace, since those are injected; its name can.
 *
 * <p>Without the annotation, a parameter of that type takes the only namespace there is, and a parameter of type
 * {@link io.github.netnsjunit.lab.Lab} the lab; so does a field, unless it has a value already. A field that cannot be filled so, because
 * there are several namespaces, or because it is static and the lab not shared, is left as it is. Where tests that run in parallel
 * share their instance, they overwrite one another's fields: there, take parameters.
 *
 * <p>Repeatable, inherited, and safe in parallel: equal names in two tests are two namespaces that never meet.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE, ElementType.PARAMETER, ElementType.FIELD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Repeatable(NetNamespace.Container.class)
@ExtendWith(NetnsExtension.class)
public @interface NetNamespace {

    /**
     * {@return the name of the namespace} Other annotations and {@link io.github.netnsjunit.lab.Lab#namespace} refer to
     * it by this name.
     */
    String value();

    /** {@return whether the loopback interface {@code lo} is brought up} Has no meaning on a parameter or a field. */
    boolean loopback() default true;

    /** Holds repeated annotations. */
    @Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
    @Retention(RetentionPolicy.RUNTIME)
    @Inherited
    @Documented
    @ExtendWith(NetnsExtension.class)
    @interface Container {

        /** {@return the repeated annotations} */
        NetNamespace[] value();
    }
}
