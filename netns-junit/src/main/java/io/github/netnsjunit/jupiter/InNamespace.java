package io.github.netnsjunit.jupiter;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs the bodies of a test in a declared namespace. The sockets that they open, and the threads and processes that
 * they start, are in that namespace too.
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
 * <p>A body is a {@code @BeforeEach}, {@code @AfterEach}, {@code @Test}, {@code @ParameterizedTest},
 * {@code @RepeatedTest} or {@code @TestFactory} method, or a dynamic test; where the lab is
 * {@linkplain LabLifecycle shared}, also a {@code @BeforeAll} or {@code @AfterAll} method. The streams and iterators
 * that a {@code @TestFactory} method returns, or that a {@code DynamicContainer} has, are read inside as well; those of
 * a container with an execution mode of its own (JUnit 6.1) are not. The following run outside: constructors, the
 * argument sources of a {@code @ParameterizedTest}, and the methods that JUnit calls before and after each invocation
 * of a {@code @ParameterizedClass}.
 *
 * <p>The bodies of one test that run in one namespace run on one thread, while JUnit's thread waits: what a
 * {@code @BeforeEach} method leaves in a {@link ThreadLocal} is there for the test and for the {@code @AfterEach} methods.
 * The thread starts with the first of them and ends with the test. A set of arguments or a repetition is a test of its
 * own, and a factory with all its dynamic tests is one. The {@code @BeforeAll} and {@code @AfterAll} methods of a class
 * share a thread that the tests do not have. A body that begins while another one of its test still runs in the same
 * namespace, as dynamic tests in parallel do, has a thread of its own; so have the bodies after one that ignored its
 * interrupt.
 *
 * <p>Of JUnit's thread a body sees only the inheritable thread-locals, as they were when its own thread started. So it
 * does not see what another extension has bound to JUnit's thread, such as a transaction of Spring's
 * {@code @Transactional}. If the body fails, an exception suppressed in the failure tells of such a transaction.
 *
 * <p>What a body throws reaches JUnit unchanged. When JUnit's thread is interrupted, for example by {@code @Timeout},
 * the body is interrupted too. It must then end within the time that the configuration parameter
 * {@code netns.junit.interrupt.wait} says, 10 s by default.
 *
 * <p>Work that a body hands to an existing thread runs in the namespace in which that thread was started. Virtual
 * threads, parallel streams and a {@code CompletableFuture} without an executor share the threads of the whole process,
 * so it depends on chance where they run. Do not use them in a body; use
 * {@link io.github.netnsjunit.lab.NetworkNamespace#executor()}. A program that a body starts with
 * {@link ProcessBuilder} runs inside, but it does not end with the lab and keeps the namespace alive. Use
 * {@link io.github.netnsjunit.lab.NetworkNamespace#start} instead.
 *
 * <p>The innermost annotation wins: first that of the test method, then that of its class, of the superclass, of the
 * enclosing class. A {@code @BeforeEach} method of an enclosing class runs in the namespace of the test.
 *
 * <p>On a lifecycle method such as {@code @BeforeEach} the annotation applies to that method only. It is ignored there
 * unless the class, the test method, or one of their parameters or fields has an annotation of this package too,
 * because JUnit does not look for extensions on lifecycle methods.
 *
 * <p>May stand on a class, a method or another annotation. Not repeatable, inherited, and safe in parallel.
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
