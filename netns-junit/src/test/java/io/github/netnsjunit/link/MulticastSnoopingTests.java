package io.github.netnsjunit.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.listing.MulticastEntry;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.Topology;
import java.net.DatagramPacket;
import java.net.MulticastSocket;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Host {@code a} sends to a multicast group. Host {@code b} is a member of it, host {@code c} is not. */
@Timeout(120)
@Tag("kernel")
class MulticastSnoopingTests {

    private static final String GROUP = "239.1.1.1";

    @ParameterizedTest
    @ValueSource(strings = {GROUP, "ff15::1234"})
    void withAQuerierTheFramesOfAGroupReachOnlyItsMembers(String group) throws Exception {
        try (Lab lab = Lab.create(Star.ofThree(Star.bridge().withMulticastQuerier()));
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
            member.receive(new DatagramPacket(new byte[1], 1)); // so the frames contain the datagrams
            assertThat(bridge.multicastTable("br0"))
                    .filteredOn(each -> each.group().equals(group))
                    .containsExactly(new MulticastEntry(group, "port_b", false));
        }
    }

    /** The kernel asks for the members of an IPv6 group from the bridge's link-local address, at first or after 31 s. */
    @Test
    void theQuerierAsksFromAnAddressThatTheKernelChecksForDuplicates() throws Exception {
        Topology star = Star.ofThree(Star.bridge().withMulticastQuerier());
        List<Part> parts = star.parts().stream()
                .map(part -> part.equals(Namespace.of("switch_ns"))
                        ? Namespace.of("switch_ns").withDuplicateAddressDetection()
                        : part)
                .toList();
        try (Lab lab = Lab.create(Topology.of(parts));
                MulticastSocket member = Star.join(lab.namespace("b"), "ff15::1234")) {
            assertThat(member.isBound()).isTrue();
            await("that the frames go to members alone")
                    .untilAsserted(() -> assertThat(Star.heardOfMany(lab, "a", "ff15::1234", "c"))
                            .isLessThan(Star.HALF));
        }
    }

    @Test
    void withoutAQuerierTheFramesOfAGroupGoToAllPorts() throws Exception {
        try (Lab lab = Lab.create(Star.ofThree(Star.bridge()));
                MulticastSocket member = Star.join(lab.namespace("b"), GROUP)) {
            await("that the bridge knows the member all the same")
                    .untilAsserted(() -> assertThat(lab.namespace("switch_ns").multicastTable("br0"))
                            .contains(new MulticastEntry(GROUP, "port_b", false)));
            assertThat(Star.heardOfMany(lab, "a", GROUP, "c")).isGreaterThanOrEqualTo(Star.MANY);
            assertThat(Star.receive(member)).isEqualTo(1);
        }
    }

    @Test
    void withoutSnoopingTheFramesOfAGroupGoToAllPorts() throws Exception {
        try (Lab lab = Lab.create(Star.ofThree(Star.bridge().withoutMulticastSnooping()));
                MulticastSocket member = Star.join(lab.namespace("b"), GROUP)) {
            assertThat(Star.read(lab, "br0/bridge/multicast_snooping")).isEqualTo("0");
            assertThat(Star.heardOfMany(lab, "a", GROUP, "c")).isGreaterThanOrEqualTo(Star.MANY);
            assertThat(lab.namespace("switch_ns").multicastTable("br0")).isEmpty();
            assertThat(Star.receive(member)).isEqualTo(1);
        }
    }

    /** IPv6 finds neighbours by multicast. */
    @Test
    void hostsStillFindOneAnotherByIpv6() throws Exception {
        try (Lab lab = Lab.create(Star.ofThree(Star.bridge().withMulticastQuerier()))) {
            assertThat(Star.reaches(lab, "a", "fd00::2")).isTrue();
            assertThat(Star.reaches(lab, "b", "fd00::3")).isTrue();
        }
    }

    @Test
    void onlyABridgeHasAMulticastTable() {
        try (Lab lab = Lab.create(Star.ofThree(Star.bridge()))) {
            assertThatThrownBy(() -> lab.namespace("switch_ns").multicastTable("port_a"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("[port_a] in namespace [switch_ns] is not a bridge");
            assertThatThrownBy(() -> lab.namespace("switch_ns").multicastTable("br9"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("no interface [br9]");
        }
    }
}
