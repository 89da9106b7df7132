package io.github.netnsjunit.jupiter;

import io.github.netnsjunit.jupiter.reading.Attributes;
import io.github.netnsjunit.route.NextHop;
import io.github.netnsjunit.route.StaticRoute;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.RouteFacts;
import io.github.netnsjunit.topology.RouteScope;
import io.github.netnsjunit.topology.RouteType;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Arrays;
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
 * metrics or tables.
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

    /**
     * {@return the number of the routing table, 1 to 4294967295} By default 254, the main one, in which the kernel looks if no
     * {@link PolicyRule} says otherwise. That of a {@link Vrf} is possible too.
     */
    long table() default RouteFacts.MAIN_TABLE;

    /** {@return the address of the namespace that it sends from by this route, if the program does not say} By default the kernel chooses. */
    String source() default "";

    /** {@return the largest packet that is sent by this route, in bytes: 68 to 65520, for IPv6 at least 1280} With 0, the default, the MTU of the interface counts. */
    int mtu() default 0;

    /** {@return how far away the destination is; only IPv4 routes have a scope} */
    RouteScope scope() default RouteScope.USUAL;

    /**
     * {@return several next hops, among which the kernel divides the connections} Then {@link #via()}, {@link #dev()} and
     * {@link #onlink()} must be left out. The kernel looks at the addresses of a connection alone, unless
     * {@code net.ipv4.fib_multipath_hash_policy} or that of IPv6 is 1: then at its ports too.
     */
    Hop[] hops() default {};

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
            StaticRoute declared = Attributes.route(declared(route), route.metric(), route.onlink())
                    .type(route.type())
                    .table(route.table())
                    .scope(route.scope())
                    .mtu(route.mtu());
            to.accept(route.source().isEmpty() ? declared : declared.source(route.source()));
        }

        private static StaticRoute declared(Route route) {
            if (route.hops().length == 0) {
                return StaticRoute.of(
                        route.namespace(),
                        route.to(),
                        Attributes.nullIfEmpty(route.via()),
                        Attributes.nullIfEmpty(route.dev()));
            }
            if (!route.via().isEmpty() || !route.dev().isEmpty() || route.onlink()) {
                throw new IllegalArgumentException(
                        "with [hops], leave out [via], [dev] and [onlink], or say them of each hop");
            }
            return StaticRoute.multipath(
                    route.namespace(),
                    route.to(),
                    Arrays.stream(route.hops()).map(Parts::hop).toArray(NextHop[]::new));
        }

        private static NextHop hop(Hop hop) {
            NextHop next = NextHop.of(Attributes.nullIfEmpty(hop.via()), Attributes.nullIfEmpty(hop.dev()))
                    .weight(hop.weight());
            return hop.onlink() ? next.onlink() : next;
        }
    }
}
