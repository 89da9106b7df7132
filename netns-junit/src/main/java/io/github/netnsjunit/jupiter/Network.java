package io.github.netnsjunit.jupiter;

import io.github.netnsjunit.jupiter.reading.SuppliedTopology;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.Topology;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Declares a network that code describes.
 *
 * <pre>{@code
 * @Network(Ring.class)
 * class RingTests {
 *
 *     static class Ring implements Supplier<Topology> {
 *         @Override
 *         public Topology get() {
 *             List<Part> parts = new ArrayList<>();
 *             for (int i = 0; i < 5; i++) {
 *                 parts.add(Namespace.of("node" + i));
 *                 ...
 *             }
 *             return Topology.of(parts);
 *         }
 *     }
 *
 *     @Test
 *     void firstReachesThird(@NetNamespace("node0") NetworkNamespace node0) {
 *         assertThat(node0).canPing("node2");
 *     }
 * }
 * }</pre>
 *
 * <p>The parts of the topology add up with those that other annotations declare, as the declarations of
 * {@link NetNamespace} do: what two of them say equally is declared once; what they say differently is a mistake. The
 * topology must be correct by itself, without those other annotations.
 *
 * <p>Write an annotation with {@link Declares} instead if the network is to have attributes.
 *
 * <p>May stand on a class, a test method or another annotation. On a lifecycle method such as {@code @BeforeEach} it is
 * a mistake. Repeatable, inherited, and safe in parallel; but if the topology has
 * {@linkplain io.github.netnsjunit.topology.Namespace#host the host's namespace}, the test needs
 * {@code @ResourceLock(HostNamespace.LOCK)}.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Repeatable(Network.Container.class)
@ExtendWith(NetnsExtension.class)
@Declares(Network.Parts.class)
public @interface Network {

    /**
     * {@return the class that describes the network} It must not be abstract, and must be static if it is nested. It
     * needs a constructor without parameters, which may be private. It is asked once, so all tests with the annotation
     * have the same network. If it throws an exception or returns null, the test fails, and the next
     * test asks again.
     */
    Class<? extends Supplier<Topology>> value();

    /** Holds repeated annotations. */
    @Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
    @Retention(RetentionPolicy.RUNTIME)
    @Inherited
    @Documented
    @ExtendWith(NetnsExtension.class)
    @interface Container {

        /** {@return the repeated annotations} */
        Network[] value();
    }

    /** Reads the annotation. */
    final class Parts implements PartsOf<Network> {
        private Parts() {}

        @Override
        public void declare(Network network, Consumer<Part> to) {
            SuppliedTopology.of(network.value()).declared().forEach(to);
        }
    }
}
