package io.github.netnsjunit.kernel.netlink;

import static io.github.netnsjunit.kernel.netlink.Addresses.ip;
import static io.github.netnsjunit.kernel.route.RouteMessage.MAIN_TABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.netnsjunit.kernel.route.AddRoute;
import io.github.netnsjunit.kernel.route.RouteAttributes;
import io.github.netnsjunit.kernel.route.RouteMessage.NextHop;
import io.github.netnsjunit.kernel.route.RouteSpec;
import io.github.netnsjunit.kernel.route.RouteType;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** As {@link GoldenBytesTests}, for routes in other tables, with several next hops, or with more attributes. */
@DisplayName("requests about routes write the bytes that ip sends")
@Tag("kernel")
public class RouteGoldenBytesTests {

    @ParameterizedTest(name = "{0}")
    @MethodSource("routes")
    void writesTheBytesThatIpSends(String command, NetlinkRequest request, String hex) {
        assertThat(Bytes.of(request)).isEqualTo(hex);
    }

    static Stream<Arguments> routes() {
        return Stream.of(
                arguments(
                        "ip route add 10.9.0.0/16 via 10.0.0.2 table 100",
                        new AddRoute(route("10.9.0.0", 16, 0, 100, hop("10.0.0.2", 0))),
                        "2c00000018000506000000000000000002100000640300010000000008000100"
                                + "0a090000080005000a000002"),
                arguments(
                        "ip route add 10.9.0.0/16 via 10.0.0.2 table 3000",
                        new AddRoute(route("10.9.0.0", 16, 0, 3000, hop("10.0.0.2", 0))),
                        "3400000018000506000000000000000002100000000300010000000008000100"
                                + "0a090000080005000a00000208000f00b80b0000"),
                arguments(
                        "ip route add default nexthop via 10.0.0.2 weight 3 nexthop via 10.0.0.3 dev veth_a",
                        new AddRoute(route(
                                "0.0.0.0",
                                0,
                                0,
                                MAIN_TABLE,
                                new NextHop(ip("10.0.0.2"), 0, 3, false),
                                hop("10.0.0.3", 3))),
                        "4000000018000506000000000000000002000000fe030001000000002400090010000002"
                                + "00000000080005000a0000021000000003000000080005000a000003"),
                arguments(
                        "ip -6 route add default nexthop via fd00::2 dev veth_a weight 3"
                                + " nexthop via fd00::3 dev veth_a onlink",
                        new AddRoute(route(
                                "::",
                                0,
                                0,
                                MAIN_TABLE,
                                new NextHop(ip("fd00::2"), 3, 3, false),
                                new NextHop(ip("fd00::3"), 3, 1, true))),
                        "6c0000001800050600000000000000000a000000fe0300010000000014000100"
                                + "000000000000000000000000000000003c0009001c00000203000000"
                                + "14000500fd0000000000000000000000000000021c00040003000000"
                                + "14000500fd000000000000000000000000000003"),
                arguments(
                        "ip route add 10.10.0.0/16 nexthop via inet6 fd00::2 dev veth_a nexthop via 10.0.0.3",
                        new AddRoute(route("10.10.0.0", 16, 0, MAIN_TABLE, hop("fd00::2", 3), hop("10.0.0.3", 0))),
                        "5800000018000506000000000000000002100000fe03000100000000080001000a0a0000"
                                + "340009002000000003000000160012000a00fd000000000000000000000000000002"
                                + "00001000000000000000080005000a000003"),
                arguments(
                        "ip route add 10.11.0.0/16 via 10.0.0.2 src 10.7.7.1 mtu 1400 metric 5",
                        new AddRoute(
                                route("10.11.0.0", 16, 5, MAIN_TABLE, hop("10.0.0.2", 0)),
                                new RouteAttributes(Rtnetlink.RT_SCOPE_UNIVERSE, ip("10.7.7.1"), 1400)),
                        "4800000018000506000000000000000002100000fe03000100000000080001000a0b0000"
                                + "080005000a000002080007000a07070108000600050000000c0008000800020078050000"),
                arguments(
                        "ip route add 10.13.0.1/32 dev veth_a scope host",
                        new AddRoute(
                                route("10.13.0.1", 32, 0, MAIN_TABLE, hop(null, 3)),
                                new RouteAttributes(Rtnetlink.RT_SCOPE_HOST, null, 0)),
                        "2c00000018000506000000000000000002200000fe03fe0100000000080001000a0d00010800040003000000"),
                arguments(
                        "ip -6 route add fd09::/64 via fd00::2 src fd00::1 mtu 1300",
                        new AddRoute(
                                route("fd09::", 64, 0, MAIN_TABLE, hop("fd00::2", 0)),
                                new RouteAttributes(Rtnetlink.RT_SCOPE_UNIVERSE, ip("fd00::1"), 1300)),
                        "640000001800050600000000000000000a400000fe0300010000000014000100fd0900000000000000000000"
                                + "0000000014000500fd00000000000000000000000000000214000700fd0000000000000000000000"
                                + "000000010c0008000800020014050000"));
    }

    private static RouteSpec route(String destination, int prefixLength, int metric, int table, NextHop... hops) {
        return new RouteSpec(ip(destination), prefixLength, List.of(hops), metric, RouteType.UNICAST, table);
    }

    private static NextHop hop(@Nullable String gateway, int index) {
        InetAddress address = gateway == null ? null : ip(gateway);
        return new NextHop(address, index);
    }
}
