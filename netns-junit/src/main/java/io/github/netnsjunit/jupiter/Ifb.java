package io.github.netnsjunit.jupiter;

import io.github.netnsjunit.link.IfbLink;
import io.github.netnsjunit.topology.Part;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.function.Consumer;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Declares an intermediate functional block: an interface to which {@code tc} redirects what comes in at another, to delay
 * or limit it.
 *
 * <pre>{@code
 * @Ifb(namespace = "blue", name = "ifb0")
 * }</pre>
 *
 * <p>The kernel must have {@link io.github.netnsjunit.topology.KernelFeature#IFB}. Otherwise the test fails and the
 * message tells the remedy, or the test is skipped if {@link EnabledIfKernelHas} or the configuration says so.
 *
 * <p>May stand on a class, a method or another annotation. Repeatable, inherited, and safe in parallel. Declarations
 * add up as those of {@link NetNamespace} do.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Repeatable(Ifb.Container.class)
@ExtendWith(NetnsExtension.class)
@Declares(Ifb.Parts.class)
public @interface Ifb {

    /** {@return the name of the declared namespace that the interface is in} */
    String namespace();

    /** {@return the name of the interface: at most 15 bytes, unique within its namespace} */
    String name();

    /** {@return the MTU in bytes, as at {@link VethEnd#mtu()}} */
    int mtu() default 0;

    /** {@return whether the interface is brought up} */
    boolean up() default true;

    /** Holds repeated annotations. */
    @Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
    @Retention(RetentionPolicy.RUNTIME)
    @Inherited
    @Documented
    @ExtendWith(NetnsExtension.class)
    @interface Container {

        /** {@return the repeated annotations} */
        Ifb[] value();
    }

    /** Reads the annotation. */
    final class Parts implements PartsOf<Ifb> {
        private Parts() {}

        @Override
        public void declare(Ifb ifb, Consumer<Part> to) {
            IfbLink link = IfbLink.of(ifb.namespace(), ifb.name()).mtu(ifb.mtu());
            to.accept(ifb.up() ? link : link.down());
        }
    }
}
