package io.github.netnsjunit.jupiter;

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
 * Declares an entry of a namespace's neighbour table that stays as it is: the namespace does not ask for the neighbour's MAC address. As a
 * {@link #proxy() proxy}, the namespace itself answers to those who ask for that of a neighbour elsewhere.
 *
 * <pre>{@code
 * @StaticNeighbour(namespace = "alice", address = "10.1.0.2", dev = "office", mac = "02:00:00:00:00:02")
 * }</pre>
 *
 * <p>May stand on a class, a method or another annotation. Repeatable, inherited, and safe in parallel. Declarations
 * add up as those of {@link NetNamespace} do.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Repeatable(StaticNeighbour.Container.class)
@ExtendWith(NetnsExtension.class)
@Declares(StaticNeighbour.Parts.class)
public @interface StaticNeighbour {

    /** {@return the name of the declared namespace that has the entry} */
    String namespace();

    /** {@return the neighbour's address, IPv4 or IPv6, without a prefix: {@code "10.1.0.2"}} */
    String address();

    /** {@return the name of the interface behind which the neighbour is, which must be up} */
    String dev();

    /** {@return the neighbour's MAC address: {@code "02:00:00:00:00:02"}} Must be empty for a proxy, and only there. */
    String mac() default "";

    /**
     * {@return whether the namespace answers for the neighbour to those who ask for its MAC address} For IPv4 it does so only if it
     * forwards, and has a route to the neighbour through another interface.
     */
    boolean proxy() default false;

    /** Holds repeated annotations. */
    @Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
    @Retention(RetentionPolicy.RUNTIME)
    @Inherited
    @Documented
    @ExtendWith(NetnsExtension.class)
    @interface Container {

        /** {@return the repeated annotations} */
        StaticNeighbour[] value();
    }

    /** Reads the annotation. */
    final class Parts implements PartsOf<StaticNeighbour> {
        private Parts() {}

        @Override
        public void declare(StaticNeighbour neighbour, Consumer<Part> to) {
            if (neighbour.proxy() != neighbour.mac().isEmpty()) {
                throw new IllegalArgumentException(
                        "either it is a proxy [proxy], or it has a MAC address [mac]: say one of the two");
            }
            to.accept(
                    neighbour.proxy()
                            ? io.github.netnsjunit.route.StaticNeighbour.proxy(
                                    neighbour.namespace(), neighbour.address(), neighbour.dev())
                            : io.github.netnsjunit.route.StaticNeighbour.of(
                                    neighbour.namespace(), neighbour.address(), neighbour.dev(), neighbour.mac()));
        }
    }
}
