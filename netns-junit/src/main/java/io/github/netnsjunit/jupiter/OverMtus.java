package io.github.netnsjunit.jupiter;

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
 * Runs a test over sizes of packets: once for each MTU. All links of the network get it, unless they declare one, as
 * {@link io.github.netnsjunit.topology.Topology#withDefaultMtu} says.
 *
 * <pre>{@code
 * @OverMtus({1280, 1500, 9000})
 * void sendsWhatIsLarge(Lab lab, int mtu) { ... }
 * }</pre>
 *
 * <p>A parameter of the type {@code int} tells the MTU. Whatever the order of the annotations, MTUs are given after {@link OverFamilies} and
 * others have changed the network.
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
@Varies(OverMtus.Variants.class)
public @interface OverMtus {

    /** {@return the MTUs in bytes, 68 to 65535; with IPv6 at least 1280} */
    int[] value();

    /** Reads the annotation. */
    final class Variants implements VariantsOf<OverMtus> {
        private Variants() {}

        @Override
        public List<NetworkVariant> variants(OverMtus over) {
            return Arrays.stream(over.value())
                    .mapToObj(mtu -> NetworkVariant.named("MTU " + mtu)
                            .changing(topology -> topology.withDefaultMtu(mtu))
                            .value(mtu))
                    .toList();
        }
    }
}
