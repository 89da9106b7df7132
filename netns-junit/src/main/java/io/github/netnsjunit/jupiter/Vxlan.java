package io.github.netnsjunit.jupiter;

import io.github.netnsjunit.jupiter.reading.Attributes;
import io.github.netnsjunit.link.VxlanLink;
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
 * Declares an end of a VXLAN: a tunnel that carries Ethernet frames in UDP, over routers too. It can be a port of a bridge.
 *
 * <pre>{@code
 * @VethPair(
 *         left = @VethEnd(namespace = "red", name = "eth0", address = "10.0.0.1/24"),
 *         right = @VethEnd(namespace = "blue", name = "eth0", address = "10.0.0.2/24"))
 * @Vxlan(namespace = "red", name = "vx0", id = 5, remote = "10.0.0.2", address = "10.5.0.1/24", mtu = 1450)
 * @Vxlan(namespace = "blue", name = "vx0", id = 5, remote = "10.0.0.1", address = "10.5.0.2/24", mtu = 1450)
 * }</pre>
 *
 * <p>More than two ends are joined by a multicast group: all name it as {@link #remote()}.
 *
 * <p>The kernel must have {@link io.github.netnsjunit.topology.KernelFeature#VXLAN}. Otherwise the test fails and the
 * message tells the remedy, or the test is skipped if {@link EnabledIfKernelHas} or the configuration says so.
 *
 * <p>May stand on a class, a method or another annotation. Repeatable, inherited, and safe in parallel. Declarations
 * add up as those of {@link NetNamespace} do.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Repeatable(Vxlan.Container.class)
@ExtendWith(NetnsExtension.class)
@Declares(Vxlan.Parts.class)
public @interface Vxlan {

    /** {@return the name of the declared namespace that the interface is in} */
    String namespace();

    /** {@return the name of the interface: at most 15 bytes, unique within its namespace} */
    String name();

    /** {@return the number of the network, which is that of all its ends} From 0 to 16777215. */
    int id();

    /** {@return the address of the other end, or a multicast group} */
    String remote();

    /** {@return the address that it sends from} By default the kernel chooses. */
    String local() default "";

    /** {@return the interface of the same namespace that it sends through} By default it is that of the route. With a
     * multicast group it must be said. */
    String below() default "";

    /** {@return the UDP port of all ends} */
    int port() default 4789;

    /** {@return the addresses of the interface, as at {@link VethEnd#address()}} */
    String[] address() default {};

    /** {@return the MTU in bytes, as at {@link VethEnd#mtu()}} By default it is 1500, and large frames are sent in fragments.
     * With {@link #below()} it is by default 50 bytes, over IPv6 70 bytes, less than that of the interface below. */
    int mtu() default 0;

    /** {@return the MAC address, as at {@link VethEnd#mac()}} By default it is a random one. */
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
        Vxlan[] value();
    }

    /** Reads the annotation. */
    final class Parts implements PartsOf<Vxlan> {
        private Parts() {}

        @Override
        public void declare(Vxlan vxlan, Consumer<Part> to) {
            VxlanLink link = VxlanLink.of(vxlan.namespace(), vxlan.name(), vxlan.id(), vxlan.remote())
                    .with(Attributes.end(
                            vxlan.namespace(),
                            vxlan.name(),
                            vxlan.address(),
                            vxlan.mtu(),
                            vxlan.mac(),
                            vxlan.up(),
                            vxlan.master(),
                            vxlan.duplicate()))
                    .port(vxlan.port());
            link = vxlan.local().isEmpty() ? link : link.local(vxlan.local());
            to.accept(vxlan.below().isEmpty() ? link : link.below(vxlan.below()));
        }
    }
}
