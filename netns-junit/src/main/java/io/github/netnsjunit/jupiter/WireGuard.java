package io.github.netnsjunit.jupiter;

import io.github.netnsjunit.jupiter.reading.Attributes;
import io.github.netnsjunit.link.WireGuardLink;
import io.github.netnsjunit.link.WireGuardPeer;
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
 * Declares a WireGuard interface, which sends and receives encrypted packets in UDP.
 *
 * <pre>{@code
 * @VethPair(
 *         left = @VethEnd(namespace = "red", name = "eth0", address = "10.0.0.1/24"),
 *         right = @VethEnd(namespace = "blue", name = "eth0", address = "10.0.0.2/24"))
 * @WireGuard(namespace = "red", name = "wg0", address = "10.9.0.1/24", peers = @WireGuard.Peer("blue"))
 * @WireGuard(namespace = "blue", name = "wg0", address = "10.9.0.2/24", peers = @WireGuard.Peer("red"))
 * }</pre>
 *
 * <p>Keys are made for it. What a peer's public key is, where it is reached and which addresses it has follows from the
 * network. Two interfaces reach one another only if each names the other.
 *
 * <p>The kernel must have {@link io.github.netnsjunit.topology.KernelFeature#WIREGUARD}. Otherwise the test fails and the
 * message tells the remedy, or the test is skipped if {@link EnabledIfKernelHas} or the configuration says so.
 *
 * <p>May stand on a class, a method or another annotation. Repeatable, inherited, and safe in parallel. Declarations
 * add up as those of {@link NetNamespace} do.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Repeatable(WireGuard.Container.class)
@ExtendWith(NetnsExtension.class)
@Declares(WireGuard.Parts.class)
public @interface WireGuard {

    /** {@return the name of the declared namespace that the interface is in} */
    String namespace();

    /** {@return the name of the interface: at most 15 bytes, unique within its namespace} */
    String name();

    /** {@return the interfaces with which it exchanges packets} */
    Peer[] peers() default {};

    /** {@return the UDP port at which it listens} */
    int port() default 51820;

    /** {@return the private key: 32 bytes in Base64, as {@code wg genkey} prints it} By default one is made. */
    String privateKey() default "";

    /** {@return the addresses of the interface, as at {@link VethEnd#address()}} */
    String[] address() default {};

    /** {@return the MTU in bytes, as at {@link VethEnd#mtu()}} By default it is 1420. */
    int mtu() default 0;

    /** {@return whether the interface is brought up} */
    boolean up() default true;

    /** {@return the name of a VRF in the same namespace, as at {@link VethEnd#master()}} */
    String master() default "";

    /** {@return whether what it has may also be elsewhere, as at {@link VethEnd#duplicate()}} */
    boolean duplicate() default false;

    /** What the interface knows of another one. May stand only inside {@code @WireGuard}. */
    @Target({})
    @Retention(RetentionPolicy.RUNTIME)
    @Documented
    @interface Peer {

        /** {@return the namespace of the peer, in which it has the same name as this one} With another name {@code blue:wg1}. */
        String value();

        /** {@return the networks that are reached through it, besides its own addresses} Each needs a route into the interface. */
        String[] allowedIps() default {};

        /** {@return where it is reached: {@code 203.0.113.1}, {@code 203.0.113.1:4500}} By default at an address of its namespace. */
        String endpoint() default "";

        /** {@return whether this one waits until the peer has sent something, as for one behind a NAT} */
        boolean awaited() default false;

        /** {@return how often at least this one sends a packet, in whole seconds: {@code 25 s}} By default it need not. */
        String keepalive() default "0 s";

        /** {@return a secret that the peer must have too: 32 bytes in Base64} By default there is none. */
        String presharedKey() default "";

        /** {@return the public key that this one expects of it} By default it is the peer's own one. */
        String publicKey() default "";
    }

    /** Holds repeated annotations. */
    @Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
    @Retention(RetentionPolicy.RUNTIME)
    @Inherited
    @Documented
    @ExtendWith(NetnsExtension.class)
    @interface Container {

        /** {@return the repeated annotations} */
        WireGuard[] value();
    }

    /** Reads the annotation. */
    final class Parts implements PartsOf<WireGuard> {
        private Parts() {}

        @Override
        public void declare(WireGuard wireGuard, Consumer<Part> to) {
            WireGuardLink link = WireGuardLink.of(wireGuard.namespace(), wireGuard.name())
                    .with(Attributes.end(
                            wireGuard.namespace(),
                            wireGuard.name(),
                            wireGuard.address(),
                            wireGuard.mtu(),
                            "",
                            wireGuard.up(),
                            wireGuard.master(),
                            wireGuard.duplicate()))
                    .port(wireGuard.port());
            for (Peer peer : wireGuard.peers()) {
                link = link.peer(read(peer));
            }
            to.accept(wireGuard.privateKey().isEmpty() ? link : link.privateKey(wireGuard.privateKey()));
        }

        private static WireGuardPeer read(Peer peer) {
            WireGuardPeer read = WireGuardPeer.of(peer.value())
                    .allowedIps(peer.allowedIps())
                    .keepalive(Attributes.duration("keepalive", peer.keepalive()));
            if (!peer.endpoint().isEmpty()) {
                read = read.endpoint(peer.endpoint());
            }
            if (peer.awaited()) {
                read = read.await();
            }
            if (!peer.presharedKey().isEmpty()) {
                read = read.presharedKey(peer.presharedKey());
            }
            return peer.publicKey().isEmpty() ? read : read.publicKey(peer.publicKey());
        }
    }
}
