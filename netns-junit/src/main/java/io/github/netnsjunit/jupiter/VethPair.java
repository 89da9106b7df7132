package io.github.netnsjunit.jupiter;

import io.github.netnsjunit.jupiter.reading.Attributes;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.PortOptions;
import io.github.netnsjunit.topology.PortVlans;
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
 * Declares a veth pair: a cable between two declared namespaces, or within one. Both ends are
 * brought up unless they say otherwise.
 *
 * <pre>{@code
 * @NetNamespace("root_ns")
 * @NetNamespace("blue_ns")
 * @VethPair(
 *         left = @VethEnd(namespace = "root_ns", name = "veth_root_ns", address = "10.0.0.1/24"),
 *         right = @VethEnd(namespace = "blue_ns", name = "veth_blue_ns", address = "10.0.0.2/24"))
 * }</pre>
 *
 * <p>May stand on a class, a method or another annotation. Repeatable, inherited, and safe in parallel. Declarations
 * add up as those of {@link NetNamespace} do.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Repeatable(VethPair.Container.class)
@ExtendWith(NetnsExtension.class)
@Declares(VethPair.Parts.class)
public @interface VethPair {

    /** {@return one end of the cable} */
    VethEnd left();

    /** {@return the other end} */
    VethEnd right();

    /** Holds repeated annotations. */
    @Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
    @Retention(RetentionPolicy.RUNTIME)
    @Inherited
    @Documented
    @ExtendWith(NetnsExtension.class)
    @interface Container {

        /** {@return the repeated annotations} */
        VethPair[] value();
    }

    /** Reads the annotation. */
    final class Parts implements PartsOf<VethPair> {
        private Parts() {}

        @Override
        public void declare(VethPair pair, Consumer<Part> to) {
            to.accept(VethLink.between(end(pair.left()), end(pair.right())));
        }

        private static End end(VethEnd end) {
            End described = Attributes.end(
                            end.namespace(),
                            end.name(),
                            end.address(),
                            end.mtu(),
                            end.mac(),
                            end.up(),
                            end.master(),
                            end.duplicate())
                    .port(port(end));
            return end.connectedRoutes() ? described : described.withoutConnectedRoutes();
        }

        private static PortOptions port(VethEnd end) {
            return new PortOptions(
                    PortVlans.of(end.vlan(), end.tagged()),
                    end.isolated(),
                    end.hairpin(),
                    end.learning(),
                    end.flooding(),
                    end.multicastFlooding(),
                    end.broadcastFlooding());
        }
    }
}
