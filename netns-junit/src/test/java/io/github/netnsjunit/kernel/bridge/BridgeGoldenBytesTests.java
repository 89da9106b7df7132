package io.github.netnsjunit.kernel.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.netnsjunit.kernel.bridge.PortVlan.Membership;
import io.github.netnsjunit.kernel.link.BridgeKind;
import io.github.netnsjunit.kernel.link.ChangeKind;
import io.github.netnsjunit.kernel.link.NewInterface;
import io.github.netnsjunit.kernel.link.NewLink;
import io.github.netnsjunit.kernel.netlink.Bytes;
import io.github.netnsjunit.kernel.netlink.GoldenBytesTests;
import io.github.netnsjunit.kernel.netlink.NetlinkRequest;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The same as {@link GoldenBytesTests}, for bridges and their ports. */
@DisplayName("requests about bridges write the bytes that ip and bridge send")
public class BridgeGoldenBytesTests {

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    void writesTheBytesThatIpAndBridgeSend(String command, NetlinkRequest request, String hex) {
        assertThat(Bytes.of(request)).isEqualTo(hex);
    }

    static Stream<Arguments> requests() {
        return Stream.of(
                arguments(
                        "ip link add br2 type bridge stp_state 0 forward_delay 0 ageing_time 1000 priority 4096"
                                + " vlan_filtering 1 mcast_snooping 0",
                        NewLink.of(
                                NewInterface.of(0, "br2"),
                                new BridgeKind(false, 0, 1000, 4096, true, false, BridgeKind.DEFAULT_QUERY_RESPONSE)),
                        "6c0000001000050600000000000000000000000000000000000000000000000008000300627232004400"
                                + "12000a00010062726964676500003400020008000500000000000800010000000000080004"
                                + "00e80300000600060000100000050007000100000005001700"
                                + "00000000"),
                arguments(
                        "ip link add br3 type bridge stp_state 0 forward_delay 0 mcast_query_response_interval 10",
                        NewLink.of(
                                NewInterface.of(0, "br3"),
                                new BridgeKind(
                                        false,
                                        0,
                                        BridgeKind.DEFAULT_AGEING,
                                        BridgeKind.DEFAULT_PRIORITY,
                                        false,
                                        true,
                                        10)),
                        "580000001000050600000000000000000000000000000000000000000000000008000300627233003000"
                                + "12000a0001006272696467650000200002000800050000000000080001000000"
                                + "00000c0022000a00000000000000"),
                arguments(
                        "ip link set dev br1 type bridge mcast_querier 1",
                        new ChangeKind(20, new BridgeKind.Querier()),
                        "3c000000100005000000000000000000000000001400000000000000000000001c0012000a000100"
                                + "62726964676500000c0002000500190001000000"),
                arguments(
                        "bridge link set dev port1 isolated on hairpin on learning off flood off mcast_flood off"
                                + " bcast_flood off",
                        new SetPort(
                                5,
                                Map.of(
                                        PortFlag.ISOLATED, true,
                                        PortFlag.HAIRPIN, true,
                                        PortFlag.LEARNING, false,
                                        PortFlag.FLOOD, false,
                                        PortFlag.MCAST_FLOOD, false,
                                        PortFlag.BCAST_FLOOD, false)),
                        "54000000130005000000000000000000070000000500000000000000000000003400"
                                + "0c80050004000100000005000900000000000500"
                                + "1b000000000005001e00000000000500080000000000"
                                + "0500210001000000"),
                arguments(
                        "bridge link set dev port1 isolated on",
                        new SetPort(5, Map.of(PortFlag.ISOLATED, true)),
                        "2c000000130005000000000000000000070000000500000000000000000000000c000c80"
                                + "0500210001000000"),
                arguments(
                        "bridge vlan add vid 10 pvid untagged dev port1",
                        new PortVlan(5, false, 10, Membership.UNTAGGED),
                        "2c000000130005000000000000000000070000000500000000000000000000000c001a000800020006000a00"),
                arguments(
                        "bridge vlan add vid 10 dev port1",
                        new PortVlan(5, false, 10, Membership.TAGGED),
                        "2c000000130005000000000000000000070000000500000000000000000000000c001a000800020000000a00"),
                arguments(
                        "bridge vlan add vid 10 pvid untagged dev br1 self",
                        new PortVlan(20, true, 10, Membership.UNTAGGED),
                        "34000000130005000000000000000000070000001400000000000000000000001400"
                                + "1a0006000000020000000800020006000a00"),
                arguments(
                        "bridge vlan del vid 1 dev port1",
                        new PortVlan(5, false, 1, Membership.NONE),
                        "2c000000110005000000000000000000070000000500000000000000000000000c001a000800020000000100"));
    }
}
