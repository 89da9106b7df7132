package io.github.netnsjunit.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.jupiter.Loopback;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.Route;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.lab.Addition;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.listing.Interface;
import io.github.netnsjunit.route.StaticRoute;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.Topology;
import io.github.netnsjunit.topology.TwoNamespaces;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Networks that are seldom wanted are the same whether they are declared by annotations, made from a topology or added to a running lab, and
 * nothing is left of them when they are taken away.
 */
@Tag("kernel")
class UnusualNetworksEveryWayTests {

    private static final VethLink CABLE = VethLink.between(
            End.of("a", "a0", "10.0.0.1/24", "fd00::1/64"), End.of("b", "b0", "10.0.0.2/24", "fd00::2/64"));

    private static final Part[] LONGER_PREFIX = {
        VethLink.between(
                End.of("a", "a1", "10.0.0.129/25", "10.0.0.70/32"), End.of("b", "b1", "10.0.0.130/32", "fd00::70/128"))
    };
    private static final Part[] ONE_SUBNET_TWICE = {
        VethLink.between(End.of("a", "a1", "10.0.0.1/24").duplicate(), End.of("b", "b1"))
    };
    private static final Part[] STANDBY = {
        VethLink.between(
                End.of("a", "a1", "10.0.0.1/24", "fd00::1/64").down(),
                End.of("b", "b1", "10.0.0.2/24").down())
    };
    private static final Part[] ON_LO = {
        LoopbackLink.of("a", "192.0.2.1/32", "192.0.2.2/24", "192.0.2.3/24", "10.0.0.1/32"),
        LoopbackLink.of("b", "192.0.2.1/32", "2001:db8::1/128", "127.0.0.2/8"),
        StaticRoute.through("a", "198.51.100.0/24", "lo")
    };
    private static final Part[] LOWEST = {
        VethLink.between(
                End.of("a", "a1", "10.9.0.0/24", "0.1.0.0/16"), End.of("b", "b1", "10.9.0.2/24", "0.1.0.1/16")),
        StaticRoute.of("b", "10.8.0.0/16", "10.9.0.0"),
        StaticRoute.of("a", "10.7.0.0/16", "0.1.0.1")
    };
    private static final Part[] ALL_ADDRESSES = {
        VethLink.between(End.of("a", "a1", "10.9.0.1/0", "fd09::1/0"), End.of("b", "b1", "11.0.0.2/0", "fd77::2/0")),
        LoopbackLink.of("b", "12.0.0.1/0", "192.0.2.1/32", "192.0.2.1/24"),
        StaticRoute.through("a", "default", "a1")
    };
    private static final Part[] METRICS = {
        StaticRoute.of("a", "10.5.0.0/16", "10.0.0.2").metric(4_294_967_295L),
        StaticRoute.of("a", "10.5.0.0/16", "10.0.0.2").metric(2_147_483_648L),
        StaticRoute.of("a", "2001:db8::/32", "fd00::2").metric(4_294_967_295L)
    };

    static Stream<Named<Part[]>> networks() {
        return Stream.of(
                named("a longer prefix on another interface", LONGER_PREFIX),
                named("one subnet and one address on two interfaces", ONE_SUBNET_TWICE),
                named("a standby interface that is down", STANDBY),
                named("addresses of lo, anycast, and a route through lo", ON_LO),
                named("the lowest address of a subnet, and those of 0.0.0.0/8", LOWEST),
                named("all addresses on a link, and one address of lo with two prefix lengths", ALL_ADDRESSES),
                named("high metrics", METRICS),
                named("the same address on several links", new Part[] {
                    VethLink.between(End.of("a", "a1", "10.1.0.1/32", "fd01::1/128"), End.of("b", "b1")),
                    VethLink.between(End.of("a", "a2", "10.1.0.1/32", "fd01::1/128"), End.of("b", "b2")),
                }),
                named("two hosts with one address", new Part[] {
                    VethLink.between(
                            End.of("a", "a1", "10.1.0.1/24"),
                            End.of("b", "b1", "10.1.0.1/24").duplicate())
                }),
                named("two subnets one within the other", new Part[] {
                    VethLink.between(End.of("a", "a1", "11.0.0.1/8", "11.1.0.1/16"), End.of("b", "b1", "11.1.0.2/8"))
                }));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void areTheSameWhenTheyAreAddedAndLeaveNothing(Part[] unusual) {
        Topology usual = Topology.of(TwoNamespaces.with(CABLE));
        List<String> whole;
        try (Lab lab = Lab.create(usual.with(unusual))) {
            whole = state(lab);
        }
        try (Lab lab = Lab.create(usual)) {
            List<String> before = state(lab);
            try (Addition added = lab.add(unusual)) {
                assertThat(added.parts()).hasSize(unusual.length);
                assertThat(state(lab)).isEqualTo(whole).isNotEqualTo(before);
            }
            assertThat(state(lab)).isEqualTo(before);
        }
    }

    /** Addresses and routes of all namespaces. */
    private static List<String> state(Lab lab) {
        return lab.namespaces().stream()
                .sorted(Comparator.comparing(NetworkNamespace::name))
                .flatMap(namespace -> Stream.concat(
                        namespace.interfaces().stream().map(UnusualNetworksEveryWayTests::state),
                        namespace.routes().stream().map(Object::toString)))
                .sorted()
                .toList();
    }

    private static String state(Interface link) {
        List<String> addresses = link.addresses().stream()
                .filter(address -> !address.address().isLinkLocalAddress()) // the kernel forms them of random numbers
                .map(LinkAddress::toString)
                .sorted()
                .toList();
        return link.name() + (link.up() ? " up " : " down ") + addresses;
    }

    private static void assertDeclared(Lab lab, Part... unusual) {
        assertThat(lab.topology().declared())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(Stream.of(Namespace.of("a"), Namespace.of("b"), CABLE), Stream.of(unusual))
                                .toList());
    }

