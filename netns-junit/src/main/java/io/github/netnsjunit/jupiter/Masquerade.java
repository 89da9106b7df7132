package io.github.netnsjunit.jupiter;

import io.github.netnsjunit.topology.Part;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.function.Consumer;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Lets IPv4 packets of the test's network leave through the machine, with the machine's address, and lets the answers come back. What comes
 * in by a cable that ends in the namespace of {@link HostNamespace} can leave so. Nobody outside begins a connection to the test's network.
 *
 * <pre>{@code
 * @HostNamespace
 * @NetNamespace("alice")
 * @VethPair(
 *         left = @VethEnd(namespace = "host", name = "veth_host", address = "10.203.0.1/24"),
 *         right = @VethEnd(namespace = "alice", name = "eth0", address = "10.203.0.2/24"))
 * @DefaultRoute(namespace = "alice", via = "10.203.0.1")
 * @Masquerade(through = "eth0")
 * }</pre>
 *
 * <p>The machine must forward what arrives at the interface through which packets leave: {@code net.ipv4.conf.NAME.forwarding} is 1.
 * netns-junit only reads that setting. If it is 0, the test fails before anything is made. The rules for packets are in a table of their own,
 * which the kernel deletes with the network, even if the process is killed. Rules of the machine that drop what it forwards, such as
 * Docker's, hold for these packets too. IPv6 does not leave. Needs the machine's root, and Linux 5.12.
 *
 * <p>May stand on a class, a method or another annotation. Not repeatable, inherited. Safe in parallel as {@link HostNamespace} is.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@ExtendWith(NetnsExtension.class)
@Declares(Masquerade.Parts.class)
public @interface Masquerade {

    /** {@return the name of the machine's namespace} */
    String namespace() default "host";

    /** {@return the machine's interface through which packets leave; empty for that of its default route} */
    String through() default "";

    /** Reads the annotation. */
    final class Parts implements PartsOf<Masquerade> {
        private Parts() {}

        @Override
        public void declare(Masquerade masquerade, Consumer<Part> to) {
            to.accept(io.github.netnsjunit.policy.Masquerade.of(masquerade.namespace())
                    .through(masquerade.through()));
        }
    }
}
