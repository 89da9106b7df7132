package io.github.netnsjunit.lab;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.netnsjunit.address.AddressScope;
import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.jupiter.Loopback;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.kernel.address.AddAddress;
import io.github.netnsjunit.kernel.netlink.Bytes;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.topology.IpFamilies;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Addresses with lifetimes and scopes. */
@Tag("kernel")
@NetNamespace("alice")
@NetNamespace("bob")
@VethPair(
        left =
                @VethEnd(
                        namespace = "alice",
                        name = "eth0",
                        address = {
                            "10.1.0.9/24 scope link",
                            "10.2.0.1/24 valid_lft 600 preferred_lft 300",
                            "fd00::9/64 valid_lft 600 preferred_lft 0",
                            "fd00::1/64 preferred_lft 500"
                        }),
        right =
                @VethEnd(
                        namespace = "bob",
                        name = "eth0",
                        address = {"10.1.0.2/24", "10.2.0.2/24", "fd00::2/64"}))
@Loopback(
        namespace = "alice",
        address = {"192.0.2.1/32 scope host", "2001:db8::1/128 valid_lft 900"})
class AddressLifetimeTests {

    /** As {@code strace -e trace=sendmsg -e write=all ip …} of iproute2 6.1 shows it; {@code broadcast +} is left out of the first one. */
    @ParameterizedTest
    @CsvSource({
        "10.0.0.1/32 scope link valid_lft 60 preferred_lft 30, 3c000000140005060000000000000000022000fd03000000"
                + "080002000a000001080001000a000001140006001e0000003c0000000000000000000000",
        "fd00::1/64 valid_lft 60 preferred_lft 0, 540000001400050600000000000000000a400200030000001400"
                + "0200fd00000000000000000000000000000114000100fd0000000000000000000000000000011400060000"
                + "0000003c0000000000000000000000"
    })
    void writesTheBytesThatIpSends(String address, String hex) {
        assertThat(Bytes.of(new AddAddress(3, LinkAddress.parse(address), false, true)))
                .isEqualTo(hex);
    }

    @Test
    void theKernelCountsTheLifetimes(@NetNamespace("alice") NetworkNamespace alice) {
        assertThat(alice).hasInterface("eth0").hasAddress("10.2.0.1/24 valid_lft 600 preferred_lft 300");
        assertThat(alice).hasInterface("eth0").hasAddress("10.2.0.1/24").hasAddress("10.2.0.1");
        assertThat(alice).hasInterface("eth0").hasAddress("fd00::1/64 valid_lft forever preferred_lft 500");
        assertThat(alice).hasInterface("lo").hasAddress("2001:db8::1/128 valid_lft 900");
        assertThatThrownBy(() -> assertThat(alice).hasInterface("eth0").hasAddress("10.2.0.1/24 valid_lft 9"))
                .hasMessageContaining("10.2.0.1/24 valid_lft");
        assertThat(alice.addresses())
                .filteredOn(address -> address.lifetime().isDeprecated())
                .extracting(LinkAddress::address)
                .containsExactly(IpAddress.parse("fd00::9"));
    }

    @Test
    void theKernelKeepsTheScopes(@NetNamespace("alice") NetworkNamespace alice) {
        assertThat(alice.addresses())
                .filteredOn(address -> address.scope() == AddressScope.LINK)
                .extracting(LinkAddress::toString)
                .contains("10.1.0.9/24 scope link");
        assertThat(alice)
                .hasInterface("lo")
                .hasAddress("192.0.2.1/32 scope host")
                .hasAddress("127.0.0.1/8");
        assertThatThrownBy(() -> assertThat(alice).hasInterface("lo").hasAddress("192.0.2.1/32"))
                .isInstanceOf(AssertionError.class);
        assertThat(alice.address()).hasToString("/10.2.0.1");
    }

    @Test
    void anAddressThatIsNotPreferredIsTheSenderOfNothingNew(@NetNamespace("alice") NetworkNamespace alice)
            throws Exception {
        assertThat(senderTo(alice, "fd00::2")).isEqualTo("fd00:0:0:0:0:0:0:1");
    }

    private static String senderTo(NetworkNamespace from, String to) throws Exception {
        return from.call(() -> {
            try (DatagramSocket socket = new DatagramSocket()) {
                socket.connect(new InetSocketAddress(to, 9));
                return socket.getLocalAddress().getHostAddress().replaceAll("%.*", "");
            }
        });
    }

    @Test
    void anAddressGoesWhenItsTimeIsOver(@NetNamespace("alice") NetworkNamespace alice) {
        alice.addAddress("eth0", "10.3.0.1/24 valid_lft 1");

        await().atMost(Duration.ofSeconds(30))
                .until(() -> alice.addresses().stream()
                        .noneMatch(each -> each.address().equals(IpAddress.parse("10.3.0.1"))));
    }

    @Test
    void counterpartsHaveTheSameLifetimes() {
        Topology ipv6 = Topology.of(
                        Namespace.of("a"),
                        Namespace.of("b"),
                        VethLink.between(
                                End.of("a", "eth0", "10.0.0.1/24 valid_lft 60"), End.of("b", "eth0", "10.0.0.2/24")))
                .in(IpFamilies.IPV6);

        assertThat(ipv6.outline().links("a").get(0).addresses().get(0).toString())
                .endsWith("valid_lft 60sec preferred_lft 60sec");
    }

    @Test
    void theSameAddressTwiceIsAMistakeWhateverItsScope() {
        assertThatThrownBy(() -> Topology.of(
                        Namespace.of("a"),
                        Namespace.of("b"),
                        VethLink.between(
                                End.of("a", "eth0", "10.0.0.1/24", "10.0.0.1/24 scope link"), End.of("b", "eth0"))))
                .hasMessageContaining("stands there twice");
    }
}
