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
 * Lets a router translate one prefix into another of the same length: each address behind it has one outside address, by which others reach
 * it. With single addresses it is a one-to-one NAT.
 *
 * <pre>{@code
 * @PrefixNat(router = "box", outside = "internet", from = "192.168.1.1", to = "203.0.113.80")
 * @PrefixNat(router = "box", outside = "internet", from = "fd00:1::/64", to = "2001:db8:1::/64")
 * }</pre>
 *
 * <p>If the outside prefix is part of a subnet of the outside interface and has at most 256 addresses, the interface gets them. Otherwise
 * others need a {@link Route} to it through the router.
 *
 * <p>May stand on a class, a method or another annotation. Repeatable, inherited, and safe in parallel. Declarations
 * add up as those of {@link NetNamespace} do.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Repeatable(PrefixNat.Container.class)
@ExtendWith(NetnsExtension.class)
@Declares(PrefixNat.Parts.class)
public @interface PrefixNat {

    /** {@return the name of the router's namespace} */
    String router();

    /** {@return the LAN that is outside, or another namespace or an interface of the router that leads there} */
    String outside();

    /** {@return the prefix that hosts behind the router have, such as {@code "192.168.1.0/24"}, or one address} */
    String from();

    /** {@return the prefix as which others know them} */
    String to();

    /** Holds repeated annotations. */
    @Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
    @Retention(RetentionPolicy.RUNTIME)
    @Inherited
    @Documented
    @ExtendWith(NetnsExtension.class)
    @interface Container {

        /** {@return the repeated annotations} */
        PrefixNat[] value();
    }

    /** Reads the annotation. */
    final class Parts implements PartsOf<PrefixNat> {
        private Parts() {}

        @Override
        public void declare(PrefixNat nat, Consumer<Part> to) {
            to.accept(io.github.netnsjunit.policy.PrefixNat.of(nat.router(), nat.outside(), nat.from(), nat.to()));
        }
    }
}
