package io.github.netnsjunit.jupiter;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * On a class, a method or another annotation: runs the bodies of a test inside an empty namespace with nothing but its loopback: ports never clash, and nothing
 * reaches outside.
 *
 * <p>The same as {@code @NetNamespace("hermetic")} with {@code @InNamespace("hermetic")}; see {@link InNamespace} for what a
 * body is: a {@code @BeforeAll} method, for one, runs outside unless the lab is {@linkplain LabLifecycle shared}. Not repeatable, inherited, and safe in parallel.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@ExtendWith(NetnsExtension.class)
@NetNamespace("hermetic")
@InNamespace("hermetic")
public @interface Hermetic {}
