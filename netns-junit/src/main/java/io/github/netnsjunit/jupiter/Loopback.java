package io.github.netnsjunit.jupiter;

import io.github.netnsjunit.link.LoopbackLink;
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
 * Declares addresses of the loopback interface {@code lo} of one namespace. They belong to the namespace and stay when
 * cables go down, as those of a {@link Dummy} do, and every kernel can have them.
 *
 * <pre>{@code
 * @NetNamespace("router")
 * @Loopback(namespace = "router", address = "192.0.2.1/32")
 * }</pre>
 *
 * <p>An IPv4 address with a prefix shorter than {@code /32} makes all addresses of its network the namespace's own.
 *
 * <p>May stand on a class, a method or another annotation. Repeatable, but once for each namespace; inherited, and safe
 * in parallel. Declarations add up as those of {@link NetNamespace} do.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Repeatable(Loopback.Container.class)
@ExtendWith(NetnsExtension.class)
@Declares(Loopback.Parts.class)
public @interface Loopback {

    /** {@return the name of the declared namespace whose {@code lo} this is} */
    String namespace();

    /**
     * {@return the addresses, IPv4 or IPv6, each with its prefix: {@code "192.0.2.1/32"}} They come in addition to
     * {@code 127.0.0.1/8} and {@code ::1/128}, which the kernel gives to {@code lo} itself.
     */
    String[] address();

    /** Holds repeated annotations. */
    @Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
    @Retention(RetentionPolicy.RUNTIME)
    @Inherited
    @Documented
    @ExtendWith(NetnsExtension.class)
    @interface Container {

        /** {@return the repeated annotations} */
        Loopback[] value();
    }

    /** Reads the annotation. */
    final class Parts implements PartsOf<Loopback> {
        private Parts() {}

        @Override
        public void declare(Loopback loopback, Consumer<Part> to) {
            to.accept(LoopbackLink.of(loopback.namespace(), loopback.address()));
        }
    }
}
