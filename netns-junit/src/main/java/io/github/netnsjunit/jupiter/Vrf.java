package io.github.netnsjunit.jupiter;

import io.github.netnsjunit.jupiter.reading.Attributes;
import io.github.netnsjunit.link.VrfLink;
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
 * Declares a routing table for some interfaces of a namespace, which name it as their master: virtual routing and
 * forwarding. What comes in at these interfaces is routed by this table alone, so that the interfaces of two such tables
 * may have the same subnets.
 *
 * <pre>{@code
 * @Vrf(namespace = "router", name = "red", table = 10)
 * @VethPair(
 *         left = @VethEnd(namespace = "router", name = "red1", master = "red", address = "10.0.1.1/24"),
 *         right = @VethEnd(namespace = "client", name = "eth0", address = "10.0.1.2/24"))
 * }</pre>
 *
 * <p>The kernel puts the routes to the subnets of these interfaces into the table. Programs in the namespace itself use
 * other tables, unless they are started by {@code ip vrf exec} or bind their sockets to the interface.
 *
 * <p>The kernel must have {@link io.github.netnsjunit.topology.KernelFeature#VRF}. Otherwise the test fails and the
 * message tells the remedy, or the test is skipped if {@link EnabledIfKernelHas} or the configuration says so.
 *
 * <p>May stand on a class, a method or another annotation. Repeatable, inherited, and safe in parallel. Declarations
 * add up as those of {@link NetNamespace} do.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Repeatable(Vrf.Container.class)
@ExtendWith(NetnsExtension.class)
@Declares(Vrf.Parts.class)
public @interface Vrf {

    /** {@return the name of the declared namespace that the interface is in} */
    String namespace();

    /** {@return the name of the interface: at most 15 bytes, unique within its namespace} */
    String name();

    /** {@return the number of the table} From 1 to 4294967295, but not 253 to 255, which are the kernel's own. */
    long table();

    /** {@return the addresses of the interface, as at {@link VethEnd#address()}} */
    String[] address() default {};

    /** {@return the MTU in bytes, at least 1280} By default the kernel chooses one. */
    int mtu() default 0;

    /** {@return the MAC address, as at {@link VethEnd#mac()}} By default it is a random one. */
    String mac() default "";

    /** {@return whether the interface is brought up} */
    boolean up() default true;

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
        Vrf[] value();
    }

    /** Reads the annotation. */
    final class Parts implements PartsOf<Vrf> {
        private Parts() {}

        @Override
        public void declare(Vrf vrf, Consumer<Part> to) {
            to.accept(new VrfLink(
                    Attributes.end(
                            vrf.namespace(),
                            vrf.name(),
                            vrf.address(),
                            vrf.mtu(),
                            vrf.mac(),
                            vrf.up(),
                            "",
                            vrf.duplicate()),
                    vrf.table()));
        }
    }
}
