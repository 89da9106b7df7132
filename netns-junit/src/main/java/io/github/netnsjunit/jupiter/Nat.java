package io.github.netnsjunit.jupiter;

import io.github.netnsjunit.jupiter.reading.Attributes;
import io.github.netnsjunit.policy.NatBehavior;
import io.github.netnsjunit.policy.NatKind;
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
 * Lets a router translate addresses: what goes out gets the router's outside address. Others get no routes to what is behind it.
 *
 * <pre>{@code
 * @Lan(name = "home", subnet = "192.168.1.0/24", hosts = "phone")
 * @Lan(name = "internet", subnet = "203.0.113.0/24", hosts = "server")
 * @Router(name = "box", lans = {"home", "internet"})
 * @Nat(router = "box", outside = "internet", kind = NatKind.FULL_CONE)
 * }</pre>
 *
 * <p>Nobody outside reaches a TCP or UDP port of the router itself, unless it has sent from that port; see {@link PortForward}.
 *
 * <p>May stand on a class, a method or another annotation. Repeatable, inherited, and safe in parallel. Declarations
 * add up as those of {@link NetNamespace} do.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Repeatable(Nat.Container.class)
@ExtendWith(NetnsExtension.class)
@Declares(Nat.Parts.class)
public @interface Nat {

    /** {@return the name of the router's namespace} */
    String router();

    /** {@return the LAN that is outside, or another namespace or an interface of the router that leads there} */
    String outside();

    /** {@return the kind, from which the other attributes differ where they are given} */
    NatKind kind() default NatKind.PORT_RESTRICTED_CONE;

    /** {@return on what the outside port of a host depends; one value, or none for that of the kind} */
    NatBehavior[] mapping() default {};

    /** {@return on what it depends on who may send to a host; one value, or none for that of the kind} */
    NatBehavior[] filtering() default {};

    /** {@return whether hosts behind it reach each other by their outside addresses} */
    boolean hairpinning() default false;

    /** {@return whether hosts keep the ports from which they send, if these are free; one value, or none for that of the kind} */
    boolean[] portPreservation() default {};

    /** {@return whether hosts may have the same outside port for different destinations; one value, or none for that of the kind} */
    boolean[] portOverloading() default {};

    /** {@return the range of outside ports, such as {@code "20000-29999"}; empty for 32768-60999, or in blocks 1024-65535} */
    String ports() default "";

    /** {@return how many outside ports each host has for itself; 0 for those of the kind, which is none but for {@code CARRIER_GRADE}} */
    int portBlock() default 0;

    /** {@return the outside addresses; none for the first one of the outside interface} */
    String[] addresses() default {};

    /** {@return of several addresses, whether a host always has the same one} */
    boolean pairedPooling() default true;

    /** {@return whether IPv6 is translated too (NAT66); otherwise it is routed} */
    boolean ipv6() default false;

    /**
     * {@return after what time without a packet a mapping of UDP is forgotten, such as {@code "5 s"}; empty for Linux's own} All NATs of a
     * router that say one say the same.
     */
    String udpTimeout() default "";

    /** {@return after what time without a packet a mapping of TCP is forgotten; empty for Linux's own} As with UDP, it is that of the router. */
    String tcpTimeout() default "";

    /** Holds repeated annotations. */
    @Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
    @Retention(RetentionPolicy.RUNTIME)
    @Inherited
    @Documented
    @ExtendWith(NetnsExtension.class)
    @interface Container {

        /** {@return the repeated annotations} */
        Nat[] value();
    }

    /** Reads the annotation. */
    final class Parts implements PartsOf<Nat> {
        private Parts() {}

        @Override
        public void declare(Nat nat, Consumer<Part> to) {
            var declared = io.github.netnsjunit.policy.Nat.of(nat.router(), nat.outside(), nat.kind())
                    .hairpinning(nat.hairpinning())
                    .ipv6(nat.ipv6());
            if (isGiven("mapping", nat.mapping().length)) {
                declared = declared.mapping(nat.mapping()[0]);
            }
            if (isGiven("filtering", nat.filtering().length)) {
                declared = declared.filtering(nat.filtering()[0]);
            }
            if (isGiven("portPreservation", nat.portPreservation().length)) {
                declared = declared.portPreservation(nat.portPreservation()[0]);
            }
            if (isGiven("portOverloading", nat.portOverloading().length)) {
                declared = declared.portOverloading(nat.portOverloading()[0]);
            }
            if (!nat.ports().isEmpty()) {
                declared = declared.ports(nat.ports());
            }
            if (nat.portBlock() != 0) {
                declared = declared.portBlock(nat.portBlock());
            }
            if (nat.addresses().length > 0) {
                declared = declared.addresses(nat.addresses());
            }
            if (!nat.pairedPooling()) {
                declared = declared.arbitraryPooling();
            }
            if (!nat.udpTimeout().isEmpty()) {
                declared = declared.udpTimeout(Attributes.duration("udpTimeout", nat.udpTimeout()));
            }
            if (!nat.tcpTimeout().isEmpty()) {
                declared = declared.tcpTimeout(Attributes.duration("tcpTimeout", nat.tcpTimeout()));
            }
            to.accept(declared);
        }

        private static boolean isGiven(String attribute, int values) {
            if (values > 1) {
                throw new IllegalArgumentException("[" + attribute + "] has " + values + " values; give one, or none");
            }
            return values == 1;
        }
    }
}
