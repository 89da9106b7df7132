package io.github.netnsjunit.link;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.netnsjunit.jupiter.DefaultRoute;
import io.github.netnsjunit.jupiter.EnabledIfKernelHas;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.Sysctl;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.jupiter.Vrf;
import io.github.netnsjunit.kernel.link.NewInterface;
import io.github.netnsjunit.kernel.link.NewLink;
import io.github.netnsjunit.kernel.link.VrfKind;
import io.github.netnsjunit.kernel.netlink.Bytes;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.route.StaticRoute;
import io.github.netnsjunit.topology.KernelFeature;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.OneMistake;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.Topology;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("kernel")
class VrfLinkTests {

    private static final Topology ROUTER = Topology.of(
            Namespace.of("r"),
            Namespace.of("a"),
            VrfLink.of("r", "red", 10),
            VethLink.between(End.of("r", "eth0", "10.0.0.1/24").master("red"), End.of("a", "eth0", "10.0.0.2/24")));

    @Test
    void readsAsIpWritesIt() {
        assertThat(VrfLink.of("r", "red", 10)).hasToString("vrf r:red table 10");
    }

    @Test
    void writesTheBytesThatIpSends() {
        // ip link add vrf0 type vrf table 10
        assertThat(Bytes.of(NewLink.of(NewInterface.of(0, "vrf0"), new VrfKind(10))))
                .isEqualTo("4400000010000506000000000000000000000000000000000000000000000000"
                        + "0900030076726630000000001800120007000100767266000c000200080001000a000000");
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                arguments(List.of(VrfLink.of("r", "v", 0)), "the table [0] is not between 1 and 4294967295"),
                arguments(List.of(VrfLink.of("r", "v", 254)), "the table [254] is one of the kernel's own"),
                arguments(List.of(VrfLink.of("r", "v", 11).mtu(1279)), "the MTU [1279] of a VRF is less than 1280"),
                arguments(List.of(VrfLink.of("r", "v", 11).master("red")), "a VRF cannot be a port of [red]"),
                arguments(
                        List.of(VethLink.between(
                                End.of("r", "eth1", "10.0.0.5/24").master("red"), End.of("a", "eth1"))),
                        "the subnet of the address [10.0.0.5/24] of r:eth1 is also that of [10.0.0.1/24] of r:eth0"),
                arguments(
                        List.of(StaticRoute.defaultVia("r", "10.0.0.2")),
                        "the gateway [10.0.0.2] is on no link of namespace [r]"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("mistakes")
    void isRefusedIfItCannotBeMade(List<Part> parts, String words) {
        OneMistake.assertTold(words, ROUTER, parts);
    }

    /** One customer's network is at the first router, the same network of another customer too. */
    @Nested
    @EnabledIfKernelHas(KernelFeature.VRF)
    @NetNamespace("router")
    @NetNamespace("red1")
    @NetNamespace("red2")
    @NetNamespace("blue1")
    @Sysctl(namespace = "router", name = "net.ipv4.ip_forward", value = "1")
    @Vrf(namespace = "router", name = "red", table = 10)
    @Vrf(namespace = "router", name = "blue", table = 4294967295L)
    @VethPair(
            left = @VethEnd(namespace = "router", name = "r1", master = "red", address = "10.0.1.1/24"),
            right = @VethEnd(namespace = "red1", name = "eth0", address = "10.0.1.2/24"))
    @VethPair(
            left = @VethEnd(namespace = "red2", name = "eth0", address = "10.0.2.2/24"),
            right = @VethEnd(namespace = "router", name = "r2", master = "red", address = "10.0.2.1/24"))
    @VethPair(
            left = @VethEnd(namespace = "router", name = "b1", master = "blue", address = "10.0.1.1/24"),
            right = @VethEnd(namespace = "blue1", name = "eth0", address = "10.0.1.2/24"))
    @DefaultRoute(namespace = "red1", via = "10.0.1.1")
    @DefaultRoute(namespace = "red2", via = "10.0.2.1")
    @DefaultRoute(namespace = "blue1", via = "10.0.1.1")
    class OfARouter {

        @Test
        void keepsItsNetworksApartFromThoseOfOthers(Lab lab) {
            NetworkNamespace router = lab.namespace("router");
            assertThat(router.interfaceNamed("red").kind()).isEqualTo("vrf");
            assertThat(router).hasInterface("r2").hasMaster("red");
            assertThat(lab.namespace("red1")).canPing("10.0.2.2");
            assertThat(lab.namespace("red2")).canPing("10.0.1.2");
            assertThat(lab.namespace("blue1")).canPing("10.0.1.1").cannotPing("10.0.2.2");
        }

        @Test
        void comesAndGoesInALiveLab(Lab lab) {
            NetworkNamespace router = lab.namespace("router");
            try (var green = lab.add(VrfLink.of("router", "green", 12, "192.0.2.1/32"))) {
                assertThat(green.parts()).hasSize(1);
                assertThat(router).hasInterface("green").isUp().hasAddress("192.0.2.1/32");
            }
            assertThat(router).hasOnlyInterfaces("lo", "red", "blue", "r1", "r2", "b1");
        }
    }
}
