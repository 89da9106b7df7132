package io.github.netnsjunit.jupiter;

import io.github.netnsjunit.jupiter.reading.Attributes;
import io.github.netnsjunit.link.TapLink;
import io.github.netnsjunit.link.TapMode;
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
 * Declares a TUN or TAP interface, whose packets the test reads and writes.
 *
 * <pre>{@code
 * @Tap(namespace = "blue", name = "tap0", address = "10.0.0.1/24")
 * class FrameTest {
 *     @Test
 *     void asksForAMacAddress(@NetNamespace("blue") NetworkNamespace blue) throws IOException {
 *         try (ByteChannel frames = blue.openTap("tap0")) {
 *             frames.read(buffer);        // one Ethernet frame that the namespace sends
 *             frames.write(answer);       // one that it receives
 *         }
 *     }
 * }
 * }</pre>
 *
 * <p>As long as nobody has opened it, the interface has no carrier. See {@link
 * io.github.netnsjunit.lab.NetworkNamespace#openTap}.
 *
 * <p>The kernel must have {@link io.github.netnsjunit.topology.KernelFeature#TUN}. Otherwise the test fails and the
 * message tells the remedy, or the test is skipped if {@link EnabledIfKernelHas} or the configuration says so.
 *
 * <p>May stand on a class, a method or another annotation. Repeatable, inherited, and safe in parallel. Declarations
 * add up as those of {@link NetNamespace} do.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Repeatable(Tap.Container.class)
@ExtendWith(NetnsExtension.class)
@Declares(Tap.Parts.class)
public @interface Tap {

    /** {@return the name of the declared namespace that the interface is in} */
    String namespace();

    /** {@return the name of the interface: at most 15 bytes, unique within its namespace} */
    String name();

    /** {@return what it carries: Ethernet frames, or IP packets} */
    TapMode mode() default TapMode.TAP;

    /** {@return whether it can be opened several times at once} Then each channel gets a part of what the namespace sends. */
    boolean multiQueue() default false;

    /** {@return the addresses of the interface, as at {@link VethEnd#address()}} */
    String[] address() default {};

    /** {@return the MTU in bytes, as at {@link VethEnd#mtu()}} By default it is 1500, and at most 65521. */
    int mtu() default 0;

    /** {@return the MAC address, as at {@link VethEnd#mac()}} By default it is a random one. A TUN has none. */
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
        Tap[] value();
    }

    /** Reads the annotation. */
    final class Parts implements PartsOf<Tap> {
        private Parts() {}

        @Override
        public void declare(Tap tap, Consumer<Part> to) {
            to.accept(new TapLink(
                    Attributes.end(
                            tap.namespace(),
                            tap.name(),
                            tap.address(),
                            tap.mtu(),
                            tap.mac(),
                            tap.up(),
                            tap.master(),
                            tap.duplicate()),
                    tap.mode(),
                    tap.multiQueue()));
        }
    }
}
