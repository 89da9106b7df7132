package io.github.netnsjunit.jupiter;

import io.github.netnsjunit.link.ReversePathFilter;
import io.github.netnsjunit.topology.Part;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Declares a router: a namespace that forwards IPv4 and IPv6 between LANs. It has the last free address of each of their subnets.
 *
 * <pre>{@code
 * @Lan(name = "office", subnet = "10.1.0.0/24", hosts = {"alice", "bob"})
 * @Lan(name = "internet", subnet = "203.0.113.0/24", hosts = "server")
 * @Router(name = "home", lans = {"office", "internet"})
 * }</pre>
 *
 * <p>Each host gets a default route to the first router of its LAN, and each router routes to every LAN by a shortest way. A
 * {@link Route}, a {@link DefaultRoute} or a {@link Sysctl} that is declared wins over what follows from the network. The machine, which
 * {@link HostNamespace} can make a host of a LAN, gets no routes.
 *
 * <p>The router sends no IPv4 redirects, and there is no limit to the ICMP errors that it sends.
 *
 * <p>May stand on a class, a method or another annotation. Repeatable, inherited, and safe in parallel. Declarations
 * add up as those of {@link NetNamespace} do.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Repeatable(Router.Container.class)
@ExtendWith(NetnsExtension.class)
@Declares(Router.Parts.class)
public @interface Router {

    /** {@return the name of its namespace} */
    String name();

    /** {@return the names of the LANs that it joins, besides those that name it at {@link Lan#routers()}} */
    String[] lans() default {};

    /**
     * {@return those of its LANs that others get no routes to through it} Their hosts can send to others, but get no answers, unless there
     * is a NAT or a declared route.
     */
    String[] hidden() default {};

    /** {@return whether routes follow: its own, and those of others through it} */
    boolean routes() default true;

    /** {@return which packets it drops because of their sender} */
    ReversePathFilter reversePathFilter() default ReversePathFilter.OFF;

    /** {@return the time to live, or hop limit, of the packets that it sends itself: 1 to 255} */
    int ttl() default 64;

    /**
     * {@return whether it advertises itself and the IPv6 subnets of its LANs to their hosts} Those at {@link Lan#slaac()} form their
     * addresses from that. The advertisements are sent as long as the test's network lives. The machine cannot be on these LANs, because it
     * could take its default route from there.
     */
    boolean advertise() default false;

    /** Holds repeated annotations. */
    @Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
    @Retention(RetentionPolicy.RUNTIME)
    @Inherited
    @Documented
    @ExtendWith(NetnsExtension.class)
    @interface Container {

        /** {@return the repeated annotations} */
        Router[] value();
    }

    /** Reads the annotation. */
    final class Parts implements PartsOf<Router> {
        private Parts() {}

        @Override
        public void declare(Router router, Consumer<Part> to) {
            to.accept(new io.github.netnsjunit.link.Router(
                    router.name(),
                    List.of(router.lans()),
                    List.of(router.hidden()),
                    router.routes(),
                    router.reversePathFilter(),
                    router.ttl(),
                    router.advertise()));
        }
    }
}
