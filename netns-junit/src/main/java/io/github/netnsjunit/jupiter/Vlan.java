package io.github.netnsjunit.jupiter;

import io.github.netnsjunit.jupiter.reading.Attributes;
import io.github.netnsjunit.link.VlanLink;
import io.github.netnsjunit.link.VlanProtocol;
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
 * Declares a VLAN of an interface: what it sends leaves that one with a tag, and of what comes in there with the tag it receives what
 * is below the tag.
 *
 * <pre>{@code
 * @VethPair(
 *         left = @VethEnd(namespace = "red", name = "eth0"),
 *         right = @VethEnd(namespace = "blue", name = "eth0"))
 * @Vlan(namespace = "red", name = "eth0.5", below = "eth0", id = 5, address = "10.5.0.1/24")
 * @Vlan(namespace = "blue", name = "eth0.5", below = "eth0", id = 5, address = "10.5.0.2/24")
 * }</pre>
 *
 * <p>It lies over the end of a veth pair, a bridge, a dummy interface, or another VLAN ("QinQ"), and can be the port of a bridge
 * itself. It needs a kernel with {@link io.github.netnsjunit.topology.KernelFeature#VLAN}; without it the test fails with the remedy,
 * or is skipped where {@link EnabledIfKernelHas} or the configuration says so.
 *
 * <p>May stand on a class, a method or another annotation. Repeatable, inherited, and safe in parallel. Declarations add up as
 * those of {@link NetNamespace} do.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Repeatable(Vlan.Container.class)
@ExtendWith(NetnsExtension.class)
@Declares(Vlan.Parts.class)
public @interface Vlan {

    /** {@return the name of the declared namespace that the interface is in} */
    String namespace();

    /** {@return the name of the interface: at most 15 bytes, unique within its namespace} */
    String name();

    /** {@return the name of the interface in the same namespace that it lies over} */
    String below();

    /** {@return the number of the VLAN: 1 to 4094} */
    int id();

    /** {@return what its tag is known by} */
    VlanProtocol protocol() default VlanProtocol.IEEE_802_1Q;

    /** {@return the addresses of the interface, IPv4 or IPv6, each with its prefix: {@code "10.5.0.1/24"}} */
    String[] address() default {};

    /**
     * {@return the maximum transmission unit in bytes: 68 to that of the interface below, with an IPv6 address at least 1280} 0, the
     * default, leaves it to the kernel, which takes that of the interface below.
     */
    int mtu() default 0;

    /**
     * {@return the MAC address, a unicast one: {@code "02:00:00:00:00:01"}} Empty, the default, leaves it to the kernel, which
     * takes that of the interface below.
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
        Vlan[] value();
    }

    /** What the annotation declares. */
    final class Parts implements PartsOf<Vlan> {
        private Parts() {}

        @Override
        public void declare(Vlan vlan, Consumer<Part> to) {
            to.accept(new VlanLink(
                    Attributes.end(
                            vlan.namespace(),
                            vlan.name(),
                            vlan.address(),
                            vlan.mtu(),
                            vlan.mac(),
                            vlan.up(),
                            vlan.master()),
                    vlan.below(),
                    vlan.id(),
                    vlan.protocol()));
        }
    }
}
