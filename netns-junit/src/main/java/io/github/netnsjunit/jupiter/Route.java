package io.github.netnsjunit.jupiter;

import io.github.netnsjunit.jupiter.reading.Attributes;
import io.github.netnsjunit.route.StaticRoute;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.RouteType;
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
 * Declares a route of one namespace: a network, and the gateway or the interface that leads to it.
 *
 * <pre>{@code
 * @Route(namespace = "blue_ns", to = "10.1.0.0/16", via = "10.0.0.1")
 * }</pre>
 *
 * <p>May stand on a class, a method or another annotation. Repeatable, inherited, and safe in parallel. Declarations
 * add up as those of {@link NetNamespace} do. Two routes of a namespace to the same destination must differ in their
 * metrics.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Repeatable(Route.Container.class)
@ExtendWith(NetnsExtension.class)
@Declares(Route.Parts.class)
public @interface Route {

    /** {@return the name of the declared namespace whose route this is} */
    String namespace();

    /**
     * {@return the destination: a network like {@code "10.1.0.0/16"}, an address like {@code "10.1.0.7"}, or
     * {@code "default"}}
     */
    String to();

    /**
     * {@return the address of the gateway} If it is empty, which is the default, the destination is reached directly
     * through {@link #dev()}. An IPv4 route may have an IPv6 gateway (Linux 5.2 and later).
     */
    String via() default "";

    /**
     * {@return the name of the interface to send through} By default the kernel takes the interface that reaches the
     * gateway. With {@code lo} the kernel drops what is sent there.
     */
    String dev() default "";

    /**
     * {@return the metric, 0 to 4294967295} Of two routes to one destination the one with the lower metric is used. With 0, the default,
     * it is 0 for IPv4 and 1024 for IPv6.
     */
    long metric() default 0;

    /**
     * {@return whether the gateway is taken to be on the link of {@link #dev()}, though no address or route says so}
     * This is {@code ip route add … onlink}.
     */
    boolean onlink() default false;

    /**
     * {@return what happens to packets that the route matches} With another type than {@link RouteType#UNICAST} they are not sent on, so
     * {@link #via()} and {@link #dev()} must be left out.
     */
    RouteType type() default RouteType.UNICAST;

    /** Holds repeated annotations. */
    @Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
    @Retention(RetentionPolicy.RUNTIME)
    @Inherited
    @Documented
    @ExtendWith(NetnsExtension.class)
    @interface Container {

        /** {@return the repeated annotations} */
        Route[] value();
    }

    /** Reads the annotation. */
    final class Parts implements PartsOf<Route> {
        private Parts() {}

        @Override
        public void declare(Route route, Consumer<Part> to) {
            StaticRoute declared = StaticRoute.of(
                    route.namespace(),
                    route.to(),
                    Attributes.nullIfEmpty(route.via()),
                    Attributes.nullIfEmpty(route.dev()));
            to.accept(Attributes.route(declared.type(route.type()), route.metric(), route.onlink()));
        }
    }
}
