package io.github.netnsjunit.jupiter;

import io.github.netnsjunit.jupiter.reading.Attributes;
import io.github.netnsjunit.link.BridgeOptions;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.PortVlans;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Declares a LAN: hosts on a switch. The annotation declares their namespaces too, and a namespace of the LAN's name for the switch.
 *
 * <pre>{@code
 * @Lan(name = "office", subnet = {"10.1.0.0/24", "fd00:1::/64"}, hosts = {"alice", "bob"})
 * }</pre>
 *
 * <p>Here {@code alice} has {@code 10.1.0.1} and {@code fd00:1::1}, and {@code bob} has {@code 10.1.0.2} and {@code fd00:1::2}. The
 * interface of each is called {@code office}, and the port of the switch that it is connected with is called as the host. A longer name
 * than 15 bytes is shortened for the interface. A {@link Router} on the LAN has {@code 10.1.0.254}.
 *
 * <p>What other annotations declare wins. A host can be a namespace that is declared already. A {@link Bridge} in the LAN's namespace,
 * with its name too, has the attributes that it says, such as {@code stp}. A {@link VethPair} between a host and its port is there in
 * place of the host's cable.
 *
 * <p>The machine can be a host too, by the name that {@link HostNamespace} gives it, but not a router. It gets no routes then.
 *
 * <p>May stand on a class, a method or another annotation. Repeatable, inherited, and safe in parallel. Declarations
 * add up as those of {@link NetNamespace} do.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Repeatable(Lan.Container.class)
@ExtendWith(NetnsExtension.class)
@Declares(Lan.Parts.class)
public @interface Lan {

    /** {@return the name of the LAN, of its namespace and of its bridge} */
    String name();

    /**
     * {@return its subnets, IPv4 or IPv6, such as {@code "10.1.0.0/24"}} Each host gets an address of each: the first host the first
     * address, and so on. Without subnets hosts have no addresses.
     */
    String[] subnet() default {};

    /** {@return the names of its hosts} */
    String[] hosts() default {};

    /**
     * {@return the names of routers that are on it} This is a short way to say it: they are declared by this, as
     * {@link Router @Router} without other attributes does.
     */
    String[] routers() default {};

    /** {@return the MTU of all its interfaces in bytes, as at {@link VethEnd#mtu()}} */
    int mtu() default 0;

    /**
     * {@return whether the switch uses the spanning tree protocol} With it, the test begins only when each port of the switch forwards, or
     * is blocked by the protocol: after twice the {@linkplain #forwardDelay() forward delay}, about 4 s.
     */
    boolean stp() default false;

    /** {@return how long a port listens, and then how long it learns, as at {@link Bridge#forwardDelay()}} */
    String forwardDelay() default "";

    /** {@return how long the switch remembers the port of a MAC address, as at {@link Bridge#ageing()}} */
    String ageing() default "300 s";

    /** {@return the priority of the switch in the spanning tree protocol, as at {@link Bridge#priority()}} */
    int priority() default 32_768;

    /** {@return whether multicast frames are sent only to the members of the group, as at {@link Bridge#multicastSnooping()}} */
    boolean multicastSnooping() default true;

    /** {@return whether the switch asks who is in which multicast group, as at {@link Bridge#multicastQuerier()}} */
    boolean multicastQuerier() default false;

    /**
     * {@return those of its hosts that form their IPv6 addresses themselves (SLAAC)} They take them, and their IPv6 default route, from a
     * router that {@linkplain Router#advertise() advertises}, and get none of {@link #subnet()}. A test begins when they have them.
     */
    String[] slaac() default {};

    /**
     * {@return the VLANs of hosts and routers} If there are any, the switch keeps VLANs apart, and who is not named is in VLAN 1. This
     * needs {@link io.github.netnsjunit.topology.KernelFeature#VLAN_FILTERING}.
     */
    HostVlans[] vlans() default {};

    /**
     * Says in which VLANs hosts of a LAN are.
     *
     * <p>May stand only inside {@link Lan @Lan}. Not repeatable; inherited and safe in parallel as that annotation is.
     */
    @Target({})
    @Retention(RetentionPolicy.RUNTIME)
    @Documented
    @interface HostVlans {

        /** {@return the names of hosts or routers of the LAN} */
        String[] hosts();

        /** {@return the VLAN of frames without a tag, 1 to 4094, as at {@link VethEnd#vlan()}} */
        int vlan() default 1;

        /** {@return the VLANs whose frames have a tag, 1 to 4094, as at {@link VethEnd#tagged()}} */
        int[] tagged() default {};
    }

    /** Holds repeated annotations. */
    @Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
    @Retention(RetentionPolicy.RUNTIME)
    @Inherited
    @Documented
    @ExtendWith(NetnsExtension.class)
    @interface Container {

        /** {@return the repeated annotations} */
        Lan[] value();
    }

    /** Reads the annotation. */
    final class Parts implements PartsOf<Lan> {
        private Parts() {}

        @Override
        public void declare(Lan lan, Consumer<Part> to) {
            var declared = new io.github.netnsjunit.link.Lan(
                    lan.name(),
                    List.of(),
                    List.of(lan.hosts()),
                    List.of(lan.routers()),
                    lan.mtu(),
                    bridge(lan),
                    Map.of(),
                    List.of(lan.slaac()));
            for (HostVlans vlans : lan.vlans()) {
                for (String host : vlans.hosts()) {
                    declared = declared.vlans(host, PortVlans.of(vlans.vlan(), vlans.tagged()));
                }
            }
            for (String subnet : lan.subnet()) {
                declared = declared.subnet(subnet);
            }
            to.accept(declared);
        }

        private static BridgeOptions bridge(Lan lan) {
            return new BridgeOptions(
                    lan.stp(),
                    lan.forwardDelay().isEmpty() ? null : Attributes.duration("forwardDelay", lan.forwardDelay()),
                    Attributes.duration("ageing", lan.ageing()),
                    lan.priority(),
                    false,
                    PortVlans.DEFAULT,
                    lan.multicastSnooping(),
                    lan.multicastQuerier(),
                    false);
        }
    }
}
