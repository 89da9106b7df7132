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
 * Declares a bridge: a switch of the test's network. Its ports are the interfaces that name it as their
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
     * {@return the maximum transmission unit in bytes: 68 to 65535, with an IPv6 address at least 1280} 0, the default, leaves it
     * to the kernel, which takes that of the bridge's smallest port.
     */
    int mtu() default 0;

    /**
     * {@return the MAC address, a unicast one: {@code "02:00:00:00:00:01"}} Empty, the default, leaves it to the kernel, which
     * takes that of one of the ports.
     */
    String mac() default "";

    /** {@return whether the bridge is brought up} */
    boolean up() default true;

    /**
     * {@return whether the bridge speaks the spanning tree protocol} If so, it forwards only after about 4 s, twice its forward
     * delay. In each cycle of bridges at least one must speak it.
     */
    boolean stp() default false;

    /**
     * {@return with the spanning tree protocol, how long a port listens, and how long it learns, before it forwards: {@code "2 s"} to
     * {@code "30 s"}} In {@code ms}, {@code s} or {@code m}, in steps of 10 ms. Empty, the default, is 2 s.
     */
    String forwardDelay() default "";

    /**
     * {@return how long the bridge remembers behind which port an address is, if it does not see it again} In {@code ms}, {@code s}
     * or {@code m}, in steps of 10 ms, up to 1 000 000 s. With {@code "0 s"} it sends every frame everywhere.
     */
    String ageing() default "300 s";

    /** {@return the priority in the spanning tree protocol, 0 to 65535; the lowest is the root} */
    int priority() default 32_768;

    /**
     * {@return whether the bridge keeps VLANs apart, by the {@link VethEnd#vlan()} and {@link VethEnd#tagged()} of its ports} Needs
     * {@link io.github.netnsjunit.topology.KernelFeature#VLAN_FILTERING}.
     */
    boolean vlanFiltering() default false;

    /**
     * {@return with VLAN filtering, the VLAN that frames of the bridge's own interface belong to, 1 to 4094} With 0 it takes none
     * without a tag.
     */
    int vlan() default 1;

    /** {@return with VLAN filtering, the VLANs whose frames pass by the bridge's own interface with their tag, 1 to 4094} */
    int[] tagged() default {};

    /**
     * {@return whether the frames of a multicast group go to the group's members alone} They do so only if somebody asks who is a
     * member: see {@link #multicastQuerier()}.
     */
    boolean multicastSnooping() default true;

    /** {@return whether the bridge asks, over IPv4 and IPv6, who is in which multicast group} It gives a tenth of a second to answer. */
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

    /** What the annotation declares. */
    final class Parts implements PartsOf<Bridge> {
        private Parts() {}

        @Override
        public void declare(Bridge bridge, Consumer<Part> to) {
            End end = Attributes.end(
                    bridge.namespace(), bridge.name(), bridge.address(), bridge.mtu(), bridge.mac(), bridge.up(), "");
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
                    bridge.multicastQuerier());
        }
    }
}
