package io.github.netnsjunit.route;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.netnsjunit.holds.IpCommand;
import io.github.netnsjunit.jupiter.Loopback;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.Route;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.lab.Addition;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.listing.RouteEntry;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.LoopbackLink;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.OneMistake;
import io.github.netnsjunit.topology.RouteScope;
import io.github.netnsjunit.topology.Topology;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What routes say besides where they lead. */
@Tag("kernel")
class RouteAttributesTests {

    private static final Topology TWO_HOSTS = Topology.of(
            Namespace.of("a"),
            Namespace.of("b"),
            LoopbackLink.of("a", "192.0.2.1/32", "2001:db8::1/128"),
            VethLink.between(
                    End.of("a", "eth0", "10.0.0.1/24", "fd00::1/64"),
                    End.of("b", "eth0", "10.0.0.2/24", "fd00::2/64")));

    private static StaticRoute to(String network, String via) {
        return StaticRoute.of("a", network, via);
    }

    static Stream<Arguments> routes() {
        return Stream.of(
                arguments(
                        to("10.9.0.0/16", "10.0.0.2").source("192.0.2.1"),
                        "10.9.0.0/16 via 10.0.0.2 dev eth0 src 192.0.2.1"),
                arguments(
                        to("10.9.0.0/16", "10.0.0.2").source("127.0.0.1"),
                        "10.9.0.0/16 via 10.0.0.2 dev eth0 src 127.0.0.1"),
                arguments(
                        to("fd09::/64", "fd00::2").source("2001:db8::1").mtu(1280),
                        "fd09::/64 via fd00::2 dev eth0 src 2001:db8::1 metric 1024 mtu 1280"),
                arguments(
                        to("10.9.0.0/16", "10.0.0.2").mtu(1400).metric(5),
                        "10.9.0.0/16 via 10.0.0.2 dev eth0 metric 5 mtu 1400"),
                arguments(to("10.9.0.0/16", "10.0.0.2").mtu(65520), "10.9.0.0/16 via 10.0.0.2 dev eth0 mtu 65520"),
                arguments(
                        StaticRoute.through("a", "10.9.0.0/16", "eth0").scope(RouteScope.GLOBAL),
                        "10.9.0.0/16 dev eth0 scope global"),
                arguments(
                        StaticRoute.through("a", "10.9.0.1", "eth0").scope(RouteScope.HOST),
                        "10.9.0.1/32 dev eth0 scope host"),
                arguments(
                        StaticRoute.through("a", "10.9.0.0/16", "eth0").scope(RouteScope.LINK), "10.9.0.0/16 dev eth0"),
                arguments(
                        to("10.9.0.0/16", "10.0.0.2").scope(RouteScope.SITE),
                        "10.9.0.0/16 via 10.0.0.2 dev eth0 scope site"),
                arguments(to("10.9.0.0/16", "fd00::2").mtu(68), "10.9.0.0/16 via inet6 fd00::2 dev eth0 mtu 68"),
                arguments(
                        StaticRoute.multipath("a", "10.9.0.0/16", NextHop.via("10.0.0.2"), NextHop.via("10.0.0.3"))
                                .source("192.0.2.1")
                                .mtu(1000),
                        "10.9.0.0/16 via 10.0.0.3 dev eth0 src 192.0.2.1 mtu 1000"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("routes")
    void comesAndGoesInALiveLab(StaticRoute route, String entry) {
        try (Lab lab = Lab.create(TWO_HOSTS)) {
            NetworkNamespace a = lab.namespace("a");
            List<RouteEntry> before = a.routes();
            try (Addition added = lab.add(route)) {
                assertThat(added.parts()).containsExactly(route);
                assertThat(a.routes()).extracting(RouteEntry::toString).contains(entry);
            }
            assertThat(a.routes()).isEqualTo(before);
        }
    }

    static Stream<Arguments> mistakes() {
        StaticRoute route = to("10.9.0.0/16", "10.0.0.2");
        StaticRoute ipv6 = to("fd09::/64", "fd00::2");
        return Stream.of(
                arguments(route.source("10.0.0.9"), "the source [10.0.0.9] (source) is no address of namespace [a]"),
                arguments(
                        route.source("fd00::1"),
                        "the source [fd00::1] (source) is not of the same family as the destination [10.9.0.0/16] [to]"),
                arguments(route.source("me"), "the source [source]: [me] is neither an IPv4 nor an IPv6 address"),
                arguments(route.mtu(67), "the MTU [67] (mtu) is not between 68 and 65520"),
                arguments(ipv6.mtu(1279), "the MTU [1279] (mtu) is not between 1280 and 65520"),
                arguments(route.mtu(65521), "the MTU [65521] (mtu) is not between 68 and 65520"),
                arguments(route.scope(RouteScope.NOWHERE), "no route can be added with the scope [NOWHERE] (scope)"),
                arguments(ipv6.scope(RouteScope.LINK), "an IPv6 route has no scope; leave out [LINK] (scope)"),
                arguments(
                        route.scope(RouteScope.LINK),
                        "through a gateway [via] a destination is farther away than the scope [LINK] (scope) says"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("mistakes")
    void namesWhatIsWrong(StaticRoute route, String words) {
        OneMistake.assertTold(words, TWO_HOSTS, route);
    }

    @Test
    void theTableShowsWhatTheKernelHas() {
        try (Lab lab = Lab.create(TWO_HOSTS)) {
            NetworkNamespace a = lab.namespace("a");
            IpCommand.in(
                    a, "route add 10.9.0.0/16 via 10.0.0.2 src 192.0.2.1 mtu 1400 metric 5 table 7 onlink dev eth0");
            RouteEntry shown = a.routes().stream()
                    .filter(route -> route.table() == 7)
                    .findFirst()
                    .orElseThrow();
            assertThat(shown.mtu()).isEqualTo(1400);
            assertThat(shown.source()).hasToString("/192.0.2.1");
            assertThat(shown.onlink()).isTrue();
            assertThat(shown.scope()).isEqualTo(RouteScope.GLOBAL);
            assertThat(shown.weight()).isEqualTo(1);
            assertThat(shown.kernels()).isFalse();
            assertThat(a.routes())
                    .filteredOn(route -> route.to().toString().equals("10.0.0.0/24"))
                    .singleElement()
                    .satisfies(connected -> assertThat(connected.kernels()).isTrue())
                    .satisfies(connected -> assertThat(connected.scope()).isEqualTo(RouteScope.LINK))
                    .satisfies(connected -> assertThat(connected.source()).hasToString("/10.0.0.1"))
                    .hasToString("10.0.0.0/24 dev eth0");
        }
    }

    @Nested
    @NetNamespace("a")
    @NetNamespace("b")
    @Loopback(namespace = "a", address = "192.0.2.1/32")
    @Loopback(namespace = "b", address = "198.51.100.1/32")
    @VethPair(
            left = @VethEnd(namespace = "a", name = "eth0", address = "10.0.0.1/24"),
            right = @VethEnd(namespace = "b", name = "eth0", address = "10.0.0.2/24"))
    @Route(namespace = "a", to = "198.51.100.1", via = "10.0.0.2", source = "192.0.2.1", mtu = 1000)
    @Route(namespace = "b", to = "192.0.2.0/24", dev = "eth0", scope = RouteScope.GLOBAL)
    class ByAnnotation {

        @Test
        void theNamespaceSendsFromTheSource(Lab lab) throws Exception {
            NetworkNamespace b = lab.namespace("b");
            try (ServerSocket server =
                            b.serverSocketFactory().createServerSocket(0, 1, InetAddress.getByName("198.51.100.1"));
                    Socket client = lab.namespace("a").socketFactory().createSocket()) {
                client.connect(new InetSocketAddress("198.51.100.1", server.getLocalPort()), 10_000);
                assertThat(client.getLocalAddress()).hasToString("/192.0.2.1");
            }
            assertThat(b.routes()).extracting(RouteEntry::toString).contains("192.0.2.0/24 dev eth0 scope global");
        }
    }
}
