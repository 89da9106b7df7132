package io.github.netnsjunit.kernel.netlink;

import static io.github.netnsjunit.kernel.netlink.Addresses.ip;
import static io.github.netnsjunit.kernel.route.RouteMessage.MAIN_TABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.netnsjunit.address.MacAddress;
import io.github.netnsjunit.kernel.address.AddAddress;
import io.github.netnsjunit.kernel.address.DeleteAddress;
import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.libc.NativeLibrary;
import io.github.netnsjunit.kernel.link.BridgeKind;
import io.github.netnsjunit.kernel.link.DeleteLink;
import io.github.netnsjunit.kernel.link.LinkChange;
import io.github.netnsjunit.kernel.link.LinkKind;
import io.github.netnsjunit.kernel.link.NewInterface;
import io.github.netnsjunit.kernel.link.NewLink;
import io.github.netnsjunit.kernel.link.SetLink;
import io.github.netnsjunit.kernel.link.VethKind;
import io.github.netnsjunit.kernel.route.AddRoute;
import io.github.netnsjunit.kernel.route.DeleteRoute;
import io.github.netnsjunit.kernel.route.RouteMessage.NextHop;
import io.github.netnsjunit.kernel.route.RouteSpec;
import io.github.netnsjunit.kernel.route.RouteType;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each request writes the same bytes as {@code ip} of iproute2 6.1 sends for the command, as shown by
 * {@code strace -e trace=sendmsg -e write=all ip …}. Descriptors and interfaces have the numbers that they had there; the sequence
 * number is 0. One difference remains: {@code ip route del} without a type sends no type, and deletes a route of any type.
 */
@DisplayName("requests write the bytes that ip sends")
@Tag("kernel")
public class GoldenBytesTests {

    /** Has the number of ip's descriptor for {@code /run/netns/blue}. It must not be closed. */
    private static final Descriptor BLUE = new Descriptor(NativeLibrary.libc(), 4);

    @ParameterizedTest(name = "{0}")
    @MethodSource({"links", "addressesAndRoutes"})
    void writesTheBytesThatIpSends(String command, NetlinkRequest request, String hex) {
        assertThat(Bytes.of(request)).isEqualTo(hex);
    }

    static Stream<Arguments> links() {
        return Stream.of(
                arguments(
                        "ip link add veth_root_ns type veth peer name veth_blue_ns netns blue",
                        NewLink.of(
                                NewInterface.of(0, "veth_root_ns"),
                                new VethKind(NewInterface.of(0, "veth_blue_ns"), BLUE)),
                        "74000000100005060000000000000000000000000000000000000000000000001100030076657468"
                                + "5f726f6f745f6e7300000000400012000800010076657468340002003000010000000000000000"
                                + "00000000000000000008001c000400000011000300766574685f626c75655f6e7300000000"),
                arguments(
                        "ip link add veth_a index 5 mtu 1400 address 02:00:00:00:00:0a"
                                + " type veth peer name veth_b index 7 mtu 1400 address 02:00:00:00:00:0b netns blue",
                        NewLink.of(
                                new NewInterface(5, "veth_a", 1400, mac("02:00:00:00:00:0a")),
                                new VethKind(new NewInterface(7, "veth_b", 1400, mac("02:00:00:00:00:0b")), BLUE)),
                        "8c0000001000050600000000000000000000000005000000000000000000000008000400780500000a"
                                + "00010002000000000a00000b000300766574685f6100004c0012000800010076657468400002003c"
                                + "0001000000000007000000000000000000000008000400780500000a00010002000000000b0000"
                                + "08001c00040000000b000300766574685f620000"),
                arguments(
                        "ip link add br0 type bridge stp_state 0 forward_delay 0",
                        NewLink.of(NewInterface.of(0, "br0"), new BridgeKind(false)),
                        "4c0000001000050600000000000000000000000000000000000000000000000008000300627230002400"
                                + "12000a00010062726964676500001400020008000500000000000800010000000000"),
                arguments(
                        "ip link add br1 index 20 type bridge stp_state 1 forward_delay 200",
                        NewLink.of(NewInterface.of(20, "br1"), new BridgeKind(true)),
                        "4c0000001000050600000000000000000000000014000000000000000000000008000300627231002400"
                                + "12000a000100627269646765000014000200080005000100000008000100c8000000"),
                arguments(
                        "ip link add c numtxqueues 4 numrxqueues 3 type dummy",
                        NewLink.of(new NewInterface(0, "c", 0, null, 4, 3), LinkKind.of("dummy")),
                        "4800000010000506000000000000000000000000000000000000000000000000"
                                + "08001f000400000008002000030000000600030063000000100012000900010064756d6d79000000"),
                arguments(
                        "ip link set c txqueuelen 5",
                        SetLink.of(3, new LinkChange.QueueLength(5)),
                        "280000001000050000000000000000000000000003000000000000000000000008000d0005000000"),
                arguments(
                        "ip link set dev veth_a up",
                        SetLink.up(5),
                        "2000000010000500000000000000000000000000050000000100000001000000"),
                arguments(
                        "ip link set dev veth_a down",
                        SetLink.down(5),
                        "2000000010000500000000000000000000000000050000000000000001000000"),
                arguments(
                        "ip link set dev veth_a master br1",
                        SetLink.of(5, new LinkChange.Master(20)),
                        "280000001000050000000000000000000000000005000000000000000000000008000a0014000000"),
                arguments(
                        "ip link set dev veth_a nomaster",
                        SetLink.of(5, new LinkChange.Master(0)),
                        "280000001000050000000000000000000000000005000000000000000000000008000a0000000000"),
                arguments(
                        "ip link set dev veth_root_ns netns blue",
                        SetLink.of(2, new LinkChange.Namespace(BLUE)),
                        "280000001000050000000000000000000000000002000000000000000000000008001c0004000000"),
                arguments(
                        "ip link del dev veth_a",
                        new DeleteLink(5),
                        "2000000011000500000000000000000000000000050000000000000000000000"));
    }

