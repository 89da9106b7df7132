package io.github.netnsjunit.jupiter;

import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Part;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.function.Consumer;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Declares the machine's own network namespace, the one this Java process runs in, as a part of the test's network.
 *
 * <pre>{@code
 * @HostNamespace
 * @NetNamespace("blue_ns")
 * @VethPair(
 *         left = @VethEnd(namespace = "host", name = "veth_host", address = "10.203.0.1/24"),
 *         right = @VethEnd(namespace = "blue_ns", name = "veth_blue_ns", address = "10.203.0.2/24"))
 * }</pre>
 *
 * <p>Only ends of veth pairs, with their addresses and routes, can be added to it, and a way out ({@link Masquerade}).
 * They vanish with the lab. The test fails if the machine already has an interface with the same name, or addresses or
 * routes that overlap. The test must run as root. A user namespace ({@code unshare --user}) is not enough, because it does not own the machine's network.
 *
 * <p>May stand on a class, a method or another annotation. Not repeatable, inherited. Safe in parallel within one JVM:
 * the resource lock {@value #LOCK} lets only one test with this annotation run at a time. It has no effect on other
 * processes.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@ExtendWith(NetnsExtension.class)
@Declares(HostNamespace.Parts.class)
@ResourceLock(value = HostNamespace.LOCK, mode = ResourceAccessMode.READ_WRITE)
public @interface HostNamespace {

    /** The JUnit resource that tests with this annotation lock. */
    String LOCK = "io.github.netnsjunit.host";

    /** {@return the name by which other annotations refer to the namespace of the host} */
    String value() default "host";

    /** Reads the annotation. */
    final class Parts implements PartsOf<HostNamespace> {
        private Parts() {}

        @Override
        public void declare(HostNamespace host, Consumer<Part> to) {
            to.accept(Namespace.host(host.value()));
        }
    }
}
