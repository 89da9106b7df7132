package io.github.netnsjunit.jupiter;

import io.github.netnsjunit.policy.FirewallPreset;
import io.github.netnsjunit.policy.RejectReason;
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
 * Gives a namespace a firewall. Nobody can connect to this host, but for its web server; it can connect to others:
 *
 * <pre>{@code
 * @Firewall(namespace = "alice", preset = FirewallPreset.STATEFUL, except = "tcp 443")
 * }</pre>
 *
 * <p>On a router, name the interface outside: {@code on = "internet"}. {@link FirewallPreset} says what each preset does.
 *
 * <p>The kernel must have {@link io.github.netnsjunit.topology.KernelFeature#NFTABLES}. Otherwise the test fails and the message tells the
 * remedy, or the test is skipped if {@link EnabledIfKernelHas} or the configuration says so.
 *
 * <p>May stand on a class, a method or another annotation. Repeatable, inherited, and safe in parallel. Declarations add up as those of
 * {@link NetNamespace} do.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Repeatable(Firewall.Container.class)
@ExtendWith(NetnsExtension.class)
@Declares(Firewall.Parts.class)
public @interface Firewall {

    /** {@return the name of the declared namespace whose packets it sees} */
    String namespace();

    /** {@return what it does} */
    FirewallPreset preset();

    /** {@return its name, which a second firewall with the same preset needs; empty for one that follows from the preset} */
    String name() default "";

    /** {@return the interfaces that it guards: on a router those that are outside. None for all} */
    String[] on() default {};

    /**
     * {@return what it lets through, each as a network, a protocol (tcp, udp, icmp) and a port or a range of ports, of which one is enough}
     * Examples: {@code "tcp 443"}, {@code "10.1.0.0/24 udp 53"}, {@code "fd00::1"}, {@code "8000-8010"}, {@code "icmp"}. A network is that of
     * the other side.
     */
    String[] except() default {};

    /** {@return what it is about, written as for {@link #except}; nothing for all} */
    String[] only() default {};

    /** {@return what a sender is told, if the preset rejects} */
    RejectReason reason() default RejectReason.PORT_UNREACHABLE;

    /** {@return address and port of a captive portal, such as {@code "10.1.0.254:8080"} or {@code "[fd00::1]:8080"}} */
    String portal() default "";

    /** {@return how many packets a second may pass, if the preset limits a rate; at least 1} */
    int rate() default 0;

    /** {@return how many packets may pass at once, if the preset limits a rate; at least 1} */
    int burst() default 5;

    /** {@return to how many bytes the segment size of TCP is lowered, up to 65535; 0 for what fits the route} */
    int segmentSize() default 0;

    /** Holds repeated annotations. */
    @Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
    @Retention(RetentionPolicy.RUNTIME)
    @Inherited
    @Documented
    @ExtendWith(NetnsExtension.class)
    @interface Container {

        /** {@return the repeated annotations} */
        Firewall[] value();
    }

    /** Reads the annotation. */
    final class Parts implements PartsOf<Firewall> {
        private Parts() {}

        @Override
        public void declare(Firewall firewall, Consumer<Part> to) {
            io.github.netnsjunit.policy.Firewall part = io.github.netnsjunit.policy.Firewall.of(
                            firewall.namespace(), firewall.preset())
                    .on(firewall.on())
                    .except(firewall.except())
                    .only(firewall.only())
                    .reason(firewall.reason())
                    .rate(firewall.rate(), firewall.burst())
                    .segmentSize(firewall.segmentSize());
            if (!firewall.name().isEmpty()) {
                part = part.name(firewall.name());
            }
            to.accept(firewall.portal().isEmpty() ? part : part.portal(firewall.portal()));
        }
    }
}
