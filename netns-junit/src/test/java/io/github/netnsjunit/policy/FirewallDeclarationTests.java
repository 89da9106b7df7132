package io.github.netnsjunit.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.MissingFeatureException;
import io.github.netnsjunit.topology.KernelFeature;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import io.github.netnsjunit.topology.TopologyException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What is said of a firewall before its network is made. */
class FirewallDeclarationTests {

    @Test
    void tellsAllMistakesBeforeAnythingIsMade() {
        Firewall stateful = Firewall.of("a", FirewallPreset.STATEFUL);
        Namespace a = Namespace.of("a");
        assertThatThrownBy(() -> Topology.of(
                        a,
                        stateful.on("eth7").except("tcp 0", "tpc 80").name("1x"),
                        Firewall.of("a", FirewallPreset.RATE_LIMIT),
                        Firewall.of("a", FirewallPreset.CAPTIVE_PORTAL).portal("10.0.0.1"),
                        Firewall.of("a", FirewallPreset.OPEN).only("icmp"),
                        Firewall.of("a", FirewallPreset.MSS_CLAMP).segmentSize(70_000)))
                .isInstanceOf(TopologyException.class)
                .hasMessageContaining("the interface [on]: ")
                .hasMessageContaining("what passes [except]: [0] is no port or range of ports, from 1 to 65535")
                .hasMessageContaining("what passes [except]: [tpc] in [tpc 80] is not understood")
                .hasMessageContaining("the name [1x] is not a letter")
                .hasMessageContaining("the rate [0] (rate) and what passes at once [5] (burst) must be at least 1")
                .hasMessageContaining("the portal [portal]: [10.0.0.1] is not an address and a port")
                .hasMessageContaining("with the preset [OPEN], [only] and [except] have no meaning")
                .hasMessageContaining("the segment size [70000] (segmentSize) is not between 1 and 65535");
        assertThatThrownBy(() -> Topology.of(a, stateful, stateful.except("icmp")))
                .hasMessageContaining("there is already a firewall [firewall_stateful] in namespace [a]");
        assertThatThrownBy(() -> Topology.of(Namespace.host("h"), Firewall.of("h", FirewallPreset.OPEN)))
                .hasMessageContaining("a test may not filter the host's packets");
    }

    @Test
    void readsAsOneLine() {
        assertThat(Firewall.of("a", FirewallPreset.REJECT)
                        .on("eth0")
                        .only("tcp 80")
                        .except("10.0.0.0/8")
                        .reason(RejectReason.ADMIN_PROHIBITED))
                .hasToString("firewall a: reject with admin prohibited on [eth0] only [tcp 80] except [10.0.0.0/8]");
        assertThat(Traffic.parse(" udp 10.0.0.0/8   8000-8010")).hasToString("10.0.0.0/8 udp 8000-8010");
    }

    @Test
    void saysWhatTheKernelLacks() {
        Assumptions.assumeFalse(KernelFeature.NFT_LIMIT.isAvailable(), "this kernel has it");
        assertThatThrownBy(() -> Lab.create(Topology.of(
                        Namespace.of("a"),
                        Firewall.of("a", FirewallPreset.RATE_LIMIT).rate(1, 1))))
                .isInstanceOf(MissingFeatureException.class)
                .hasMessageContaining("CONFIG_NFT_LIMIT");
    }
}
