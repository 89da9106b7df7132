package io.github.netnsjunit.jupiter;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs the bodies of a test in a namespace that has only a loopback interface. Ports never clash, and nothing reaches
 * the outside.
 *
 * <pre>{@code
 * @Hermetic
 * class ServerTests {
 *
 *     @Test
 *     void listens() throws IOException {
 *         new ServerSocket(8080).close(); // free, whatever else runs on the machine
 *     }
 * }
 * }</pre>
 *
 * <p>A pool or a client that was started outside the test still works outside. If a socket that was opened meanwhile is on the host
 * at the end, and no other test ran at the same time, the test fails and names it. The configuration parameter
 * {@code netns.junit.escapes} changes that.
 *
 * <p>It means the same as {@code @NetNamespace("hermetic")} and {@code @InNamespace("hermetic")} together, but for that.
 * {@link InNamespace} says what a body is. A {@code @BeforeAll} method, for example, runs outside unless the lab is
 * {@linkplain LabLifecycle shared}.
 *
 * <p>May stand on a class, a test method or another annotation. On a lifecycle method such as {@code @BeforeEach} it is
 * a mistake, which is reported if the class or the test has an annotation of this package; otherwise JUnit ignores it.
 * Not repeatable, inherited, and safe in parallel.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@ExtendWith(NetnsExtension.class)
@NetNamespace("hermetic")
@InNamespace("hermetic")
public @interface Hermetic {}
