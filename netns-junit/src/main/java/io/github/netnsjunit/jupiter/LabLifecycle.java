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
 * <p>The innermost annotation decides: first that of the method, then that of its class, of the enclosing class. A
 * shared lab is made before the first test of the annotated class and closed after the last one. Tests in
 * {@code @Nested} classes belong to them. Methods and {@code @Nested} classes must not add to the network of a shared
 * lab. If they have a {@code @LabLifecycle} themselves, they get their own lab, to which they may add.
 *
 * <p>Only a shared lab can be injected into static fields, into parameters of {@code @BeforeAll} and {@code @AfterAll}
 * methods, and into the constructor of a test instance that all tests of a class share. Into instance fields and all
 * other parameters both kinds of lab can be injected.
 *
 * <p>May stand on a class, a method or another annotation. On a method only {@link Lifecycle#PER_METHOD} is allowed,
 * which gives the test its own lab although the class has a shared one. Not repeatable, inherited. A lab of one test is
 * safe in parallel; a shared lab is safe if its tests do not disturb one another.
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
        /**
         * A new lab for each test, each repetition and each set of arguments. Dynamic tests share the lab of their
         * factory. The default.
         */
        PER_METHOD,
        /** One lab for all tests of the class. Not on a method. */
        PER_CLASS
    }
}
