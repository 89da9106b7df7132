package io.github.netnsjunit.jupiter;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes one end of a {@link VethPair}: an interface, and what it is like as the port of a bridge.
 *
 * <p>May stand only inside {@code @VethPair}. Not repeatable; inherited and safe in parallel as that annotation is.
 */
@Target({})
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface VethEnd {

    /** {@return the name of the declared namespace that this end is in} */
    String namespace();

    /** {@return the name of the interface: at most 15 bytes, unique within its namespace} */
    String name();

    /**
     * {@return the addresses of the interface, IPv4 or IPv6, each with its prefix: {@code "10.0.0.1/24"}} With {@code /0} all addresses are
     * on the link: the kernel sets a default route through it for IPv6, and none for IPv4.
     */
    String[] address() default {};

    /**
     * {@return the MTU (maximum transmission unit) in bytes: 68 to 65535, with an IPv6 address at least 1280} With 0,
     * the default, the kernel chooses: 1500.
     */
    int mtu() default 0;

    /**
     * {@return the MAC address, which must be a unicast one: {@code "02:00:00:00:00:01"}} If it is empty, which is the
     * default, the kernel chooses: a random one.
     */
    String mac() default "";

    /** {@return whether the interface is brought up} */
    boolean up() default true;

    /**
     * {@return the name of a bridge in the same namespace, whose port this interface becomes} By default it is not a
     * port.
     */
    String master() default "";

    /**
     * {@return whether what this interface has may also be elsewhere: its addresses, its subnets and its MAC address}
     * Without this, it is a mistake if another interface of the same segment has the same address, or another one of
     * the same namespace has the same subnet.
     */
    boolean duplicate() default false;

    /**
     * {@return the VLAN of frames without a tag, 1 to 4094} With 0 such frames are dropped. It matters only on a port
     * of a bridge with {@linkplain Bridge#vlanFiltering() VLAN filtering}.
     */
    int vlan() default 1;

    /**
     * {@return whether the kernel sets a route to the network of each address} Without them, which is
     * {@code ip address add … noprefixroute}, neighbours are reached only by routes that are declared.
     */
    boolean connectedRoutes() default true;

    /**
     * {@return the VLANs whose frames have a tag, 1 to 4094, in addition to {@link #vlan()}} A trunk has several. They
     * matter only on a port of a bridge with {@linkplain Bridge#vlanFiltering() VLAN filtering}.
     */
    int[] tagged() default {};

    /** {@return whether the port exchanges no frames with the other isolated ports of its bridge} */
    boolean isolated() default false;

    /** {@return whether the bridge may send a frame out of the port that received it} */
    boolean hairpin() default false;

    /**
     * {@return whether the bridge learns which MAC addresses are behind the port, from the frames that the port
     * receives}
     */
    boolean learning() default true;

    /**
     * {@return whether the port sends unicast frames when the bridge does not know which port leads to their address}
     */
    boolean flooding() default true;

    /**
     * {@return whether the port sends frames to a multicast group when the bridge does not know where its members are}
     */
    boolean multicastFlooding() default true;

    /** {@return whether the port sends broadcast frames} */
    boolean broadcastFlooding() default true;
}
