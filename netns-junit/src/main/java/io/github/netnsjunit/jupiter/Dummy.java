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
 * Declares a dummy interface: one that leads nowhere. Its addresses are the namespace's own, whatever becomes of its cables, as those
 * of a router or of a service that has moved.
 *
 * <pre>{@code
 * @NetNamespace("router")
 * @Dummy(namespace = "router", name = "dummy0", address = "192.0.2.1/32")
 * }</pre>
 *
 * <p>It needs a kernel with {@link io.github.netnsjunit.topology.KernelFeature#DUMMY}; without it the test fails with the remedy, or is
 * skipped where {@link EnabledIfKernelHas} or the configuration says so.
 *
 * <p>May stand on a class, a method or another annotation. Repeatable, inherited, and safe in parallel. Declarations add up as
 * those of {@link NetNamespace} do.
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

    /** {@return the addresses of the interface, IPv4 or IPv6, each with its prefix: {@code "192.0.2.1/32"}} */
    String[] address() default {};

    /**
     * {@return the maximum transmission unit in bytes: 68 to 65535, with an IPv6 address at least 1280} 0, the default, leaves it
     * to the kernel, which takes 1500.
     */
    int mtu() default 0;

    /**
     * {@return the MAC address, a unicast one: {@code "02:00:00:00:00:01"}} Empty, the default, leaves it to the kernel, which
     * takes a random one.
     */
    String mac() default "";

    /** {@return whether the interface is brought up} */
    boolean up() default true;

    /** {@return the name of the bridge in the same namespace whose port it is} Empty, the default, makes it no port. */
    String master() default "";

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

    /** What the annotation declares. */
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
                    dummy.master())));
        }
    }
}
