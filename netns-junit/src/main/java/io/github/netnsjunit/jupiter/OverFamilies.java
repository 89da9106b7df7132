package io.github.netnsjunit.jupiter;

import io.github.netnsjunit.topology.IpFamilies;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a test over families of addresses: with IPv4, with IPv6, and with both. Subnets, addresses and routes that are declared in one family
 * get their counterparts in the other, as {@link io.github.netnsjunit.topology.Topology#in} says. The test asks a host for its address:
 *
 * <pre>{@code
 * @Lan(name = "office", subnet = "10.1.0.0/24", hosts = {"alice", "bob"})
 * class DualStackTests {
 *
 *     @OverFamilies
 *     void reachesTheOtherHost(@NetNamespace("alice") NetworkNamespace alice, @NetNamespace("bob") NetworkNamespace bob) {
 *         assertThat(alice).canPing(bob.address().getHostAddress());
 *     }
 * }
 * }</pre>
 *
 * <p>A parameter of the type {@link IpFamilies} tells which families the network has.
 *
 * <p>May stand on a method, in place of {@code @Test}, or on another annotation. Each run has a lab of its own: if the tests of the class
 * share one, put {@code @LabLifecycle(PER_METHOD)} beside it. With several such annotations the test runs once for each combination. Not
 * repeatable, not inherited. Safe in parallel.
 */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@TestTemplate
@ExtendWith(NetnsExtension.class)
@Varies(OverFamilies.Variants.class)
public @interface OverFamilies {

    /** {@return over which families the test runs, in this order} */
    IpFamilies[] value() default {IpFamilies.IPV4, IpFamilies.IPV6, IpFamilies.DUAL};

    /** Reads the annotation. */
    final class Variants implements VariantsOf<OverFamilies> {
        private Variants() {}

        @Override
        public List<NetworkVariant> variants(OverFamilies over) {
            return Arrays.stream(over.value())
                    .map(families -> NetworkVariant.named(families.toString())
                            .changing(topology -> topology.in(families))
                            .value(families))
                    .toList();
        }
    }
}
