package io.github.netnsjunit.jupiter;

import io.github.netnsjunit.policy.NatKind;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.Topology;
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
 * Runs a test behind several kinds of NAT: once for each kind. Every {@link Nat} of the network becomes one of that kind: the mapping, the
 * filter and the way in which ports are given are those of the kind, and all else that is declared of it stays, such as {@code outside},
 * {@code ports}, {@code addresses} and {@code udpTimeout}.
 *
 * <pre>{@code
 * @Lan(name = "home", subnet = "192.168.1.0/24", hosts = "alice")
 * @Lan(name = "internet", subnet = "203.0.113.0/24", hosts = "server")
 * @Router(name = "box", lans = {"home", "internet"})
 * @Nat(router = "box", outside = "internet")
 * class CallTests {
 *
 *     @OverNats
 *     void theCallIsHeard(Lab lab, NatKind kind) { ... }
 * }
 * }</pre>
 *
 * <p>A parameter of the type {@link NatKind} tells the kind. It is a mistake if the network has no {@link Nat}. One that a recipe says, a
 * {@link io.github.netnsjunit.topology.Recipe}, does not count and keeps its kind: what a recipe says cannot be changed from outside. With
 * {@code hairpinning} leave out {@link NatKind#CARRIER_GRADE}, which cannot do that.
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
@Varies(OverNats.Variants.class)
public @interface OverNats {

    /** {@return behind which kinds the test runs, in this order} */
    NatKind[] value() default {
        NatKind.FULL_CONE,
        NatKind.RESTRICTED_CONE,
        NatKind.PORT_RESTRICTED_CONE,
        NatKind.SYMMETRIC,
        NatKind.CARRIER_GRADE
    };

    /** Reads the annotation. */
    final class Variants implements VariantsOf<OverNats> {
        private Variants() {}

        @Override
        public List<NetworkVariant> variants(OverNats over) {
            return Arrays.stream(over.value())
                    .map(kind -> NetworkVariant.named(kind.name())
                            .changing(topology -> with(kind, topology))
                            .value(kind))
                    .toList();
        }

        private static Topology with(NatKind kind, Topology topology) {
            List<Part> declared = topology.declared();
            if (declared.stream().noneMatch(io.github.netnsjunit.policy.Nat.class::isInstance)) {
                throw new IllegalArgumentException(
                        "the network has no NAT that could be of the kind " + kind
                                + ": declare one with @Nat(router = ..., outside = ...); one that a recipe says does not count");
            }
            return Topology.of(declared.stream()
                    .map(part -> part instanceof io.github.netnsjunit.policy.Nat nat ? nat.kind(kind) : part)
                    .toList());
        }
    }
}
