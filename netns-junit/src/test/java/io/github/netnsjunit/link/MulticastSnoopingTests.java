package io.github.netnsjunit.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.MulticastEntry;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.topology.PortOptions;
import io.github.netnsjunit.topology.Topology;
import java.net.DatagramPacket;
import java.net.MulticastSocket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Host {@code a} sends to a group, {@code b} is in it, {@code c} is not. */
@Timeout(60)
@Tag("kernel")
class MulticastSnoopingTests {

    private static final String GROUP = "239.1.1.1";

    private static Topology three(BridgeLink bridge) {
        return Star.ofThree(bridge, PortOptions.DEFAULT, PortOptions.DEFAULT, PortOptions.DEFAULT);
    }

    @ParameterizedTest
    @ValueSource(strings = {GROUP, "ff15::1234"})
    void withAQuerierTheFramesOfAGroupReachItsMembersAlone(String group) throws Exception {
        try (Lab lab = Lab.create(three(Star.bridge().withMulticastQuerier()));
                MulticastSocket member = Star.join(lab.namespace("b"), group)) {
            NetworkNamespace bridge = lab.namespace("switch_ns");
            await("that the bridge knows the member")
                    .untilAsserted(() -> assertThat(bridge.multicastTable("br0"))
                            .contains(new MulticastEntry(group, "port_b", false)));
            await("that the frames go to members alone")
                    .untilAsserted(() ->
                            assertThat(Star.heardOfMany(lab, "a", group, "c")).isLessThan(Star.HALF));

            assertThat(Star.heardOfMany(lab, "a", group, "b")).isGreaterThanOrEqualTo(Star.MANY);
            member.setSoTimeout(5_000);
            member.receive(new DatagramPacket(new byte[1], 1)); // which is no mere frame
            assertThat(bridge.multicastTable("br0"))
                    .filteredOn(each -> each.group().equals(group))
                    .containsExactly(new MulticastEntry(group, "port_b", false));
        }
    }

    @Test
    void whereNobodyAsksWhoIsInAGroupItsFramesGoEverywhere() throws Exception {
        try (Lab lab = Lab.create(three(Star.bridge()));
                MulticastSocket member = Star.join(lab.namespace("b"), GROUP)) {
            await("that the bridge knows the member all the same")
                    .untilAsserted(() -> assertThat(lab.namespace("switch_ns").multicastTable("br0"))
                            .contains(new MulticastEntry(GROUP, "port_b", false)));
            assertThat(Star.heardOfMany(lab, "a", GROUP, "c")).isGreaterThanOrEqualTo(Star.MANY);
            assertThat(Star.receive(member)).isEqualTo(1);
        }
    }

    @Test
    void withoutSnoopingTheFramesOfAGroupGoEverywhere() throws Exception {
        try (Lab lab = Lab.create(three(Star.bridge().withoutMulticastSnooping()));
                MulticastSocket member = Star.join(lab.namespace("b"), GROUP)) {
            assertThat(Star.read(lab, "br0/bridge/multicast_snooping")).isEqualTo("0");
            assertThat(Star.heardOfMany(lab, "a", GROUP, "c")).isGreaterThanOrEqualTo(Star.MANY);
            assertThat(lab.namespace("switch_ns").multicastTable("br0")).isEmpty();
            assertThat(Star.receive(member)).isEqualTo(1);
        }
    }

    /** Neighbours are found by groups too. */
    @Test
    void hostsFindOneAnotherByIpv6AllTheSame() throws Exception {
        try (Lab lab = Lab.create(three(Star.bridge().withMulticastQuerier()))) {
            assertThat(Star.reaches(lab, "a", "fd00::2")).isTrue();
            assertThat(Star.reaches(lab, "b", "fd00::3")).isTrue();
        }
    }

    @Test
    void onlyABridgeHasATable() {
        try (Lab lab = Lab.create(three(Star.bridge()))) {
            assertThatThrownBy(() -> lab.namespace("switch_ns").multicastTable("port_a"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("[port_a] in namespace [switch_ns] is not a bridge");
            assertThatThrownBy(() -> lab.namespace("switch_ns").multicastTable("br9"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("no interface [br9]");
        }
    }
}
