package io.github.netnsjunit.jupiter;

import io.github.netnsjunit.jupiter.reading.SuppliedTopology;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.Topology;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a test over networks that code describes: once for each of them. Each adds to what other annotations declare, as that of
 * {@link Network} does.
 *
 * <pre>{@code
 * @OverNetworks({Star.class, Ring.class})
 * void electsOneLeader(Lab lab) { ... }
 * }</pre>
 *
 * <p>For variants with attributes write an annotation of your own with {@link Varies}.
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
@Varies(OverNetworks.Variants.class)
public @interface OverNetworks {

    /** {@return the classes that describe the networks} What {@link Network#value} says of its class holds for each. */
    Class<? extends Supplier<Topology>>[] value();

    /** Reads the annotation. */
    final class Variants implements VariantsOf<OverNetworks> {
        private Variants() {}

        @Override
        public List<NetworkVariant> variants(OverNetworks over) {
            return Arrays.stream(over.value())
                    .map(network -> NetworkVariant.named(network.getSimpleName())
                            .adding(SuppliedTopology.of(network).declared().toArray(Part[]::new)))
                    .toList();
        }
    }
}
