package io.github.netnsjunit.lab.names;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.jupiter.EnabledIfKernelHas;
import io.github.netnsjunit.lab.Addition;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.Lan;
import io.github.netnsjunit.link.Router;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.link.VxlanLink;
import io.github.netnsjunit.link.WireGuardLink;
import io.github.netnsjunit.policy.Nat;
import io.github.netnsjunit.policy.NatKind;
import io.github.netnsjunit.topology.KernelFeature;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import org.junit.jupiter.api.Test;

/** Of several addresses of a host, its name stands for one that is reached. */
class NameOrderTests {

    private static final Topology BEHIND_A_ROUTER = Topology.of(
            Lan.of("home", "192.168.1.0/24", "alice"),
            Lan.of("internet", "203.0.113.0/24", "server"),
            Lan.of("far", "198.51.100.0/24", "remote"),
            Router.of("box", "home", "internet"),
            Router.of("core", "internet", "far"),
            Nat.of("box", "internet", NatKind.FULL_CONE));

    @Test
    void theNameOfANatsRouterStandsForItsOutsideAddressFarAway() throws Exception {
        try (Lab lab = Lab.create(BEHIND_A_ROUTER)) {
            assertThat(lab.namespace("remote").resolve("box").getHostAddress()).isEqualTo("203.0.113.254");
            assertThat(lab.namespace("remote")).canPing("box");
            assertThat(lab.namespace("alice").resolve("box").getHostAddress()).isEqualTo("192.168.1.254");
        }
    }

    @Test
    void aNatThatComesLaterChangesIt() throws Exception {
        Nat nat = Nat.of("box", "internet", NatKind.FULL_CONE);
        try (Lab lab = Lab.create(BEHIND_A_ROUTER.without(nat))) {
            assertThat(lab.namespace("remote").resolve("box").getHostAddress()).isEqualTo("192.168.1.254");
            try (Addition added = lab.add(nat)) {
                assertThat(added.parts()).hasSize(1);
                assertThat(lab.namespace("remote").resolve("box").getHostAddress())
                        .isEqualTo("203.0.113.254");
            }
            assertThat(lab.namespace("remote").resolve("box").getHostAddress()).isEqualTo("192.168.1.254");
        }
    }

    /** What a recipe says comes after what is declared, and so would be the second. */
    @Test
    @EnabledIfKernelHas(KernelFeature.VXLAN)
    void aNameStandsForTheAddressOfTheCableBeforeThatOfTheTunnel() throws Exception {
        Topology topology = Topology.of(
                VxlanLink.of("a", "vx0", 7, "10.0.0.2", "10.5.0.1/24"),
                VxlanLink.of("b", "vx0", 7, "10.0.0.1", "10.5.0.2/24"),
                Lan.of("office", "10.0.0.0/24", "a", "b"));
        try (Lab lab = Lab.create(topology)) {
            assertThat(lab.namespace("a").resolve("b").getHostAddress()).isEqualTo("10.0.0.2");
        }
    }

    @Test
    void namesOfWireGuardPeersAreThoseOfTheirCablesFirst() {
        Topology topology = Topology.of(
                Namespace.of("a"),
                Namespace.of("b"),
                WireGuardLink.of("a", "wg0", "10.9.0.1/24").peer("b"),
                WireGuardLink.of("b", "wg0", "10.9.0.2/24").peer("a"),
                VethLink.between(End.of("a", "eth0", "10.0.0.1/24"), End.of("b", "eth0", "10.0.0.2/24")));

        assertThat(HostsFile.of(topology.outline()).addresses("a").get("b")).containsExactly("10.0.0.2", "10.9.0.2");
    }
}
