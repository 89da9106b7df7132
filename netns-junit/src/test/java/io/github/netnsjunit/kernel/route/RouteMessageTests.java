package io.github.netnsjunit.kernel.route;

import static io.github.netnsjunit.kernel.netlink.Addresses.ip;
import static io.github.netnsjunit.kernel.route.RouteMessage.MAIN_TABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.kernel.netlink.MessageReader;
import io.github.netnsjunit.kernel.netlink.Netlink;
import io.github.netnsjunit.kernel.netlink.NetlinkFormatException;
import io.github.netnsjunit.kernel.route.RouteMessage.NextHop;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The bytes are the answers of Linux 6.18 to {@code RTM_GETROUTE} after each command. Interface 3 had 10.0.0.1/24 and fd00::1/64. */
@DisplayName("a route is read from the bytes that the kernel lists")
@Tag("kernel")
public class RouteMessageTests {

    @ParameterizedTest(name = "{0}")
    @MethodSource("routes")
    void readsWhatTheKernelLists(String command, RouteMessage route, String hex) {
        assertThat(parse(hex)).isEqualTo(route);
    }

    static Stream<Arguments> routes() {
        return Stream.of(
                arguments(
                        "ip route add 10.49.0.0/16 nexthop via 10.0.0.2 nexthop via 10.0.0.3",
                        new RouteMessage(
                                ip("10.49.0.0"),
                                16,
                                List.of(new NextHop(ip("10.0.0.2"), 3), new NextHop(ip("10.0.0.3"), 3)),
                                0,
                                RouteType.UNICAST,
                                MAIN_TABLE),
                        "500000001800020001000000103c000002100000fe0300010000000008000f00fe000000080001000a310000"
                                + "240009001000000003000000080005000a0000021000000003000000080005000a000003"),
                arguments(
                        "ip route add 10.50.0.0/16 via inet6 fd00::2 dev ea",
                        new RouteMessage(
                                ip("10.50.0.0"),
                                16,
                                List.of(new NextHop(ip("fd00::2"), 3)),
                                0,
                                RouteType.UNICAST,
                                MAIN_TABLE),
                        "4c0000001800020001000000103c000002100000fe0300010000000008000f00fe000000080001000a320000"
                                + "160012000a00fd00000000000000000000000000000200000800040003000000"),
                arguments(
                        "ip route add 10.51.0.0/16 nexthop via inet6 fd00::2 dev ea nexthop via 10.0.0.3 dev ea",
                        new RouteMessage(
                                ip("10.51.0.0"),
                                16,
                                List.of(new NextHop(ip("fd00::2"), 3), new NextHop(ip("10.0.0.3"), 3)),
                                0,
                                RouteType.UNICAST,
                                MAIN_TABLE),
                        "600000001800020001000000103c000002100000fe0300010000000008000f00fe000000080001000a330000"
                                + "340009002000000003000000160012000a00fd0000000000000000000000000000020000"
                                + "1000000003000000080005000a000003"),
                arguments(
                        "ip -6 route add unreachable ::ffff:0:0/96",
                        new RouteMessage(
                                IpAddress.parse("::ffff:0:0"),
                                96,
                                List.of(new NextHop(null, 1)),
                                1024,
                                RouteType.UNREACHABLE,
                                MAIN_TABLE),
                        "740000001800020001000000103c00000a600000fe0300070000000008000f00fe00000014000100000000000000"
                                + "00000000ffff000000000800060000040000080004000100000024000c00000000000000000000000000"
                                + "00000000000000000000000000000000000000000500140000000000"),
                arguments(
                        "ip -6 route add fd09::/64 nexthop via fd00::2 dev ea nexthop via fd00::3 dev ea",
                        new RouteMessage(
                                ip("fd09::"),
                                64,
                                List.of(new NextHop(ip("fd00::2"), 3), new NextHop(ip("fd00::3"), 3)),
                                1024,
                                RouteType.UNICAST,
                                MAIN_TABLE),
                        "a80000001800020001000000103c00000a400000fe0300010000000008000f00fe00000014000100fd0900000000"
                                + "000000000000000000000800060000040000"
                                + "3c0009001c0000000300000014000500fd000000000000000000000000000002"
                                + "1c0000000300000014000500fd000000000000000000000000000003"
                                + "24000c000000000000000000000000000000000000000000000000000000000000000000"
                                + "0500140000000000"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // A next hop of 0 bytes: a reader that believes it never ends.
        "0c0009000000000003000000, too few for -8 at 8",
        "0c0009000700000003000000, too few for -1 at 8",
        "0c0009000c00000003000000, too few for 4 at 8", // longer than the attribute
        "080009000800000003000000, too few for 0 at 8", // truncated
        "080012000a000a00, an address of 2 bytes", // IPv6 with two bytes
        "05001200020000000000, an address of -1 bytes"
    })
    void refusesMalformedAttributes(String attribute, String message) {
        String header = "020000000000000000000000";
        byte[] payload = HexFormat.of().parseHex(header + attribute);
        byte[] bytes = ByteBuffer.allocate(Netlink.NLMSG_HDRLEN + payload.length)
                .order(ByteOrder.nativeOrder())
                .putInt(Netlink.NLMSG_HDRLEN + payload.length)
                .position(Netlink.NLMSG_HDRLEN)
                .put(payload)
                .array();
        assertThatThrownBy(() -> parse(HexFormat.of().formatHex(bytes)))
                .isInstanceOf(NetlinkFormatException.class)
                .hasMessageContaining(message);
    }

    private static RouteMessage parse(String hex) {
        var message = new MessageReader(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
        assertThat(message.next()).isTrue();
        return RouteMessage.parse(message);
    }
}
