package io.github.netnsjunit.jupiter;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * On a class or another annotation (on a method of a class whose tests share a lab, to give it one of its own): tells how long a lab lives: for one test, as is the default, or for all tests of a class.
 *
 * <p>The innermost annotation decides: that of the method, of its class, of the enclosing class. A shared lab is made before
 * all tests of the class that bears the annotation and closed after all of them, those in its {@code @Nested} classes
 * included; the methods and {@code @Nested} classes below must not add to its network, unless they bear a
 * {@code @LabLifecycle} of their own and so get a lab of their own.
 *
 * <p>Static fields, parameters of {@code @BeforeAll} and {@code @AfterAll} methods, and those of the constructor of an instance that
 * all tests of a class share, are injected for a shared lab only; instance fields and all other parameters for both. Not
 * repeatable, inherited. A shared lab is as safe in parallel as the tests are among themselves.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@ExtendWith(NetnsExtension.class)
public @interface LabLifecycle {

    /** {@return how long the lab lives} */
    Lifecycle value();

    /** How long a lab lives. */
    enum Lifecycle {
        /** A new lab for each test, each repetition and each set of arguments; dynamic tests share that of their factory. */
        PER_METHOD,
        /** One lab for all tests of the class. Not for a method. */
        PER_CLASS
    }
}