    @Test
    @TwoHosts
    @VethPair(
            left =
                    @VethEnd(
                            namespace = "a",
                            name = "a1",
                            address = {"10.0.0.129/25", "10.0.0.70/32"}),
            right =
                    @VethEnd(
                            namespace = "b",
                            name = "b1",
                            address = {"10.0.0.130/32", "fd00::70/128"}))
    void aLongerPrefixIsDeclaredByAnnotation(Lab lab) {
        assertDeclared(lab, LONGER_PREFIX);
    }

    @Test
    @TwoHosts
    @VethPair(
            left = @VethEnd(namespace = "a", name = "a1", address = "10.0.0.1/24", duplicate = true),
            right = @VethEnd(namespace = "b", name = "b1"))
    void oneSubnetTwiceIsDeclaredByAnnotation(Lab lab) {
        assertDeclared(lab, ONE_SUBNET_TWICE);
    }

    @Test
    @TwoHosts
    @VethPair(
            left =
                    @VethEnd(
                            namespace = "a",
                            name = "a1",
                            address = {"10.0.0.1/24", "fd00::1/64"},
                            up = false),
            right = @VethEnd(namespace = "b", name = "b1", address = "10.0.0.2/24", up = false))
    void aStandbyInterfaceIsDeclaredByAnnotation(Lab lab) {
        assertDeclared(lab, STANDBY);
    }

    @Test
    @TwoHosts
    @Loopback(
            namespace = "a",
            address = {"192.0.2.1/32", "192.0.2.2/24", "192.0.2.3/24", "10.0.0.1/32"})
    @Loopback(
            namespace = "b",
            address = {"192.0.2.1/32", "2001:db8::1/128", "127.0.0.2/8"})
    @Route(namespace = "a", to = "198.51.100.0/24", dev = "lo")
    void addressesOfLoAreDeclaredByAnnotation(Lab lab) {
        assertDeclared(lab, ON_LO);
    }

    @Test
    @TwoHosts
    @VethPair(
            left =
                    @VethEnd(
                            namespace = "a",
                            name = "a1",
                            address = {"10.9.0.0/24", "0.1.0.0/16"}),
            right =
                    @VethEnd(
                            namespace = "b",
                            name = "b1",
                            address = {"10.9.0.2/24", "0.1.0.1/16"}))
    @Route(namespace = "b", to = "10.8.0.0/16", via = "10.9.0.0")
    @Route(namespace = "a", to = "10.7.0.0/16", via = "0.1.0.1")
    void lowestAddressesAreDeclaredByAnnotation(Lab lab) {
        assertDeclared(lab, LOWEST);
    }

    @Test
    @TwoHosts
    @VethPair(
            left =
                    @VethEnd(
                            namespace = "a",
                            name = "a1",
                            address = {"10.9.0.1/0", "fd09::1/0"}),
            right =
                    @VethEnd(
                            namespace = "b",
                            name = "b1",
                            address = {"11.0.0.2/0", "fd77::2/0"}))
    @Loopback(
            namespace = "b",
            address = {"12.0.0.1/0", "192.0.2.1/32", "192.0.2.1/24"})
    @Route(namespace = "a", to = "default", dev = "a1")
    void allAddressesOnALinkAreDeclaredByAnnotation(Lab lab) {
        assertDeclared(lab, ALL_ADDRESSES);
    }

    @Test
    @TwoHosts
    @Route(namespace = "a", to = "10.5.0.0/16", via = "10.0.0.2", metric = 4_294_967_295L)
    @Route(namespace = "a", to = "10.5.0.0/16", via = "10.0.0.2", metric = 2_147_483_648L)
    @Route(namespace = "a", to = "2001:db8::/32", via = "fd00::2", metric = 4_294_967_295L)
    void highMetricsAreDeclaredByAnnotation(Lab lab) {
        assertDeclared(lab, METRICS);
    }

    @Retention(RetentionPolicy.RUNTIME)
    @NetNamespace("a")
    @NetNamespace("b")
    @VethPair(
            left =
                    @VethEnd(
                            namespace = "a",
                            name = "a0",
                            address = {"10.0.0.1/24", "fd00::1/64"}),
            right =
                    @VethEnd(
                            namespace = "b",
                            name = "b0",
                            address = {"10.0.0.2/24", "fd00::2/64"}))
    @interface TwoHosts {}
}
