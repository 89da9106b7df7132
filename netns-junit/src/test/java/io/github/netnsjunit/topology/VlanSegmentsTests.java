package io.github.netnsjunit.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.netnsjunit.link.BridgeLink;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.VethLink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which interfaces hear one another, according to the topology, if switches filter VLANs. */
class VlanSegmentsTests {

    private final List<Part> parts = new ArrayList<>();

    private Topology topology() {
        return Topology.of(parts);
    }

    private BridgeLink bridge(String name) {
        return BridgeLink.of(name, "br").withVlanFiltering();
    }

    private void bridges(BridgeLink... bridges) {
        for (BridgeLink each : bridges) {
            parts.add(Namespace.of(each.end().namespace()));
            parts.add(each);
        }
    }

    private void host(String name, String address, End port) {
        parts.add(Namespace.of(name));
        parts.add(VethLink.between(End.of(name, "eth0", address), port.master("br")));
    }

    private void trunk(End one, End other) {
        parts.add(VethLink.between(one.master("br"), other.master("br")));
    }

    private boolean hear(String... hosts) {
        Outline outline = topology().outline();
        return Arrays.stream(hosts)
                        .map(host -> outline.segment(new Key.Link(host, host.startsWith("sw") ? "br" : "eth0")))
                        .distinct()
                        .count()
                == 1;
    }

    @Test
    void aTenantHearsOnlyItsOwnHosts() {
        bridges(bridge("sw"));
        host("red1", "10.0.0.1/24", End.of("sw", "p1").vlan(10));
        host("red2", "10.0.0.2/24", End.of("sw", "p2").vlan(10));
        host("blue1", "10.0.0.3/24", End.of("sw", "p3").vlan(20));
        host("plain", "10.0.0.4/24", End.of("sw", "p4"));

        assertThat(hear("red1", "red2")).isTrue();
        assertThat(hear("red1", "blue1")).isFalse();
        assertThat(hear("red1", "plain")).isFalse();
        assertThat(hear("sw", "plain")).as("the bridge itself is in VLAN 1").isTrue();
        assertThat(hear("sw", "red1")).isFalse();
    }

    @Test
    void aBridgeItselfHearsTheVlanThatItIsIn() {
        bridges(bridge("sw").vlan(10));
        host("red", "10.0.0.1/24", End.of("sw", "p1").vlan(10));
        host("plain", "10.0.0.4/24", End.of("sw", "p4"));

        assertThat(hear("sw", "red")).isTrue();
        assertThat(hear("sw", "plain")).isFalse();
    }

    @Test
    void twoTenantsMayHaveTheSameAddress() {
        bridges(bridge("sw"));
        host("red", "10.0.0.1/24", End.of("sw", "p1").vlan(10));
        host("blue", "10.0.0.1/24", End.of("sw", "p2").vlan(20));
        assertThatCode(this::topology).doesNotThrowAnyException();

        host("red2", "10.0.0.1/24", End.of("sw", "p3").vlan(10));
        assertThatThrownBy(this::topology).hasMessageContaining("[10.0.0.1]");
    }

    @Test
    void aTrunkJoinsTheHostsOfEachTenant() {
        bridges(bridge("sw1"), bridge("sw2"));
        trunk(
                End.of("sw1", "t").vlan(0).tagged(10, 20),
                End.of("sw2", "t").vlan(0).tagged(10, 20));
        host("red1", "10.0.0.1/24", End.of("sw1", "p1").vlan(10));
        host("blue1", "10.0.0.1/24", End.of("sw1", "p2").vlan(20));
        host("red2", "10.0.0.2/24", End.of("sw2", "p1").vlan(10));
        host("blue2", "10.0.0.2/24", End.of("sw2", "p2").vlan(20));

        assertThat(hear("red1", "red2")).isTrue();
        assertThat(hear("blue1", "blue2")).isTrue();
        assertThat(hear("red1", "blue2")).isFalse();
        assertThat(hear("sw1", "sw2")).as("without a tag").isFalse();
    }

    @Test
    void aTrunkCarriesOneVlanWithoutATag() {
        bridges(bridge("sw1"), bridge("sw2"));
        trunk(End.of("sw1", "t").tagged(10), End.of("sw2", "t").tagged(10));
        host("red", "10.0.0.1/24", End.of("sw2", "p").vlan(10));

        assertThat(hear("sw1", "sw2")).isTrue();
        assertThat(hear("sw1", "red")).isFalse();
    }

    /** A frame leaves the first port without a tag, and so belongs to the VLAN of the second port. */
    @Test
    void aCableBetweenPortsOfTwoVlansJoinsThem() {
        bridges(bridge("sw1"), bridge("sw2"));
        trunk(End.of("sw1", "t").vlan(10), End.of("sw2", "t").vlan(20));
        host("ten", "10.0.0.1/24", End.of("sw1", "p").vlan(10));
        host("twenty", "10.0.0.2/24", End.of("sw2", "p").vlan(20));
        assertThat(hear("ten", "twenty")).isTrue();
    }

    @Test
    void twoTrunksAreARingOnlyIfTheyCarryTheSameVlan() {
        bridges(bridge("sw1"), bridge("sw2"));
        trunk(
                End.of("sw1", "t1").vlan(0).tagged(10),
                End.of("sw2", "t1").vlan(0).tagged(10));
        trunk(
                End.of("sw1", "t2").vlan(0).tagged(20),
                End.of("sw2", "t2").vlan(0).tagged(20));
        assertThatCode(this::topology).doesNotThrowAnyException();

        trunk(
                End.of("sw1", "t3").vlan(0).tagged(20),
                End.of("sw2", "t3").vlan(0).tagged(20));
        assertThatThrownBy(this::topology).hasMessageContaining("cycle of bridges");
    }
}
