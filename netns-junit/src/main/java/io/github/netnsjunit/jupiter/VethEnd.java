package io.github.netnsjunit.jupiter;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** One end of a {@link VethPair}. May stand only inside that annotation. */
@Target({})
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface VethEnd {

    /** {@return the name of the declared namespace that this end is in} */
    String namespace();

    /** {@return the name of the interface: at most 15 bytes, unique within its namespace} */
    String name();

    /** {@return the addresses of the interface, IPv4 or IPv6, each with its prefix: {@code "10.0.0.1/24"}} */
    String[] address() default {};

    /**
     * {@return the maximum transmission unit in bytes: 68 to 65535, with an IPv6 address at least 1280} 0, the default, leaves it
     * to the kernel, which takes 1500.
     */
    int mtu() default 0;

    /**
     * {@return the MAC address, a unicast one: {@code "02:00:00:00:00:01"}} Empty, the default, leaves it to the kernel, which
     * takes a random one.
     */
    String mac() default "";

    /** {@return whether the interface is brought up} */
    boolean up() default true;

    /** {@return the name of the bridge in the same namespace whose port this end is} Empty, the default, makes it no port. */
    String master() default "";

    /**
     * {@return as a port of a bridge that filters VLANs, the VLAN that frames without a tag belong to, 1 to 4094} With 0 it takes no
     * such frames. By default it is VLAN 1.
     */
    int vlan() default 1;

    /**
     * {@return as a port of a bridge that filters VLANs, those VLANs whose frames pass with their tag, 1 to 4094} A trunk has several.
     * Beside them stays {@link #vlan()}.
     */
    int[] tagged() default {};

    /** {@return whether, as a port, it hears nothing from the other isolated ports of its bridge, nor they from it} */
    boolean isolated() default false;

    /** {@return whether, as a port, it also sends a frame back that came in by it} */
    boolean hairpin() default false;

    /** {@return whether the bridge learns, from what comes in by this port, which addresses are behind it} */
    boolean learning() default true;

    /** {@return whether frames to one address leave it, as a port, if the bridge does not know where that address is} */
    boolean flooding() default true;

    /** {@return whether frames to a multicast group leave it, as a port, if the bridge does not know where its members are} */
    boolean multicastFlooding() default true;

    /** {@return whether frames to all leave it, as a port} */
    boolean broadcastFlooding() default true;
}
