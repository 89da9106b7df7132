package io.github.netnsjunit.jupiter;

import io.github.netnsjunit.jupiter.reading.Attributes;
import io.github.netnsjunit.link.TunnelKind;
import io.github.netnsjunit.link.TunnelLink;
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
 * Declares an end of a tunnel of IP packets, or of Ethernet frames, in IP packets: GRE, IPIP, SIT and their like over IPv6.
 * The other end has the two addresses the other way round.
 *
 * <pre>{@code
 * @VethPair(
 *         left = @VethEnd(namespace = "red", name = "eth0", address = "10.0.0.1/24"),
 *         right = @VethEnd(namespace = "blue", name = "eth0", address = "10.0.0.2/24"))
 * @Tunnel(namespace = "red", name = "tun0", kind = TunnelKind.GRE, local = "10.0.0.1", remote = "10.0.0.2",
 *         address = "10.5.0.1/30")
 * @Tunnel(namespace = "blue", name = "tun0", kind = TunnelKind.GRE, local = "10.0.0.2", remote = "10.0.0.1",
 *         address = "10.5.0.2/30")
 * }</pre>
 *
 * <p>The kernel must have the {@link io.github.netnsjunit.topology.KernelFeature} of the kind: {@code GRE}, {@code IPIP},
 * {@code SIT}, {@code IP6TNL} or {@code IP6GRE}. Otherwise the test fails and the message tells the remedy, or the test is
 * skipped if {@link EnabledIfKernelHas} or the configuration says so.
 *
 * <p>May stand on a class, a method or another annotation. Repeatable, inherited, and safe in parallel. Declarations
 * add up as those of {@link NetNamespace} do.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Repeatable(Tunnel.Container.class)
@ExtendWith(NetnsExtension.class)
@Declares(Tunnel.Parts.class)
public @interface Tunnel {

    /** {@return the name of the declared namespace that the interface is in} */
    String namespace();

    /** {@return the name of the interface: at most 15 bytes, unique within its namespace} */
    String name();

    /** {@return what the tunnel carries, and over what} */
    TunnelKind kind();

    /** {@return the address that it sends from: IPv4 or IPv6, as the kind asks} */
    String local();

    /** {@return the address of the other end} */
    String remote();

    /** {@return what tells it from other GRE tunnels between the same addresses: 0 to 4294967295} By default it has no key. */
    long key() default -1;

    /** {@return the time to live of what it sends: 1 to 255} With 0 it is that of the packet inside, or 64 over IPv6. */
    int ttl() default 0;

    /** {@return the addresses of the interface, as at {@link VethEnd#address()}} */
    String[] address() default {};

    /** {@return the MTU in bytes, as at {@link VethEnd#mtu()}} By default it leaves room in 1500 bytes for the outer header. */
    int mtu() default 0;

    /** {@return the MAC address, as at {@link VethEnd#mac()}} Only a kind that carries frames has one. */
    String mac() default "";

    /** {@return whether the interface is brought up} */
    boolean up() default true;

    /** {@return the name of a VRF, or for a kind that carries frames of a bridge, as at {@link VethEnd#master()}} */
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
        Tunnel[] value();
    }

    /** Reads the annotation. */
    final class Parts implements PartsOf<Tunnel> {
        private static final long NO_KEY = -1;

        private Parts() {}

        @Override
        public void declare(Tunnel tunnel, Consumer<Part> to) {
            TunnelLink link = TunnelLink.of(
                            tunnel.kind(), tunnel.namespace(), tunnel.name(), tunnel.local(), tunnel.remote())
                    .with(Attributes.end(
                            tunnel.namespace(),
                            tunnel.name(),
                            tunnel.address(),
                            tunnel.mtu(),
                            tunnel.mac(),
                            tunnel.up(),
                            tunnel.master(),
                            tunnel.duplicate()))
                    .ttl(tunnel.ttl());
            to.accept(tunnel.key() == NO_KEY ? link : link.key(tunnel.key()));
        }
    }
}
