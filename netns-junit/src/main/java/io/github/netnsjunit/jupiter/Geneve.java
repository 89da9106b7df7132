package io.github.netnsjunit.jupiter;

import io.github.netnsjunit.jupiter.reading.Attributes;
import io.github.netnsjunit.link.GeneveLink;
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
 * Declares an end of a Geneve tunnel, which carries Ethernet frames in UDP, over routers too. It can be a port of a bridge.
 *
 * <pre>{@code
 * @VethPair(
 *         left = @VethEnd(namespace = "red", name = "eth0", address = "10.0.0.1/24"),
 *         right = @VethEnd(namespace = "blue", name = "eth0", address = "10.0.0.2/24"))
 * @Geneve(namespace = "red", name = "gen0", id = 5, remote = "10.0.0.2", address = "10.5.0.1/24", mtu = 1450)
 * @Geneve(namespace = "blue", name = "gen0", id = 5, remote = "10.0.0.1", address = "10.5.0.2/24", mtu = 1450)
 * }</pre>
 *
 * <p>The kernel must have {@link io.github.netnsjunit.topology.KernelFeature#GENEVE}. Otherwise the test fails and the
 * message tells the remedy, or the test is skipped if {@link EnabledIfKernelHas} or the configuration says so.
 *
 * <p>May stand on a class, a method or another annotation. Repeatable, inherited, and safe in parallel. Declarations
 * add up as those of {@link NetNamespace} do.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Repeatable(Geneve.Container.class)
@ExtendWith(NetnsExtension.class)
@Declares(Geneve.Parts.class)
public @interface Geneve {

    /** {@return the name of the declared namespace that the interface is in} */
    String namespace();

    /** {@return the name of the interface: at most 15 bytes, unique within its namespace} */
    String name();

    /** {@return the number of the network, which is that of both ends} From 0 to 16777215. */
    int id();

    /** {@return the address of the other end} */
    String remote();

    /** {@return the UDP port of both ends} */
    int port() default 6081;

    /** {@return the addresses of the interface, as at {@link VethEnd#address()}} */
    String[] address() default {};

    /** {@return the MTU in bytes, as at {@link VethEnd#mtu()}} By default the kernel chooses one, which may be so large that
     * frames are sent in fragments. */
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
        Geneve[] value();
    }

    /** Reads the annotation. */
    final class Parts implements PartsOf<Geneve> {
        private Parts() {}

        @Override
        public void declare(Geneve geneve, Consumer<Part> to) {
            to.accept(GeneveLink.of(geneve.namespace(), geneve.name(), geneve.id(), geneve.remote())
                    .with(Attributes.end(
                            geneve.namespace(),
                            geneve.name(),
                            geneve.address(),
                            geneve.mtu(),
                            geneve.mac(),
                            geneve.up(),
                            geneve.master(),
                            geneve.duplicate()))
                    .port(geneve.port()));
        }
    }
}
