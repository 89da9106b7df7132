package io.github.netnsjunit.jupiter;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives names to the namespaces of a test's network while the test runs, so that a shell beside it can look inside: {@code ip netns exec
 * junit-4711-alice …}. The commands are logged, and reported under {@code netns.junit.expose}. Where names are not possible, as in a
 * user namespace or where {@code /run} is read-only, the commands are those that enter without names.
 *
 * <pre>{@code
 * @Exposed(hold = "10 m")
 * @Lan(name = "office", subnet = "10.1.0.0/24", hosts = {"alice", "bob"})
 * class OfficeTests { ... }
 * }</pre>
 *
 * <p>The innermost annotation decides: first that of the method, then that of its class, of the enclosing class. Without any, the
 * configuration parameter {@code netns.junit.expose} does, which is the way to look at a failing test without changing it. {@link
 * io.github.netnsjunit.lab.Lab#expose} says what the names are, and is the same for a network without this annotation.
 *
 * <p>May stand on a class, a test method or another annotation. On a method without a declared network it is a mistake; of a class it means
 * the tests that have one. Not repeatable, inherited, and safe in parallel.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@ExtendWith(NetnsExtension.class)
public @interface Exposed {

    /**
     * {@return how long the network stays as it is after the body of a test has failed: {@code "10 m"}} The test then ends earlier if one
     * of the names is deleted that it still has: {@code ip netns del junit-4711-alice}. If empty, it does not wait. A dynamic test does not wait.
     */
    String hold() default "";
}
