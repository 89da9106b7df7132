package io.github.netnsjunit.jupiter;

import io.github.netnsjunit.jupiter.reading.Attributes;
import io.github.netnsjunit.link.DummyLink;
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
 * Declares a dummy interface: one that leads nowhere. Its addresses belong to the namespace and stay when cables go
 * down. A router can have such an address, or a service that moves between hosts.
 *
 * <pre>{@code
 * @NetNamespace("router")
 * @Dummy(namespace = "router", name = "dummy0", address = "192.0.2.1/32")
 * }</pre>
 *
 * <p>The kernel must have {@link io.github.netnsjunit.topology.KernelFeature#DUMMY}. Otherwise the test fails and the
 * message tells the remedy, or the test is skipped if {@link EnabledIfKernelHas} or the configuration says so.
 *
 * <p>May stand on a class, a method or another annotation. Repeatable, inherited, and safe in parallel. Declarations
 * add up as those of {@link NetNamespace} do.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Repeatable(Dummy.Container.class)
@ExtendWith(NetnsExtension.class)
@Declares(Dummy.Parts.class)
public @interface Dummy {

    /** {@return the name of the declared namespace that the interface is in} */
    String namespace();

    /** {@return the name of the interface: at most 15 bytes, unique within its namespace} */
    String name();

    /** {@return the addresses of the interface, as at {@link VethEnd#address()}} */
    String[] address() default {};

    /** {@return the MTU in bytes, as at {@link VethEnd#mtu()}} */
    int mtu() default 0;

    /** {@return the MAC address, as at {@link VethEnd#mac()}} */
    String mac() default "";

    /** {@return whether the interface is brought up} */
    boolean up() default true;

    /** {@return the name of a bridge in the same namespace, as at {@link VethEnd#master()}} */
    String master() default "";

    /** {@return whether what it has may also be elsewhere, as at {@link VethEnd#duplicate()}} */
    boolean duplicate() default false;

    /** Holds repeated annotations. */
    @Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
    @Retention(RetentionPolicy.RUNTIME)
    @Inherited
    @Documented
    @ExtendWith(NetnsExtension.class)
    @interface Container {

        /** {@return the repeated annotations} */
        Dummy[] value();
    }

    /** Reads the annotation. */
    final class Parts implements PartsOf<Dummy> {
        private Parts() {}

        @Override
        public void declare(Dummy dummy, Consumer<Part> to) {
            to.accept(new DummyLink(Attributes.end(
                    dummy.namespace(),
                    dummy.name(),
                    dummy.address(),
                    dummy.mtu(),
                    dummy.mac(),
                    dummy.up(),
                    dummy.master(),
                    dummy.duplicate())));
        }
    }
}
