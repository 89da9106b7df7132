package io.github.netnsjunit.route;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.netnsjunit.jupiter.Lan;
import io.github.netnsjunit.jupiter.Route;
import io.github.netnsjunit.lab.Addition;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.probe.Unreachable;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.RouteType;
import io.github.netnsjunit.topology.Topology;
import io.github.netnsjunit.topology.TopologyException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Routes whose packets are not sent on. */
@Tag("kernel")
@Lan(
        name = "office",
        subnet = {"10.1.0.0/24", "fd00:1::/64"},
        hosts = "alice",
        routers = "home")
@Lan(
        name = "internet",
        subnet = {"203.0.113.0/24", "fd00:2::/64"},
        hosts = "server",
        routers = "home")
class RouteTypesTests {

    static Stream<Arguments> reasons() {
        return Stream.of(
                arguments(RouteType.BLACKHOLE, Unreachable.TIMED_OUT),
                arguments(RouteType.UNREACHABLE, Unreachable.HOST_UNREACHABLE),
                arguments(RouteType.PROHIBIT, Unreachable.PROHIBITED),
                arguments(RouteType.THROW, Unreachable.NO_ROUTE));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("reasons")
    void aRouterTreatsPacketsAsTheTypeSays(RouteType type, Unreachable reason, Lab lab) {
        assertThat(lab.namespace("alice")).canPing("203.0.113.1");
        try (Addition dropped = lab.add(StaticRoute.of("home", "203.0.113.1/32", type))) {
            assertThat(dropped.parts()).hasSize(1);
            assertThat(lab.namespace("home").routes())
                    .anyMatch(route -> route.type().name().equals(type.name())
                            && route.to().toString().equals("203.0.113.1/32"));
            assertThat(lab.namespace("alice")).cannotPing("203.0.113.1").because(reason);
        }
        assertThat(lab.namespace("alice")).canPing("203.0.113.1");
    }

    /** For an unreachable destination ICMPv6 has no other word than for one without a route. */
    static Stream<Arguments> reasonsOfIpv6() {
        return Stream.of(
                arguments(RouteType.BLACKHOLE, Unreachable.TIMED_OUT),
                arguments(RouteType.UNREACHABLE, Unreachable.NO_ROUTE),
                arguments(RouteType.PROHIBIT, Unreachable.PROHIBITED),
                arguments(RouteType.THROW, Unreachable.NO_ROUTE));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("reasonsOfIpv6")
    void theSameHoldsOfIpv6(RouteType type, Unreachable reason, Lab lab) {
        try (Addition dropped = lab.add(StaticRoute.of("home", "fd00:2::1/128", type))) {
            assertThat(dropped.parts()).hasSize(1);
            assertThat(lab.namespace("home").routes())
                    .anyMatch(route -> route.type().name().equals(type.name())
                            && route.to().toString().equals("fd00:2::1/128"));
            assertThat(lab.namespace("alice")).cannotPing("fd00:2::1").because(reason);
        }
        assertThat(lab.namespace("alice")).canPing("fd00:2::1");
    }

    @Test
    @Route(namespace = "home", to = "203.0.113.1", type = RouteType.UNREACHABLE)
    void anAnnotationSaysItToo(Lab lab) {
        assertThat(lab.namespace("alice")).cannotPing("203.0.113.1").because(Unreachable.HOST_UNREACHABLE);
        assertThat(lab.topology().toText()).contains("unreachable 203.0.113.1/32");
    }

    @Test
    void readsAsIpWritesIt() {
        assertThat(StaticRoute.of("a", "10.0.0.0/8", RouteType.BLACKHOLE)).hasToString("route a: blackhole 10.0.0.0/8");
    }

    @Test
    void namesTheAttributeThatIsWrong() {
        assertThatThrownBy(() -> Topology.of(
                        Namespace.of("a"),
                        StaticRoute.of("a", "10.0.0.0/8", RouteType.PROHIBIT).dev("lo")))
                .isInstanceOf(TopologyException.class)
                .hasMessageContaining(
                        "of its type [PROHIBIT] (type), packets are not sent on; leave out the gateway [via]");
        assertThatThrownBy(() ->
                        Topology.of(Namespace.host("h"), StaticRoute.of("h", "192.0.2.0/24", RouteType.BLACKHOLE)))
                .isInstanceOf(TopologyException.class)
                .hasMessageContaining("of its type [BLACKHOLE] (type), a route of the host would outlive the test");
    }
}
