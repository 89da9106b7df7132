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
 * Declares a VLAN interface above another interface. What the VLAN interface sends leaves the other one with the VLAN's
 * tag. It receives the frames that arrive there with this tag, without the tag.
 *
 * <pre>{@code
 * @VethPair(
 *         left = @VethEnd(namespace = "red", name = "eth0"),
 *         right = @VethEnd(namespace = "blue", name = "eth0"))
 * @Vlan(namespace = "red", name = "eth0.5", below = "eth0", id = 5, address = "10.5.0.1/24")
 * @Vlan(namespace = "blue", name = "eth0.5", below = "eth0", id = 5, address = "10.5.0.2/24")
 * }</pre>
 *
 * <p>The interface below may be the end of a veth pair, a bridge, a dummy interface, or another VLAN interface
 * ("QinQ"). The VLAN interface can be the port of a bridge.
 *
 * <p>The kernel must have {@link io.github.netnsjunit.topology.KernelFeature#VLAN}. Otherwise the test fails and the
 * message tells the remedy, or the test is skipped if {@link EnabledIfKernelHas} or the configuration says so.
 *
 * <p>May stand on a class, a method or another annotation. Repeatable, inherited, and safe in parallel. Declarations
 * add up as those of {@link NetNamespace} do.
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

    /** {@return the name of the interface below, which is in the same namespace} */
    String below();

    /** {@return the number of the VLAN: 1 to 4094} */
    int id();

    /** {@return the protocol, which says how a tag looks} */
    VlanProtocol protocol() default VlanProtocol.IEEE_802_1Q;

    /** {@return the addresses of the interface, as at {@link VethEnd#address()}} */
    String[] address() default {};

    /**
     * {@return the MTU in bytes, as at {@link VethEnd#mtu()}, but at most that of the interface below} By default it is
     * that of the interface below.
     */
    int mtu() default 0;

    /** {@return the MAC address, as at {@link VethEnd#mac()}} By default it is that of the interface below. */
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
        Vlan[] value();
    }

    /** Reads the annotation. */
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
                            vlan.master(),
                            vlan.duplicate()),
                    vlan.below(),
                    vlan.id(),
                    vlan.protocol()));
        }
    }
}
