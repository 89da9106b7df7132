package io.github.netnsjunit.jupiter;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * On a class, a method or another annotation: runs the bodies of a test inside a declared namespace: sockets that they open, threads and processes that they start
 * are there.
 *
 * <p>A body is a {@code @BeforeEach}, {@code @AfterEach}, {@code @Test}, {@code @ParameterizedTest}, {@code @RepeatedTest} or
 * {@code @TestFactory} method or a dynamic test; where the lab is {@linkplain LabLifecycle shared}, also a {@code @BeforeAll}
 * or {@code @AfterAll} method. Each runs on a new thread of its own that is in the namespace for life, while the thread of
 * JUnit waits. A stream or an iterator that a {@code @TestFactory} returns is read inside too, but not one that is nested in
 * a {@code DynamicContainer}. Constructors, the sources of arguments of a {@code @ParameterizedTest}, and the methods that JUnit calls before and after each
 * invocation of a {@code @ParameterizedClass}, run outside.
 *
 * <p>An exception arrives as it was thrown, an interrupt (by {@code @Timeout}, say) is passed on and the body awaited, for as long as
 * the configuration parameter {@code netns.junit.interrupt.wait} says (10 s by default).
 * Thread-locals of the thread of JUnit are seen inside only where they are inheritable.
 *
 * <p>The innermost annotation wins: that of the test method, of its class, of the superclass, of the enclosing class; a
 * {@code @BeforeEach} method of an enclosing class runs where the test does. One on a
 * {@code @BeforeEach} or other lifecycle method counts for that method alone. Not repeatable, inherited, and safe in
 * parallel.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@ExtendWith(NetnsExtension.class)
public @interface InNamespace {

    /** {@return the name of the declared namespace} */
    String value();
}
