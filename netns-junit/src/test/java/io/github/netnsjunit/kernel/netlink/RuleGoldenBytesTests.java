package io.github.netnsjunit.kernel.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.netnsjunit.address.IpNetwork;
import io.github.netnsjunit.kernel.route.AddRule;
import io.github.netnsjunit.kernel.route.DeleteRule;
import io.github.netnsjunit.kernel.route.RouteType;
import io.github.netnsjunit.kernel.route.RuleSelectors;
import io.github.netnsjunit.kernel.route.RuleSelectors.Ports;
import io.github.netnsjunit.kernel.route.RuleSpec;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** As {@link GoldenBytesTests}, for policy rules. */
@DisplayName("requests about rules write the bytes that ip sends")
@Tag("kernel")
public class RuleGoldenBytesTests {

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void writesTheBytesThatIpSends(String command, NetlinkRequest request, String hex) {
        assertThat(Bytes.of(request)).isEqualTo(hex);
    }

    static Stream<Arguments> rules() {
        RuleSpec fromNetwork = rule(10000, selectors("10.1.0.0/16", null, null, null, 0, 0), 100);
        return Stream.of(
                arguments(
                        "ip rule add from 10.1.0.0/16 lookup 100 pref 10000",
                        new AddRule(fromNetwork),
                        "2c000000200005060000000000000000020010006400000100000000080002000a0100000800060010270000"),
                arguments(
                        "ip rule del from 10.1.0.0/16 lookup 100 pref 10000",
                        new DeleteRule(fromNetwork),
                        "2c000000210005000000000000000000020010006400000000000000080002000a0100000800060010270000"),
                arguments(
                        "ip rule add to 10.2.0.0/16 iif veth_a lookup 300 pref 10001",
                        new AddRule(rule(10001, selectors(null, "10.2.0.0/16", "veth_a", null, 0, 0), 300)),
                        "40000000200005060000000000000000021000000000000100000000080001000a0200000b000300"
                                + "766574685f61000008000f002c0100000800060011270000"),
                arguments(
                        "ip rule add fwmark 7 lookup 100 pref 10002",
                        new AddRule(rule(10002, selectors(null, null, null, null, 7, -1), 100)),
                        "2c00000020000506000000000000000002000000640000010000000008000a00070000000800060012270000"),
                arguments(
                        "ip rule add fwmark 0x7/0xff lookup 100 pref 10003",
                        new AddRule(rule(10003, selectors(null, null, null, null, 7, 0xff), 100)),
                        "3400000020000506000000000000000002000000640000010000000008000a000700000008001000ff000000"
                                + "0800060013270000"),
                arguments(
                        "ip rule add ipproto tcp dport 443 lookup 100 pref 10004",
                        new AddRule(rule(
                                10004,
                                new RuleSelectors(null, null, null, null, 0, 0, 6, null, new Ports(443, 443), null),
                                100)),
                        "3400000020000506000000000000000002000000640000010000000005001600060000000800"
                                + "1800bb01bb010800060014270000"),
                arguments(
                        "ip rule add ipproto udp sport 1000-2000 dport 8000-8999 oif veth_a lookup main pref 10005",
                        new AddRule(rule(
                                10005,
                                new RuleSelectors(
                                        null,
                                        null,
                                        null,
                                        "veth_a",
                                        0,
                                        0,
                                        17,
                                        new Ports(1000, 2000),
                                        new Ports(8000, 8999),
                                        null),
                                254)),
                        "4800000020000506000000000000000002000000fe00000100000000050016001100000008001700e803d007"
                                + "08001800401f27230b001100766574685f6100000800060015270000"),
                arguments(
                        "ip -6 rule add from fd00:1::/64 prohibit pref 10007",
                        new AddRule(new RuleSpec(
                                true, 10007, selectors("fd00:1::/64", null, null, null, 0, 0), RouteType.PROHIBIT, 0)),
                        "380000002000050600000000000000000a00400000000008000000001400020"
                                + "0fd0000010000000000000000000000000800060017270000"));
    }

    private static RuleSpec rule(int priority, RuleSelectors selectors, int table) {
        return new RuleSpec(false, priority, selectors, RouteType.UNICAST, table);
    }

    private static RuleSelectors selectors(
            @Nullable String from,
            @Nullable String to,
            @Nullable String iif,
            @Nullable String oif,
            int mark,
            int mask) {
        return new RuleSelectors(
                from == null ? null : IpNetwork.parse(from),
                to == null ? null : IpNetwork.parse(to),
                iif,
                oif,
                mark,
                mask,
                0,
                null,
                null,
                null);
    }
}
