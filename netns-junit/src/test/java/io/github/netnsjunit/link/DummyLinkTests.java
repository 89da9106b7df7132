package io.github.netnsjunit.link;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.netnsjunit.address.MacAddress;
import io.github.netnsjunit.jupiter.Dummy;
import io.github.netnsjunit.jupiter.EnabledIfKernelHas;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.kernel.link.LinkKind;
import io.github.netnsjunit.kernel.link.NewInterface;
import io.github.netnsjunit.kernel.link.NewLink;
import io.github.netnsjunit.kernel.netlink.Bytes;
import io.github.netnsjunit.kernel.netlink.NetlinkRequest;
import io.github.netnsjunit.lab.Addition;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.MissingFeatureException;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.listing.Interface;
import io.github.netnsjunit.route.StaticRoute;
import io.github.netnsjunit.topology.KernelFeature;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import io.github.netnsjunit.topology.TopologyException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("kernel")
class DummyLinkTests {

    @Test
    void readsAsIpWritesIt() {
        assertThat(DummyLink.of("a", "dummy0", "192.0.2.1/32")).hasToString("dummy a:dummy0");
        assertThat(DummyLink.of("a", "dummy0")
                        .mtu(1400)
                        .mac("02:00:00:00:00:0a")
                        .down())
                .isEqualTo(new DummyLink(
                        End.of("a", "dummy0").mtu(1400).mac("02:00:00:00:00:0a").down()));
    }

    @Test
    void isRefusedInTheHostsNamespaceWhereItWouldOutliveTheTest() {
        assertThatThrownBy(() -> Topology.of(Namespace.host("h"), DummyLink.of("h", "dummy0")))
                .isInstanceOf(TopologyException.class)
                .hasMessageContaining("dummy h:dummy0: a dummy in the host's namespace would outlive the test");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void writesTheBytesThatIpSends(String command, NetlinkRequest request, String hex) {
        assertThat(Bytes.of(request)).isEqualTo(hex);
    }

    static Stream<Arguments> writesTheBytesThatIpSends() {
        return Stream.of(
                arguments(
                        "ip link add dummy0 type dummy",
                        NewLink.of(NewInterface.of(0, "dummy0"), LinkKind.of("dummy")),
                        "3c00000010000506000000000000000000000000000000000000000000000000"
                                + "0b00030064756d6d79300000100012000900010064756d6d79000000"),
                arguments(
                        "ip link add dummy1 index 9 mtu 1400 address 02:00:00:00:00:0a type dummy",
                        NewLink.of(
                                new NewInterface(9, "dummy1", 1400, MacAddress.parse("02:00:00:00:00:0a")),
                                LinkKind.of("dummy")),
                        "5000000010000506000000000000000000000000090000000000000000000000"
                                + "08000400780500000a00010002000000000a00000b00030064756d6d79310000"
                                + "100012000900010064756d6d79000000"));
    }

    @Test
    void saysWhatTheKernelLacks() {
        Assumptions.assumeFalse(KernelFeature.DUMMY.isAvailable(), "this kernel has it");
        assertThatThrownBy(() -> Lab.create(Topology.of(Namespace.of("a"), DummyLink.of("a", "dummy0"))))
                .isInstanceOf(MissingFeatureException.class)
                .hasMessageStartingWith("could not make [dummy a:dummy0]: ")
                .hasMessageContaining(KernelFeature.DUMMY.reason());
    }

    @Test
    @EnabledIfKernelHas(KernelFeature.DUMMY)
    @NetNamespace("left")
    @NetNamespace("right")
    @VethPair(
            left = @VethEnd(namespace = "left", name = "eth0", address = "10.0.0.1/24"),
            right = @VethEnd(namespace = "right", name = "eth0", address = "10.0.0.2/24"))
    @Dummy(namespace = "right", name = "dummy0", address = "192.0.2.1/32", mtu = 1400, mac = "02:00:00:00:00:0a")
    @Dummy(namespace = "right", name = "dummy1", up = false)
    void hasAddressesThatDependOnNoCable(Lab lab) {
        NetworkNamespace left = lab.namespace("left");
        NetworkNamespace right = lab.namespace("right");
        Interface dummy = right.interfaceNamed("dummy0");
        assertThat(dummy.kind()).isEqualTo("dummy");
        assertThat(dummy.mtu()).isEqualTo(1400);
        assertThat(dummy.mac()).isEqualTo("02:00:00:00:00:0a");
        assertThat(right).hasInterface("dummy1").isDown();
        assertThat(left).cannotPing("192.0.2.1");
        try (Addition route = lab.add(StaticRoute.of("left", "192.0.2.0/24", "10.0.0.2"))) {
            assertThat(route.parts()).hasSize(1);
            assertThat(left).canPing("192.0.2.1");
        }
        assertThat(left).cannotPing("192.0.2.1");
    }

    @Test
    @EnabledIfKernelHas(KernelFeature.DUMMY)
    @NetNamespace("blue")
    void comesAndGoesInALiveLab(Lab lab, NetworkNamespace blue) {
        try (Addition dummy = lab.add(DummyLink.of("blue", "dummy0", "192.0.2.1/32", "2001:db8::1/128"))) {
            assertThat(dummy.parts())
                    .containsExactly(DummyLink.of("blue", "dummy0", "192.0.2.1/32", "2001:db8::1/128"));
            assertThat(blue).canPing("2001:db8::1");
            assertThat(blue).canPing("192.0.2.1");
        }
        assertThat(blue).hasOnlyInterfaces("lo");
    }
}
