package io.github.netnsjunit.jupiter;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Makes an annotation declare parts of a test's network: whatever is told by the reader that it names. So do the annotations of this
 * package, and so can any other, with attributes of its own:
 *
 * <pre>{@code
 * @Target({ElementType.TYPE, ElementType.METHOD})
 * @Retention(RetentionPolicy.RUNTIME)
 * @Declares(Office.Parts.class)
 * @interface Office {
 *
 *     int desks();
 *
 *     class Parts implements PartsOf<Office> {
 *         @Override
 *         public void declare(Office office, Consumer<Part> to) {
 *             to.accept(Namespace.of("office"));
 *             to.accept(BridgeLink.of("office", "br0"));
 *             ...
 *         }
 *     }
 * }
 * }</pre>
 *
 * <p>An annotation that stands for a fixed network needs none of this: it is enough that the annotations of this package stand on it.
 *
 * <p>Stands on an annotation, which needs no {@code @ExtendWith}. If that is {@code @Repeatable}, its container needs
 * {@code @ExtendWith(NetnsExtension.class)}: where the annotation is repeated JUnit sees the container alone, and without that the test
 * would have no network. If it declares {@link io.github.netnsjunit.topology.Namespace#host the host's namespace}, it needs
 * {@code @ResourceLock(HostNamespace.LOCK)}, for tests that run in parallel. What several annotations declare adds up as described at
 * {@link NetNamespace}: two that say the same of one thing declare it once, two that say different things are a mistake.
 */
@Target(ElementType.ANNOTATION_TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@ExtendWith(NetnsExtension.class)
public @interface Declares {

    /** {@return what reads the annotation} */
    Class<? extends PartsOf<?>> value();
}
