package io.github.netnsjunit.jupiter;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * On a class, a method or another annotation: declares the namespace of the host itself as a part of the test's network, under a name.
 *
 * <p>What is added to it vanishes with the lab, and addresses and routes that overlap with what the host has are refused.
 * Needs the privileges of the host's administrator: it does not work rootless.
 *
 * <p>Not repeatable, inherited. Tests with this annotation exclude one another by the resource lock {@value #LOCK}, also in
 * parallel execution; other processes on the machine are not excluded.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@ExtendWith(NetnsExtension.class)
@ResourceLock(value = HostNamespace.LOCK, mode = ResourceAccessMode.READ_WRITE)
public @interface HostNamespace {

    /** The resource that tests with this annotation lock for themselves. */
    String LOCK = "io.github.netnsjunit.host";

    /** {@return the name by which other annotations refer to the namespace of the host} */
    String value() default "host";
}
