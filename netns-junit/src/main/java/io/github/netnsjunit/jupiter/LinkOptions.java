package io.github.netnsjunit.jupiter;

import io.github.netnsjunit.link.Offload;
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
 * Sets queues and turns offloads off at an interface of any kind, which another annotation declares.
 *
 * <pre>{@code
 * @Lan(name = "office", subnet = "10.1.0.0/24", hosts = {"alice", "bob"})
 * @LinkOptions(namespace = "alice", dev = "office", queueLength = 10, off = {Offload.TSO, Offload.GSO})
 * }</pre>
 *
 * <p>May stand on a class, a method or another annotation. Repeatable, inherited, and safe in parallel. Declarations
 * add up as those of {@link NetNamespace} do.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Repeatable(LinkOptions.Container.class)
@ExtendWith(NetnsExtension.class)
@Declares(LinkOptions.Parts.class)
public @interface LinkOptions {

    /** {@return the name of the declared namespace that has the interface} */
    String namespace();

    /** {@return the name of the interface, which is declared too; or {@code "lo"}} */
    String dev();

    /** {@return how many packets may wait to be sent, where the queueing discipline heeds that} -1 leaves it to the kernel. */
    int queueLength() default io.github.netnsjunit.link.LinkOptions.KERNEL_DEFAULT;

    /** {@return how many queues it has for what it sends, 1 to 4096} 0 leaves it to the kernel. Not for {@code lo}, TUN and TAP. */
    int transmitQueues() default 0;

    /** {@return how many queues it has for what it receives, 1 to 4096} 0 leaves it to the kernel. Not for {@code lo}, TUN and TAP. */
    int receiveQueues() default 0;

    /** {@return the offloads that are turned off} */
    Offload[] off() default {};

    /** Holds repeated annotations. */
    @Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
    @Retention(RetentionPolicy.RUNTIME)
    @Inherited
    @Documented
    @ExtendWith(NetnsExtension.class)
    @interface Container {

        /** {@return the repeated annotations} */
        LinkOptions[] value();
    }

    /** Reads the annotation. */
    final class Parts implements PartsOf<LinkOptions> {
        private Parts() {}

        @Override
        public void declare(LinkOptions options, Consumer<Part> to) {
            to.accept(io.github.netnsjunit.link.LinkOptions.of(options.namespace(), options.dev())
                    .queueLength(options.queueLength())
                    .queues(options.transmitQueues(), options.receiveQueues())
                    .without(options.off()));
        }
    }
}
