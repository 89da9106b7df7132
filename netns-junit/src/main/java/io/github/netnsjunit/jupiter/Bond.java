package io.github.netnsjunit.jupiter;

import io.github.netnsjunit.jupiter.reading.Attributes;
import io.github.netnsjunit.link.BondLink;
import io.github.netnsjunit.link.BondMode;
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
 * Declares a bond: one interface of several cables, so that it works while one of them does. Its ports are the interfaces
 * that name it as their master.
 *
 * <pre>{@code
 * @Bond(namespace = "server", name = "bond0", address = "10.0.0.1/24")
 * @VethPair(
 *         left = @VethEnd(namespace = "server", name = "eth0", master = "bond0"),
 *         right = @VethEnd(namespace = "switch", name = "port0", master = "br0"))
 * @VethPair(
 *         left = @VethEnd(namespace = "server", name = "eth1", master = "bond0"),
 *         right = @VethEnd(namespace = "switch", name = "port1", master = "br0"))
 * }</pre>
 *
 * <p>The bond brings its ports up, and gives them its MAC address and its MTU. They can have no addresses. After the lab was
 * made, the bond finds out within {@link #monitoring()} which ports have a carrier.
 *
 * <p>The kernel must have {@link io.github.netnsjunit.topology.KernelFeature#BOND}. Otherwise the test fails and the
 * message tells the remedy, or the test is skipped if {@link EnabledIfKernelHas} or the configuration says so.
 *
 * <p>May stand on a class, a method or another annotation. Repeatable, inherited, and safe in parallel. Declarations
 * add up as those of {@link NetNamespace} do.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Repeatable(Bond.Container.class)
@ExtendWith(NetnsExtension.class)
@Declares(Bond.Parts.class)
public @interface Bond {

    /** {@return the name of the declared namespace that the interface is in} */
    String namespace();

    /** {@return the name of the interface: at most 15 bytes, unique within its namespace} */
    String name();

    /** {@return how it uses its ports} */
    BondMode mode() default BondMode.ACTIVE_BACKUP;

    /** {@return how often it looks whether its ports have a carrier, such as {@code 10 ms}} From 1 ms to 1 h. */
    String monitoring() default "10 ms";

    /** {@return the addresses of the interface, as at {@link VethEnd#address()}} */
    String[] address() default {};

    /** {@return the MTU in bytes, as at {@link VethEnd#mtu()}} */
    int mtu() default 0;

    /** {@return the MAC address, as at {@link VethEnd#mac()}} By default it is that of the first port. */
    String mac() default "";

    /** {@return whether the interface is brought up} */
    boolean up() default true;

    /** {@return the name of a bridge or VRF in the same namespace, as at {@link VethEnd#master()}} */
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
        Bond[] value();
    }

    /** Reads the annotation. */
    final class Parts implements PartsOf<Bond> {
        private Parts() {}

        @Override
        public void declare(Bond bond, Consumer<Part> to) {
            to.accept(new BondLink(
                    Attributes.end(
                            bond.namespace(),
                            bond.name(),
                            bond.address(),
                            bond.mtu(),
                            bond.mac(),
                            bond.up(),
                            bond.master(),
                            bond.duplicate()),
                    bond.mode(),
                    Attributes.duration("monitoring", bond.monitoring())));
        }
    }
}
