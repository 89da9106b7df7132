package io.github.netnsjunit.jupiter;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Makes an annotation declare parts of a test's network. The class that {@code @Declares} names reads the annotation
 * and says which parts. The annotations of this package work like this. So can your own, with their own attributes:
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
 * <p>An annotation for a network that is always the same does not need this. Put the annotations of this package on it
 * instead.
 *
 * <p>May stand only on an annotation. That annotation needs no {@code @ExtendWith}. Not repeatable. Inherited: the
 * annotation also counts where it stands on a superclass or an interface of the test class. Safe in parallel; but an
 * annotation that declares {@linkplain io.github.netnsjunit.topology.Namespace#host the host's namespace} needs
 * {@code @ResourceLock(HostNamespace.LOCK)}.
 *
 * <p>The annotation may be {@code @Repeatable}. Its container needs no annotation of this package.
 *
 * <p>Declarations add up as those of {@link NetNamespace} do: two annotations that declare the same thing equally
 * declare it once; if they declare it differently, that is a mistake.
 */
@Target(ElementType.ANNOTATION_TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@ExtendWith(NetnsExtension.class)
public @interface Declares {

    /** {@return the class that reads the annotation} */
    Class<? extends PartsOf<?>> value();
}
