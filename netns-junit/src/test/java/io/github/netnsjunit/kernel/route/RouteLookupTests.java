package io.github.netnsjunit.kernel.route;

import static io.github.netnsjunit.kernel.netlink.Addresses.ip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.netnsjunit.holds.IpCommand;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.Sysctl;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.NativeLibrary;
import io.github.netnsjunit.kernel.netlink.NetlinkDump;
import io.github.netnsjunit.kernel.netlink.NetlinkException;
import io.github.netnsjunit.kernel.netlink.NetlinkSocket;
import io.github.netnsjunit.lab.NetworkNamespace;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the kernel decides about packets, by its rules and in all its tables. */
@Tag("kernel")
@NetNamespace("router")
@VethPair(
        left =
                @VethEnd(
                        namespace = "router",
                        name = "one",
                        address = {"10.1.0.1/24", "fd01::1/64"}),
        right = @VethEnd(namespace = "router", name = "peer_one"))
@VethPair(
        left =
                @VethEnd(
                        namespace = "router",
                        name = "two",
                        address = {"10.2.0.1/24", "fd02::1/64"}),
        right = @VethEnd(namespace = "router", name = "peer_two"))
@Sysctl(namespace = "router", name = "net.ipv4.ip_forward", value = "1")
@Sysctl(namespace = "router", name = "net.ipv6.conf.all.forwarding", value = "1")
class RouteLookupTests {

    @NetNamespace("router")
    private NetworkNamespace router;

    @Test
    void tellsTheTableTheGatewayAndTheSource() throws Exception {
        for (String family : List.of("-4", "-6")) {
            IpCommand.in(router, family + " rule add priority 50 from all lookup 100");
        }
        IpCommand.in(router, "route add 10.9.0.0/16 via 10.2.0.2 table 100");
        IpCommand.in(router, "-6 route add fd09::/16 via fd02::2 table 100");
        int two = router.interfaceNamed("two").index();
        assertThat(ask(RouteLookup.ofSent(ip("10.9.0.1"))))
                .isEqualTo(new RouteLookup(RouteType.UNICAST, 100, ip("10.2.0.2"), two, ip("10.2.0.1")));
        assertThat(ask(RouteLookup.ofSent(ip("fd09::1"))))
                .isEqualTo(new RouteLookup(RouteType.UNICAST, 100, ip("fd02::2"), two, ip("fd02::1")));
        int one = router.interfaceNamed("one").index();
        assertThat(ask(RouteLookup.ofArrived(ip("10.9.0.1"), ip("10.1.0.7"), one, Transport.ANY)))
                .isEqualTo(new RouteLookup(RouteType.UNICAST, 100, ip("10.2.0.2"), two, null));
        assertThat(ask(RouteLookup.ofArrived(ip("fd09::1"), ip("fd01::7"), one, Transport.ANY))
                        .gateway())
                .isEqualTo(ip("fd02::2"));
    }

    @Test
    void tellsOwnAddressesAndRefusals() throws Exception {
        assertThat(ask(RouteLookup.ofSent(ip("10.1.0.1"))).type()).isEqualTo(RouteType.LOCAL);
        assertThat(ask(RouteLookup.ofSent(ip("fd01::1"))).type()).isEqualTo(RouteType.LOCAL);
        IpCommand.in(router, "rule add priority 50 to 10.9.0.0/16 prohibit");
        assertThatExceptionOfType(NetlinkException.class)
                .isThrownBy(() -> ask(RouteLookup.ofSent(ip("10.9.0.1"))))
                .satisfies(refused -> assertThat(refused.errno()).isEqualTo(Errno.EACCES));
        assertThatExceptionOfType(NetlinkException.class)
                .isThrownBy(() -> ask(RouteLookup.ofSent(ip("10.8.0.1"))))
                .satisfies(refused -> assertThat(refused.errno()).isEqualTo(Errno.ENETUNREACH));
    }

    @Test
    void listsRulesAsIpDoes() throws Exception {
        List<String> added = List.of(
                "50: from 10.1.0.0/24 to 10.9.0.0/16 iif one lookup 100",
                "51: from all fwmark 0x7 lookup 4000000000",
                "52: from all to 10.9.0.0/16 oif two unreachable");
        for (String rule : added) {
            IpCommand.in(router, "rule add priority " + rule.replace(":", ""));
        }
        List<RuleMessage> rules = router.call(() -> {
            try (NetlinkSocket socket = NetlinkSocket.open(NativeLibrary.libc())) {
                return socket.dump(RuleMessage.dump());
            }
        });
        assertThat(rules)
                .filteredOn(RuleMessage::isUsers)
                .extracting(RuleMessage::toString)
                .containsExactlyElementsOf(added);
        assertThat(rules)
                .extracting(RuleMessage::toString)
                .contains("0: from all lookup local", "32766: from all lookup main", "32767: from all lookup default");
    }

    private RouteLookup ask(NetlinkDump<RouteLookup> lookup) throws Exception {
        return router.call(() -> {
            try (NetlinkSocket socket = NetlinkSocket.open(NativeLibrary.libc())) {
                return socket.dump(lookup).get(0);
            }
        });
    }
}
