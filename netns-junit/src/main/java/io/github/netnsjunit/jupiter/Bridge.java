package io.github.netnsjunit.jupiter;

import io.github.netnsjunit.jupiter.reading.Attributes;
import io.github.netnsjunit.link.BridgeLink;
import io.github.netnsjunit.link.BridgeOptions;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.PortVlans;
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
 * Declares a bridge: a switch of the test's network. The ports of the bridge are the interfaces that have it as their
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
 * <p>May stand on a class, a method or another annotation. Repeatable, inherited, and safe in parallel. Declarations
 * add up as those of {@link NetNamespace} do.
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
     * {@return the addresses of the bridge itself, as at {@link VethEnd#address()}} A bridge needs none to forward
     * frames.
     */
    String[] address() default {};

    /**
     * {@return the MTU in bytes, as at {@link VethEnd#mtu()}} By default the kernel takes the smallest MTU of the
     * bridge's ports.
     */
    int mtu() default 0;

    /**
     * {@return the MAC address, as at {@link VethEnd#mac()}} By default the kernel takes the MAC address of one of the
     * ports.
     */
    String mac() default "";

    /** {@return whether the bridge is brought up} */
    boolean up() default true;

    /** {@return whether what it has may also be elsewhere, as at {@link VethEnd#duplicate()}} */
    boolean duplicate() default false;

    /**
     * {@return whether the bridge uses the spanning tree protocol} With the protocol a bridge starts to forward after
     * twice its {@linkplain #forwardDelay() forward delay}, about 4 s. In each cycle of bridges at least one must use
     * it.
     */
    boolean stp() default false;

    /**
     * {@return how long a port listens, and then how long it learns, before it forwards: {@code "2 s"} to
     * {@code "30 s"}} The unit is {@code ms}, {@code s} or {@code m}; the step is 10 ms. May be set only with the
     * spanning tree protocol. By default it is 2 s.
     */
    String forwardDelay() default "";

    /**
     * {@return whether the test begins only when each port that has a carrier forwards, or is blocked by the protocol} May be set only
     * with the spanning tree protocol.
     */
    boolean awaitForwarding() default false;

    /**
     * {@return how long the bridge remembers the port of a MAC address after it has last received a frame from there}
     * The unit is {@code ms}, {@code s} or {@code m}; the step is 10 ms; the most is 1 000 000 s. With {@code "0 s"}
     * the bridge sends every frame to all ports.
     */
    String ageing() default "300 s";

    /**
     * {@return the priority in the spanning tree protocol, 0 to 65535} The bridge with the lowest one becomes the root.
     */
    int priority() default 32_768;

    /**
     * {@return whether the bridge keeps VLANs apart} The ports say with {@link VethEnd#vlan()} and
     * {@link VethEnd#tagged()} which VLANs they belong to. This needs
     * {@link io.github.netnsjunit.topology.KernelFeature#VLAN_FILTERING}.
     */
    boolean vlanFiltering() default false;

    /**
     * {@return the VLAN of the bridge's own interface, as at {@link VethEnd#vlan()}} It matters only with VLAN
     * filtering.
     */
    int vlan() default 1;

    /**
     * {@return the tagged VLANs of the bridge's own interface, as at {@link VethEnd#tagged()}} They matter only with
     * VLAN filtering.
     */
    int[] tagged() default {};

    /**
     * {@return whether the bridge sends frames to a multicast group only to the members of the group} This works only
     * if somebody asks who is a member: see {@link #multicastQuerier()}.
     */
    boolean multicastSnooping() default true;

    /**
     * {@return whether the bridge asks who is in which multicast group, with IPv4 and IPv6} The answers must come
     * within 0.1 s.
     */
    boolean multicastQuerier() default false;

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

    /** Reads the annotation. */
    final class Parts implements PartsOf<Bridge> {
        private Parts() {}

        @Override
        public void declare(Bridge bridge, Consumer<Part> to) {
            End end = Attributes.end(
                    bridge.namespace(),
                    bridge.name(),
                    bridge.address(),
                    bridge.mtu(),
                    bridge.mac(),
                    bridge.up(),
                    "",
                    bridge.duplicate());
            to.accept(new BridgeLink(end, options(bridge)));
        }

        private static BridgeOptions options(Bridge bridge) {
            return new BridgeOptions(
                    bridge.stp(),
                    bridge.forwardDelay().isEmpty() ? null : Attributes.duration("forwardDelay", bridge.forwardDelay()),
                    Attributes.duration("ageing", bridge.ageing()),
                    bridge.priority(),
                    bridge.vlanFiltering(),
                    PortVlans.of(bridge.vlan(), bridge.tagged()),
                    bridge.multicastSnooping(),
                    bridge.multicastQuerier(),
                    bridge.awaitForwarding());
        }
    }
}
