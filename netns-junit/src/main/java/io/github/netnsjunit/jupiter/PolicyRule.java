package io.github.netnsjunit.jupiter;

import io.github.netnsjunit.address.IpNetwork;
import io.github.netnsjunit.address.Parsed;
import io.github.netnsjunit.jupiter.reading.Attributes;
import io.github.netnsjunit.route.PolicyRule.Action;
import io.github.netnsjunit.route.PolicyRule.Selectors;
import io.github.netnsjunit.route.PortRange;
import io.github.netnsjunit.route.RuleProtocol;
import io.github.netnsjunit.topology.Part;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Declares a rule of policy routing of one namespace: for some packets, the kernel looks for the route in a table of their own, or refuses
 * them.
 *
 * <pre>{@code
 * @DefaultRoute(namespace = "router", via = "10.0.2.1", table = 100)
 * @PolicyRule(namespace = "router", from = "10.1.0.0/16", table = 100)
 * }</pre>
 *
 * <p>A rule is for those packets for which all holds that it says. If its table has no route for one, the kernel goes on with the next
 * rule, and at last with the main table. A rule with neither {@link #from()} nor {@link #to()} is for IPv4 and IPv6.
 *
 * <p>May stand on a class, a method or another annotation. Repeatable, inherited, and safe in parallel. Declarations
 * add up as those of {@link NetNamespace} do. Two rules of a namespace for the same packets must differ in their priorities.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Repeatable(PolicyRule.Container.class)
@ExtendWith(NetnsExtension.class)
@Declares(PolicyRule.Parts.class)
public @interface PolicyRule {

    /** {@return the name of the declared namespace whose rule this is} */
    String namespace();

    /** {@return the number of the table in which the packets are looked up, 1 to 4294967295} 254 is the main table. */
    long table() default 0;

    /** {@return what the rule does with its packets} If it refuses them, {@link #table()} must be left out. */
    Action action() default Action.LOOKUP;

    /** {@return the sender: a network like {@code "10.1.0.0/16"} or an address} By default all. */
    String from() default "";

    /** {@return the destination: a network like {@code "10.1.0.0/16"} or an address} By default all. */
    String to() default "";

    /** {@return the name of the interface by which the packets arrive} {@code "lo"} means those that the namespace itself sends. */
    String iif() default "";

    /** {@return the name of the interface that the socket of the sender is bound to} */
    String oif() default "";

    /** {@return the mark of the packets, 0 to 4294967295} With -1, the default, the rule does not look at it. */
    long mark() default -1;

    /** {@return the bits of the mark that are compared} By default all of them. */
    long mask() default Parts.EVERY_BIT;

    /** {@return the protocol of the packets} */
    RuleProtocol protocol() default RuleProtocol.ANY;

    /** {@return the port of the sender, such as {@code "53"}, or a range such as {@code "8000-8099"}} By default all. */
    String sourcePorts() default "";

    /** {@return the port of the destination, such as {@code "443"}, or a range such as {@code "8000-8099"}} By default all. */
    String ports() default "";

    /**
     * {@return the priority, 1 to 4294967295} The kernel tries the lowest first, and equal ones in the order in which they are declared.
     * The kernel's own rule for the main table has 32766.
     */
    long priority() default io.github.netnsjunit.route.PolicyRule.DEFAULT_PRIORITY;

    /** Holds repeated annotations. */
    @Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
    @Retention(RetentionPolicy.RUNTIME)
    @Inherited
    @Documented
    @ExtendWith(NetnsExtension.class)
    @interface Container {

        /** {@return the repeated annotations} */
        PolicyRule[] value();
    }

    /** Reads the annotation. */
    final class Parts implements PartsOf<PolicyRule> {
        static final long EVERY_BIT = 0xFFFF_FFFFL;

        private Parts() {}

        @Override
        public void declare(PolicyRule rule, Consumer<Part> to) {
            if (rule.mark() == -1 && rule.mask() != EVERY_BIT) {
                throw new IllegalArgumentException(
                        "the mask [" + rule.mask() + "] has no meaning without a mark: say [mark] too");
            }
            var declared = new io.github.netnsjunit.route.PolicyRule(
                    rule.namespace(),
                    rule.action(),
                    rule.table(),
                    new Selectors(
                            parsed(rule.from(), IpNetwork::parse),
                            parsed(rule.to(), IpNetwork::parse),
                            Attributes.nullIfEmpty(rule.iif()),
                            Attributes.nullIfEmpty(rule.oif()),
                            rule.mark() == -1 ? 0 : rule.mark(),
                            rule.mark() == -1 ? 0 : rule.mask(),
                            rule.protocol(),
                            parsed(rule.sourcePorts(), PortRange::parse),
                            parsed(rule.ports(), PortRange::parse)),
                    rule.priority());
            to.accept(declared);
        }

        private static <T> @Nullable Parsed<T> parsed(String text, Function<String, T> parser) {
            return text.isEmpty() ? null : Parsed.of(text, parser);
        }
    }
}
