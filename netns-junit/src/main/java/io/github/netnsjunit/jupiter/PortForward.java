package io.github.netnsjunit.jupiter;

import io.github.netnsjunit.policy.PortRange;
import io.github.netnsjunit.policy.TransportProtocol;
import io.github.netnsjunit.topology.Part;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Lets a router with a {@link Nat} send what arrives at a port of its outside address to a host behind it.
 *
 * <pre>{@code
 * @PortForward(router = "box", port = 8080, to = "alice:80")
 * @PortForward(router = "box", port = 100, lastPort = 200, to = "alice:1100")   // to the ports 1100 to 1200
 * }</pre>
 *
 * <p>May stand on a class, a method or another annotation. Repeatable, inherited, and safe in parallel. Declarations
 * add up as those of {@link NetNamespace} do.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Repeatable(PortForward.Container.class)
@ExtendWith(NetnsExtension.class)
@Declares(PortForward.Parts.class)
public @interface PortForward {

    /** {@return the name of the router's namespace} */
    String router();

    /** {@return the outside port, or the first one of several: 1 to 65535} */
    int port();

    /** {@return the last outside port, 1 to 65535; 0 if it is only one} */
    int lastPort() default 0;

    /**
     * {@return the host and its port, such as {@code "alice:80"}, {@code "10.1.0.1:80"} or {@code "[fd00::1]:80"}} Without a port, the same.
     * If there are several outside ports, it is the first of as many.
     */
    String to();

    /** {@return the protocols: TCP and UDP if nothing is said} */
    TransportProtocol[] protocols() default {TransportProtocol.TCP, TransportProtocol.UDP};

    /** Holds repeated annotations. */
    @Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
    @Retention(RetentionPolicy.RUNTIME)
    @Inherited
    @Documented
    @ExtendWith(NetnsExtension.class)
    @interface Container {

        /** {@return the repeated annotations} */
        PortForward[] value();
    }

    /** Reads the annotation. */
    final class Parts implements PartsOf<PortForward> {
        private Parts() {}

        @Override
        public void declare(PortForward forward, Consumer<Part> to) {
            to.accept(new io.github.netnsjunit.policy.PortForward(
                    forward.router(), ports(forward), forward.to(), Set.of(forward.protocols())));
        }

        private static PortRange ports(PortForward forward) {
            int last = forward.lastPort() == 0 ? forward.port() : forward.lastPort();
            try {
                return new PortRange(forward.port(), last);
            } catch (IllegalArgumentException refusal) {
                String attributes = forward.lastPort() == 0 ? "the port [port]: " : "the ports [port] and [lastPort]: ";
                throw new IllegalArgumentException(attributes + refusal.getMessage(), refusal);
            }
        }
    }
}
