package io.github.netnsjunit.jupiter;

import io.github.netnsjunit.jupiter.reading.Attributes;
import io.github.netnsjunit.link.MacvlanMode;
import io.github.netnsjunit.link.MacvtapLink;
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
 * Declares a MACVTAP interface: one through which the test is a host on the cable of another interface. It reads and writes
 * the frames with {@link io.github.netnsjunit.lab.NetworkNamespace#openTap}.
 *
 * <pre>{@code
 * @VethPair(
 *         left = @VethEnd(namespace = "machine", name = "eth0"),
 *         right = @VethEnd(namespace = "client", name = "eth0", address = "10.0.0.1/24"))
 * @Macvtap(namespace = "machine", name = "tap0", below = "eth0")
 * }</pre>
 *
 * <p>The interface below may be the end of a veth pair, a bridge, or another that has a MAC address, but not the port of a
 * bridge.
 *
 * <p>The kernel must have {@link io.github.netnsjunit.topology.KernelFeature#MACVTAP}. Otherwise the test fails and the
 * message tells the remedy, or the test is skipped if {@link EnabledIfKernelHas} or the configuration says so.
 *
 * <p>May stand on a class, a method or another annotation. Repeatable, inherited, and safe in parallel. Declarations
 * add up as those of {@link NetNamespace} do.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Repeatable(Macvtap.Container.class)
@ExtendWith(NetnsExtension.class)
@Declares(Macvtap.Parts.class)
public @interface Macvtap {

    /** {@return the name of the declared namespace that the interface is in} */
    String namespace();

    /** {@return the name of the interface: at most 15 bytes, unique within its namespace} */
    String name();

    /** {@return the name of the interface below} */
    String below();

    /** {@return the namespace of the interface below} By default it is the same namespace. */
    String belowNamespace() default "";

    /** {@return which others over the same interface it reaches} */
    MacvlanMode mode() default MacvlanMode.BRIDGE;

    /** {@return the addresses of the interface, as at {@link VethEnd#address()}} */
    String[] address() default {};

    /** {@return the MTU in bytes, as at {@link VethEnd#mtu()}, but at most that of the interface below} By default it is
     * that of the interface below. */
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
        Macvtap[] value();
    }

    /** Reads the annotation. */
    final class Parts implements PartsOf<Macvtap> {
        private Parts() {}

        @Override
        public void declare(Macvtap macvtap, Consumer<Part> to) {
            to.accept(new MacvtapLink(
                    Attributes.end(
                            macvtap.namespace(),
                            macvtap.name(),
                            macvtap.address(),
                            macvtap.mtu(),
                            macvtap.mac(),
                            macvtap.up(),
                            macvtap.master(),
                            macvtap.duplicate()),
                    macvtap.belowNamespace().isEmpty() ? macvtap.namespace() : macvtap.belowNamespace(),
                    macvtap.below(),
                    macvtap.mode()));
        }
    }
}