    static Stream<Arguments> addressesAndRoutes() {
        return Stream.of(
                arguments(
                        "ip address add 10.0.0.1/24 broadcast + dev veth_a",
                        new AddAddress(5, ip("10.0.0.1"), 24),
                        "300000001400050600000000000000000218000005000000080002000a000001080001000a000001080004000a0000ff"),
                arguments(
                        "ip address add fd00::1/64 dev veth_a nodad",
                        new AddAddress(5, ip("fd00::1"), 64),
                        "400000001400050600000000000000000a4002000500000014000200fd000000000000000000000000000001"
                                + "14000100fd000000000000000000000000000001"),
                arguments(
                        "ip address add 127.0.0.2/8 dev lo",
                        new AddAddress(1, ip("127.0.0.2"), 8),
                        "28000000140005060000000000000000020800fe01000000080002007f000002080001007f000002"),
                arguments(
                        "ip address del 127.0.0.2/8 dev lo",
                        new DeleteAddress(1, ip("127.0.0.2"), 8),
                        "280000001500050000000000000000000208000001000000080002007f000002080001007f000002"),
                arguments(
                        "ip route add default via 10.0.0.2",
                        new AddRoute(new RouteSpec(ip("0.0.0.0"), 0, ip("10.0.0.2"), 0, 0, RouteType.UNICAST)),
                        "2400000018000506000000000000000002000000fe03000100000000080005000a000002"),
                arguments(
                        "ip -6 route add default via fd00::2",
                        new AddRoute(new RouteSpec(ip("::"), 0, ip("fd00::2"), 0, 0, RouteType.UNICAST)),
                        "440000001800050600000000000000000a000000fe030001000000001400010000000000000000000000"
                                + "00000000000014000500fd000000000000000000000000000002"),
                arguments(
                        "ip route add 10.9.0.0/16 via 10.0.0.2 dev veth_a metric 7",
                        new AddRoute(new RouteSpec(ip("10.9.0.0"), 16, ip("10.0.0.2"), 5, 7, RouteType.UNICAST)),
                        "3c00000018000506000000000000000002100000fe03000100000000080001000a090000080005000a00"
                                + "000208000600070000000800040005000000"),
                arguments(
                        "ip route add 10.8.0.0/16 dev veth_a",
                        new AddRoute(new RouteSpec(ip("10.8.0.0"), 16, null, 5, 0, RouteType.UNICAST)),
                        "2c00000018000506000000000000000002100000fe03fd0100000000080001000a0800000800040005000000"),
                arguments(
                        "ip route add 10.9.0.0/16 via inet6 fd00::2 dev veth_a",
                        new AddRoute(new RouteSpec(ip("10.9.0.0"), 16, ip("fd00::2"), 5, 0, RouteType.UNICAST)),
                        "44000000180005060000000000000000" + "02100000fe03000100000000080001000a090000"
                                + "160012000a00fd00000000000000000000000000000200000800040005000000"),
                arguments(
                        "ip route add 10.8.0.0/16 via 10.9.9.9 dev veth_a onlink",
                        new AddRoute(new RouteSpec(
                                ip("10.8.0.0"),
                                16,
                                List.of(new NextHop(ip("10.9.9.9"), 5, 1, true)),
                                0,
                                RouteType.UNICAST,
                                MAIN_TABLE)),
                        "34000000180005060000000000000000"
                                + "02100000fe03000104000000080001000a080000080005000a0909090800040005000000"),
                arguments(
                        "ip route add blackhole 10.7.0.0/16",
                        new AddRoute(new RouteSpec(ip("10.7.0.0"), 16, null, 0, 0, RouteType.BLACKHOLE)),
                        "2400000018000506000000000000000002100000fe03000600000000080001000a070000"),
                arguments(
                        "ip route del blackhole 10.7.0.0/16",
                        new DeleteRoute(new RouteSpec(ip("10.7.0.0"), 16, null, 0, 0, RouteType.BLACKHOLE)),
                        "2400000019000500000000000000000002100000fe00ff0600000000080001000a070000"));
    }

    private static MacAddress mac(String text) {
        return MacAddress.parse(text);
    }
}
