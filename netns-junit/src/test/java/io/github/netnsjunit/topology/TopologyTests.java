package io.github.netnsjunit.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.link.BridgeLink;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.policy.SysctlSetting;
import io.github.netnsjunit.route.StaticRoute;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TopologyTests {

    /** Two namespaces with a link, without any mistake. */
    static Topology sound() {
        return Topology.of(
                Namespace.of("a"),
                Namespace.of("b"),
                VethLink.between(End.of("a", "eth_a", "10.0.0.1/24"), End.of("b", "eth_b", "10.0.0.2/24")));
    }

    /** The same with more parts. */
    static Topology with(List<Part> added) {
        return sound().with(added.toArray(Part[]::new));
    }

    /** A cable between a and b, with one address at each end. */
    static VethLink link(String left, String right) {
        return VethLink.between(End.of("a", "x", left), End.of("b", "y", right));
    }

    /** Three bridges in a ring. Those that are named speak the spanning tree protocol. */
    static List<Part> ring(String stp) {
        return ring(stp, 0, 1, 2);
    }

    /** The same with the cables in this order. */
    static List<Part> ring(String stp, int... order) {
        List<Part> parts = new ArrayList<>();
        for (String each : new String[] {"br0", "br1", "br2"}) {
            BridgeLink bridge = BridgeLink.of("a", each);
            parts.add(stp.contains(each) ? bridge.withStp() : bridge);
        }
        for (int i : order) {
            parts.add(VethLink.between(
                    End.of("a", "l" + i).master("br" + i), End.of("a", "r" + i).master("br" + (i + 1) % 3)));
        }
        return parts;
    }

    @Test
    void isEqualToOneWithTheSameParts() {
        assertThat(full()).isEqualTo(full()).hasSameHashCodeAs(full());
        assertThat(full())
                .isNotEqualTo(sound())
                .isNotEqualTo(full().with(Namespace.of("c")))
                .isNotEqualTo(full().with(SysctlSetting.of("a", "net.ipv6.conf.all.forwarding", "1")));
    }

    @Test
    void printsItsParts() {
        assertThat(full())
                .hasToString("Topology[namespace a, namespace b, veth pair a:eth_a - b:eth_b, bridge a:br0,"
                        + " route b: default via 10.0.0.1, sysctl a: net.ipv4.ip_forward = 1]");
    }

    private static Topology full() {
        return sound().with(
                        BridgeLink.of("a", "br0"),
                        StaticRoute.defaultVia("b", "10.0.0.1"),
                        SysctlSetting.of("a", "net.ipv4.ip_forward", "1"));
    }

    static Stream<Arguments> nulls() {
        End end = End.of("a", "x");
        return Stream.of(
                absent("name", () -> Namespace.of(null)),
                absent("name", () -> Namespace.host(null)),
                absent("part", () -> Topology.of(Namespace.of("a"), null)),
                absent("left", () -> VethLink.between(null, end)),
                absent("right", () -> VethLink.between(end, null)),
                absent("name", () -> BridgeLink.of("a", null)),
                absent("via", () -> StaticRoute.defaultVia("a", null)),
                absent("to", () -> StaticRoute.of("a", null, "10.0.0.1")),
                absent("interfaceName", () -> StaticRoute.through("a", "10.0.0.1", null)),
                absent("value", () -> SysctlSetting.of("a", "net.x", null)),
                absent("namespace", () -> End.of(null, "x")),
                absent("address", () -> End.of("a", "x", (String) null)),
                absent("address", () -> BridgeLink.of("a", "br", "10.0.0.1/24", null)),
                absent("topology", () -> Lab.create(null)));
    }

    private static Arguments absent(String name, ThrowingCallable call) {
        return arguments(name, call);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("nulls")
    void namesWhatIsNull(String name, ThrowingCallable call) {
        assertThatNullPointerException().isThrownBy(call).withMessage(name);
    }

    @Test
    void withoutLeavesOutOnlyWhatSaysTheSame() {
        VethLink cable = VethLink.between(End.of("a", "x"), End.of("b", "y"));
        Topology all = Topology.of(Namespace.of("a"), Namespace.of("b"), cable);
        assertThat(all.without(VethLink.between(End.of("b", "y"), End.of("a", "x")))
                        .parts())
                .doesNotContain(cable);
        assertThat(all.without(VethLink.between(End.of("a", "x").mtu(1400), End.of("b", "z"))))
                .isEqualTo(all);
    }
}
