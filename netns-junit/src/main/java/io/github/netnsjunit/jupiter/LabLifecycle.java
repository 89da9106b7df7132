package io.github.netnsjunit.jupiter;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Decides how long a lab lives: for one test, which is the default, or for all tests of a class.
 *
 * <pre>{@code
 * @LabLifecycle(PER_CLASS)
 * @NetNamespace("root_ns")
 * class SharedLabTests {
 *
 *     @BeforeAll
 *     static void startServer(Lab lab) {
 *         lab.namespace("root_ns").start("python3", "-m", "http.server", "8080").awaitListening(8080);
 *     }
 * }
 * }</pre>
 *
 * <p>The innermost annotation decides: that of the method, then of its class, of the enclosing class. A shared lab is made before
 * all tests of the class that bears the annotation and is closed after all of them, those in its {@code @Nested} classes
 * included. The methods and {@code @Nested} classes below must not add to its network, unless they bear a {@code @LabLifecycle}
 * of their own and so get a lab of their own.
 *
 * <p>Only a shared lab is injected into static fields, into parameters of {@code @BeforeAll} and {@code @AfterAll} methods, and
 * into the constructor of a test instance that all tests of a class share. Either kind is injected into instance fields and all
 * other parameters.
 *
 * <p>May stand on a class, a method or another annotation; on a method only as {@link Lifecycle#PER_METHOD}, which gives that
 * test a lab of its own where its class shares one. Not repeatable; inherited. A shared lab is as safe in parallel as its tests
 * are among themselves.
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
        /** A new lab for each test, each repetition and each set of arguments; dynamic tests share their factory's. The default. */
        PER_METHOD,
        /** One lab for all tests of the class. Not on a method. */
        PER_CLASS
    }
}
