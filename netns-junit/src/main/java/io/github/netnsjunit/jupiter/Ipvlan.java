package io.github.netnsjunit.jupiter;

import io.github.netnsjunit.jupiter.reading.Attributes;
import io.github.netnsjunit.link.IpvlanLink;
import io.github.netnsjunit.link.IpvlanMode;
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
 * Declares an IPVLAN interface: one with the MAC address of another interface, through which it sends and receives, and
 * with addresses of its own. It reaches whoever is behind that interface, but not the namespace of that interface itself.
 *
 * <pre>{@code
 * @VethPair(
 *         left = @VethEnd(namespace = "machine", name = "eth0"),
 *         right = @VethEnd(namespace = "client", name = "eth0", address = "10.0.0.1/24"))
 * @Ipvlan(namespace = "box", name = "eth0", below = "eth0", belowNamespace = "machine", address = "10.0.0.2/24")
 * }</pre>
 *
 * <p>The interface below may be the end of a veth pair, a bridge, or another that has a MAC address, but not the port of a
 * bridge. It cannot bear a {@link Macvlan} at the same time.
 *
 * <p>The kernel must have {@link io.github.netnsjunit.topology.KernelFeature#IPVLAN}. Otherwise the test fails and the
 * message tells the remedy, or the test is skipped if {@link EnabledIfKernelHas} or the configuration says so.
 *
 * <p>May stand on a class, a method or another annotation. Repeatable, inherited, and safe in parallel. Declarations
 * add up as those of {@link NetNamespace} do.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Repeatable(Ipvlan.Container.class)
@ExtendWith(NetnsExtension.class)
@Declares(Ipvlan.Parts.class)
public @interface Ipvlan {

    /** {@return the name of the declared namespace that the interface is in} */
    String namespace();

    /** {@return the name of the interface: at most 15 bytes, unique within its namespace} */
    String name();

    /** {@return the name of the interface below} */
    String below();

    /** {@return the namespace of the interface below} By default it is the same namespace. */
    String belowNamespace() default "";

    /** {@return at which layer it sends and receives} All over one interface have the same mode. */
    IpvlanMode mode() default IpvlanMode.L2;

    /** {@return the addresses of the interface, as at {@link VethEnd#address()}} */
    String[] address() default {};

    /** {@return the MTU in bytes, as at {@link VethEnd#mtu()}, but at most that of the interface below} By default it is
     * that of the interface below. */
    int mtu() default 0;

    /** {@return whether the interface is brought up} */
    boolean up() default true;

    /** {@return the name of a VRF in the same namespace, as at {@link VethEnd#master()}} */
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
        Ipvlan[] value();
    }

    /** Reads the annotation. */
    final class Parts implements PartsOf<Ipvlan> {
        private Parts() {}

        @Override
        public void declare(Ipvlan ipvlan, Consumer<Part> to) {
            to.accept(new IpvlanLink(
                    Attributes.end(
                            ipvlan.namespace(),
                            ipvlan.name(),
                            ipvlan.address(),
                            ipvlan.mtu(),
                            "",
                            ipvlan.up(),
                            ipvlan.master(),
                            ipvlan.duplicate()),
                    ipvlan.belowNamespace().isEmpty() ? ipvlan.namespace() : ipvlan.belowNamespace(),
                    ipvlan.below(),
                    ipvlan.mode()));
        }
    }
}
