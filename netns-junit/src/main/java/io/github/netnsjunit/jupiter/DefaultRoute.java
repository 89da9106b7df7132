package io.github.netnsjunit.jupiter;

import io.github.netnsjunit.jupiter.reading.Attributes;
import io.github.netnsjunit.route.StaticRoute;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.RouteFacts;
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
 * Declares a default route of one namespace: the gateway for every destination that no other route matches.
 *
 * <pre>{@code
 * @DefaultRoute(namespace = "blue_ns", via = "10.0.0.1")
 * }</pre>
 *
 * <p>May stand on a class, a method or another annotation. Repeatable, inherited, and safe in parallel. Declarations
 * add up as those of {@link NetNamespace} do. Two default routes of a namespace must differ in their address family
 * (IPv4 or IPv6), in their metrics or in their tables.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Repeatable(DefaultRoute.Container.class)
@ExtendWith(NetnsExtension.class)
@Declares(DefaultRoute.Parts.class)
public @interface DefaultRoute {

    /** {@return the name of the declared namespace whose route this is} */
    String namespace();

    /** {@return the address of the gateway, which must be on a link of the namespace} */
    String via();

    /** {@return the name of the interface, as at {@link Route#dev()}} */
    String dev() default "";

    /** {@return the metric, as at {@link Route#metric()}} */
    long metric() default 0;

    /** {@return whether the gateway is taken to be on the link, as at {@link Route#onlink()}} */
    boolean onlink() default false;

    /** {@return the number of the routing table, as at {@link Route#table()}} */
    long table() default RouteFacts.MAIN_TABLE;

    /** Holds repeated annotations. */
    @Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
    @Retention(RetentionPolicy.RUNTIME)
    @Inherited
    @Documented
    @ExtendWith(NetnsExtension.class)
    @interface Container {

        /** {@return the repeated annotations} */
        DefaultRoute[] value();
    }

    /** Reads the annotation. */
    final class Parts implements PartsOf<DefaultRoute> {
        private Parts() {}

        @Override
        public void declare(DefaultRoute route, Consumer<Part> to) {
            StaticRoute declared = StaticRoute.of(
                    route.namespace(), StaticRoute.DEFAULT, route.via(), Attributes.nullIfEmpty(route.dev()));
            to.accept(Attributes.route(declared, route.metric(), route.onlink()).table(route.table()));
        }
    }
}
