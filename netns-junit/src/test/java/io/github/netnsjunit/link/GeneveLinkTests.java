package io.github.netnsjunit.link;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.jupiter.EnabledIfKernelHas;
import io.github.netnsjunit.jupiter.Geneve;
import io.github.netnsjunit.kernel.link.GeneveKind;
import io.github.netnsjunit.kernel.link.NewInterface;
import io.github.netnsjunit.kernel.link.NewLink;
import io.github.netnsjunit.kernel.netlink.Bytes;
import io.github.netnsjunit.lab.Addition;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
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
class GeneveLinkTests {

    private static final Topology CABLE = Topology.of(
            Namespace.of("a"),
            Namespace.of("b"),
            VethLink.between(End.of("a", "eth0", "10.0.0.1/24"), End.of("b", "eth0", "10.0.0.2/24")));

    @Test
    void readsAsIpWritesIt() {
        assertThat(GeneveLink.of("a", "gen0", 5, "10.0.0.2")).hasToString("geneve a:gen0 id 5 remote 10.0.0.2");
    }

    /** {@code ip link add gn0 type geneve id 100 remote 10.0.0.2 dstport 6082} also sends a label, a TTL and a TOS of 0. */
    @Test
    void writesTheAttributesThatIpSends() {
        assertThat(Bytes.of(
                        NewLink.of(NewInterface.of(0, "gn0"), new GeneveKind(100, IpAddress.parse("10.0.0.2"), 6082))))
                .isEqualTo("5400000010000506000000000000000000000000000000000000000000000000"
                        + "08000300676e30002c0012000a00010067656e65766500001c000200"
                        + "0800010064000000" + "080002000a000002" + "0600050017c20000");
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                arguments(
                        List.of(GeneveLink.of("a", "g", -1, "10.0.0.2")),
                        "the id [-1] of a geneve is not between 0 and 16777215"),
                arguments(
                        List.of(GeneveLink.of("a", "g", 5, "10.0.0.2").port(65536)),
                        "the port [65536] is not between 1 and 65535"),
                arguments(
                        List.of(GeneveLink.of("a", "g", 5, "239.1.1.1")),
                        "the remote address [239.1.1.1] is not one of a host"),
                arguments(List.of(GeneveLink.of("a", "g", 5, "b")), "the remote address of a:g: "),
                arguments(
                        List.of(GeneveLink.of("a", "g", 5, "10.0.0.2"), GeneveLink.of("a", "h", 5, "10.0.0.2")),
                        "there is already a Geneve tunnel 5 to [10.0.0.2] at port 6081 in namespace [a]"),
                arguments(
                        List.of(
                                GeneveLink.of("a", "g", 5, "10.0.0.2", "10.5.0.1/24"),
                                GeneveLink.of("b", "g", 5, "10.0.0.1", "10.5.0.1/24")),
                        "the address [10.5.0.1] of b:g is also that of a:g"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("mistakes")
    void isRefusedIfItCannotBeMade(List<Part> parts, String words) {
        OneMistake.assertTold(words, CABLE, parts);
    }

    @Nested
    @EnabledIfKernelHas(KernelFeature.GENEVE)
    @DualStackCable
    class OverACable {

        @Test
        @Geneve(namespace = "a", name = "gen5", id = 5, remote = "10.0.0.2", address = "10.5.0.1/24", mtu = 1450)
        @Geneve(namespace = "b", name = "gen5", id = 5, remote = "10.0.0.1", address = "10.5.0.2/24", mtu = 1450)
        @Geneve(namespace = "a", name = "gen6", id = 6, remote = "fd00::2", address = "10.6.0.1/24", mtu = 1400)
        @Geneve(namespace = "b", name = "gen6", id = 6, remote = "fd00::1", address = "10.6.0.2/24", mtu = 1400)
        @Geneve(namespace = "a", name = "gen7", id = 7, remote = "10.0.0.2", address = "10.7.0.1/24", port = 6082)
        @Geneve(namespace = "b", name = "gen7", id = 8, remote = "10.0.0.1", address = "10.7.0.2/24", port = 6082)
        void twoEndsOfOneNumberHearOneAnother(Lab lab) {
            NetworkNamespace a = lab.namespace("a");
            assertThat(a.interfaceNamed("gen5").kind()).isEqualTo("geneve");
            assertThat(a).canPing("10.5.0.2").canPing("10.6.0.2").cannotPing("10.7.0.2");
        }

        @Test
        void comeAndGoInALiveLab(Lab lab) {
            NetworkNamespace a = lab.namespace("a");
            try (Addition tunnel = lab.add(
                    GeneveLink.of("a", "gen0", 5, "10.0.0.2", "10.5.0.1/24"),
                    GeneveLink.of("b", "gen0", 5, "10.0.0.1", "10.5.0.2/24"))) {
                assertThat(tunnel.parts()).hasSize(2);
                assertThat(a).canPing("10.5.0.2");
            }
            assertThat(a).hasOnlyInterfaces("lo", "eth0");
        }
    }
}
