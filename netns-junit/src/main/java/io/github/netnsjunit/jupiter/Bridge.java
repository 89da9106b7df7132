package io.github.netnsjunit.jupiter;

import io.github.netnsjunit.link.BridgeLink;
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
 * Declares a bridge: a switch of the test's network. Its ports are the ends of veth pairs that name it as their
 * {@linkplain VethEnd#master() master}.
 *
 * <pre>{@code
 * @NetNamespace("switch")
 * @NetNamespace("blue_ns")
 * @Bridge(namespace = "switch", name = "br0")
 * @VethPair(
 *         left = @VethEnd(namespace = "switch", name = "port1", master = "br0"),
 *         right = @VethEnd(namespace = "blue_ns", name = "veth_blue_ns", address = "10.0.0.2/24"))
 * }</pre>
 *
 * <p>May stand on a class, a method or another annotation. Repeatable, inherited, and safe in parallel. Declarations add up as
 * those of {@link NetNamespace} do.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Repeatable(Bridge.Container.class)
@ExtendWith(NetnsExtension.class)
@Declares(Bridge.Parts.class)
public @interface Bridge {

    /** {@return the name of the declared namespace that the bridge is in} */
    String namespace();

    /** {@return the name of the bridge: at most 15 bytes, unique within its namespace} */
    String name();

    /**
     * {@return the addresses of the bridge itself, IPv4 or IPv6, each with its prefix: {@code "10.0.0.1/24"}} A mere switch has
     * none.
     */
    String[] address() default {};

    /**
     * {@return whether the bridge speaks the spanning tree protocol} If so, it forwards only after about 4 s, twice its forward
     * delay. In each cycle of bridges at least one must speak it.
     */
    boolean stp() default false;

    /** Holds repeated annotations. */
    @Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
    @Retention(RetentionPolicy.RUNTIME)
    @Inherited
    @Documented
    @ExtendWith(NetnsExtension.class)
    @interface Container {

        /** {@return the repeated annotations} */
        Bridge[] value();
    }

    /** What the annotation declares. */
    final class Parts implements PartsOf<Bridge> {
        private Parts() {}

        @Override
        public void declare(Bridge bridge, Consumer<Part> to) {
            BridgeLink link = BridgeLink.of(bridge.namespace(), bridge.name(), bridge.address());
            to.accept(bridge.stp() ? link.withStp() : link);
        }
    }
}
