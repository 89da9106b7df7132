package io.github.netnsjunit.jupiter;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs the bodies of a test inside a declared namespace: the sockets that they open, and the threads and processes that they
 * start, are there.
 *
 * <pre>{@code
 * @Test
 * @InNamespace("blue_ns")
 * void listensInside() throws IOException {
 *     try (ServerSocket server = new ServerSocket(8080)) { // port 8080 of blue_ns
 *         ...
 *     }
 * }
 * }</pre>
 *
 * <p>A body is a {@code @BeforeEach}, {@code @AfterEach}, {@code @Test}, {@code @ParameterizedTest}, {@code @RepeatedTest} or
 * {@code @TestFactory} method, or a dynamic test; where the lab is {@linkplain LabLifecycle shared}, also a {@code @BeforeAll} or
 * {@code @AfterAll} method. A stream or an iterator that a {@code @TestFactory} method returns, or a {@code DynamicContainer}
 * holds, is read inside too, but not that of a container with an execution mode of its own (JUnit 6.1). Constructors, the argument
 * sources of a {@code @ParameterizedTest}, and the methods that JUnit calls before and after each invocation of a
 * {@code @ParameterizedClass} run outside.
 *
 * <p>Each body runs on a new thread that stays in the namespace for life, while JUnit's thread waits. Of the thread-locals of
 * JUnit's thread, the body sees only the inheritable ones. An exception arrives as it was thrown. An interrupt, such as that of
 * {@code @Timeout}, is passed on; then the body may take as long to end as the configuration parameter
 * {@code netns.junit.interrupt.wait} says, 10 s by default.
 *
 * <p>What a body hands to threads that were there before runs where those were born. Virtual threads, parallel streams and a
 * {@code CompletableFuture} without an executor use threads of the whole process, inside or outside as it happens: start none of them
 * in a body, and let {@link io.github.netnsjunit.lab.NetworkNamespace#executor()} have the work. A program that a body starts with
 * {@link ProcessBuilder} is inside, but does not end with the lab and keeps the namespace alive: use
 * {@link io.github.netnsjunit.lab.NetworkNamespace#start}.
 *
 * <p>The innermost annotation wins: that of the test method, then of its class, of the superclass, of the enclosing class. A
 * {@code @BeforeEach} method of an enclosing class runs where the test does. On a {@code @BeforeEach} or other lifecycle method,
 * the annotation counts for that method only, and only where the class, the test method, or a parameter or field of theirs has an
 * annotation of this package too: JUnit finds no extension through a lifecycle method, so that it is ignored there otherwise.
 *
 * <p>May stand on a class, a method or another annotation. Not repeatable; inherited, and safe in parallel.
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
