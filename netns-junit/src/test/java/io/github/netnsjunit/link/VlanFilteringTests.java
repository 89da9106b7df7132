package io.github.netnsjunit.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.jupiter.EnabledIfKernelHas;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.listing.ForwardingEntry;
import io.github.netnsjunit.lab.listing.MulticastEntry;
import io.github.netnsjunit.topology.KernelFeature;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.PortOptions;
import io.github.netnsjunit.topology.Topology;
import java.net.MulticastSocket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
@Tag("kernel")
@EnabledIfKernelHas(KernelFeature.VLAN_FILTERING)
class VlanFilteringTests {

    private static final PortOptions PLAIN = PortOptions.DEFAULT;
    private static final PortOptions RED = PLAIN.vlan(10);
    private static final PortOptions BLUE = PLAIN.vlan(20);

    private static BridgeLink bridge() {
        return Star.bridge().withVlanFiltering();
    }

    /** Two tenants, red and blue, that use the same network and the same addresses. */
    private static Topology tenants(BridgeLink bridge) {
        return Star.around(bridge)
                .host("red1", RED, "10.0.0.1/24")
                .host("red2", RED, "10.0.0.2/24")
                .host("blue1", BLUE, "10.0.0.1/24")
                .host("blue3", BLUE, "10.0.0.3/24")
                .topology();
    }

    @Test
    void twoTenantsOfOneSwitchDoNotHearOneAnother() throws Exception {
        try (Lab lab = Lab.create(tenants(bridge()))) {
            assertThat(Star.read(lab, "br0/bridge/vlan_filtering")).isEqualTo("1");
            assertThat(Star.reaches(lab, "red1", "10.0.0.2")).isTrue();
            assertThat(Star.reaches(lab, "blue1", "10.0.0.3")).isTrue();
            assertThat(Star.reaches(lab, "red1", "10.0.0.3")).isFalse();
            assertThat(Star.reaches(lab, "blue1", "10.0.0.2")).isFalse();
            assertThat(Star.heardOfMany(lab, "red1", "10.0.0.255", "red2")).isGreaterThanOrEqualTo(Star.MANY);
            assertThat(Star.heardOfMany(lab, "red1", "10.0.0.255", "blue3")).isLessThan(Star.HALF);
        }
    }

    @Test
    void theForwardingTableNamesTheVlan() throws Exception {
        try (Lab lab = Lab.create(tenants(bridge()))) {
            assertThat(Star.reaches(lab, "red1", "10.0.0.2")).isTrue();
            assertThat(Star.reaches(lab, "blue1", "10.0.0.3")).isTrue();
            assertThat(lab.namespace("switch_ns").forwardingTable("br0"))
                    .contains(learnt(lab, "red2", "port_red2", 10), learnt(lab, "blue3", "port_blue3", 20))
                    .filteredOn(entry -> !entry.permanent())
                    .allMatch(entry -> entry.vlan() == 10 || entry.vlan() == 20);
        }
    }

    @Test
    void namesResolveForAllTenants() throws Exception {
        try (Lab lab = Lab.create(tenants(bridge()))) {
            assertThat(IpAddress.text(lab.namespace("red1").resolve("red2"))).isEqualTo("10.0.0.2");
            assertThat(IpAddress.text(lab.namespace("blue1").resolve("blue3"))).isEqualTo("10.0.0.3");
            assertThat(IpAddress.text(lab.namespace("red1").resolve("blue3")))
                    .as("a name says nothing of whether packets get there")
                    .isEqualTo("10.0.0.3");
        }
    }

    /** Two switches, each with both tenants, and one cable between them. */
    @Test
    void aTrunkCarriesBothTenantsToASecondSwitch() throws Exception {
        try (Lab lab = Lab.create(trunk(PLAIN.vlan(0).tagged(10, 20)))) {
            assertThat(Star.reaches(lab, "red1", "10.0.0.9")).isTrue();
            assertThat(Star.reaches(lab, "blue1", "10.0.0.8")).isTrue();
            assertThat(Star.reaches(lab, "red1", "10.0.0.8")).isFalse();
            assertThat(Star.reaches(lab, "plain1", "10.0.0.7"))
                    .as("without a tag")
                    .isFalse();
            assertThat(lab.namespace("switch_ns").forwardingTable("br0"))
                    .contains(learnt(lab, "red9", "trunk", 10), learnt(lab, "blue8", "trunk", 20));
        }
    }

    @Test
    void aTrunkAlsoCarriesFramesWithoutATagByDefault() throws Exception {
        try (Lab lab = Lab.create(trunk(PLAIN.tagged(10)))) {
            assertThat(Star.reaches(lab, "plain1", "10.0.0.7")).isTrue();
            assertThat(Star.reaches(lab, "red1", "10.0.0.9")).isTrue();
            assertThat(Star.reaches(lab, "blue1", "10.0.0.8"))
                    .as("not on the trunk")
                    .isFalse();
        }
    }

    private static Topology trunk(PortOptions trunk) {
        return Star.around(bridge())
                .host("red1", RED, "10.0.0.1/24")
                .host("blue1", BLUE, "10.0.0.1/24")
                .host("plain1", PLAIN, "10.0.0.1/24")
                .and(
                        Namespace.of("other_ns"),
                        BridgeLink.of("other_ns", "br1").withVlanFiltering(),
                        Namespace.of("red9"),
                        Namespace.of("blue8"),
                        Namespace.of("plain7"),
                        VethLink.between(
                                End.of("switch_ns", "trunk").master("br0").port(trunk),
                                End.of("other_ns", "trunk").master("br1").port(trunk)),
                        VethLink.between(
                                End.of("red9", "eth0", "10.0.0.9/24"),
                                End.of("other_ns", "port_red9").master("br1").vlan(10)),
                        VethLink.between(
                                End.of("blue8", "eth0", "10.0.0.8/24"),
                                End.of("other_ns", "port_blue8").master("br1").vlan(20)),
                        VethLink.between(
                                End.of("plain7", "eth0", "10.0.0.7/24"),
                                End.of("other_ns", "port_plain7").master("br1")))
                .topology();
    }

    @Test
    void theBridgeItselfIsInItsDeclaredVlan() throws Exception {
        BridgeLink router = BridgeLink.of("switch_ns", "br0", "10.0.0.254/24").withVlanFiltering();
        try (Lab inFirst = Lab.create(Star.around(router)
                        .host("red1", RED, "10.0.0.1/24")
                        .host("plain2", PLAIN, "10.0.0.2/24")
                        .topology());
                Lab inRed = Lab.create(Star.around(router.vlan(10).tagged(30))
                        .host("red1", RED, "10.0.0.1/24")
                        .host("plain2", PLAIN, "10.0.0.2/24")
                        .topology())) {
            assertThat(Star.reaches(inFirst, "plain2", "10.0.0.254")).isTrue();
            assertThat(Star.reaches(inFirst, "red1", "10.0.0.254")).isFalse();
            assertThat(Star.reaches(inRed, "red1", "10.0.0.254")).isTrue();
            assertThat(Star.reaches(inRed, "plain2", "10.0.0.254")).isFalse();
        }
    }

    /** Here the bridge's namespace is also the router of both tenants. */
    @Test
    @EnabledIfKernelHas(KernelFeature.VLAN)
    void aVlanInterfaceOverTheBridgeReachesTheTenantOfItsVlan() throws Exception {
        try (Lab lab = Lab.create(Star.around(bridge().vlan(0).tagged(10, 20))
                .host("red1", RED, "10.0.0.1/24")
                .host("blue1", BLUE, "10.0.1.1/24")
                .and(
                        VlanLink.of("switch_ns", "br0.10", "br0", 10, "10.0.0.254/24"),
                        VlanLink.of("switch_ns", "br0.20", "br0", 20, "10.0.1.254/24"))
                .topology())) {
            assertThat(Star.reaches(lab, "red1", "10.0.0.254")).isTrue();
            assertThat(Star.reaches(lab, "blue1", "10.0.1.254")).isTrue();
            assertThat(IpAddress.text(lab.namespace("red1").resolve("switch-ns")))
                    .isEqualTo("10.0.0.254");
            assertThat(IpAddress.text(lab.namespace("blue1").resolve("switch-ns")))
                    .isEqualTo("10.0.1.254");
        }
    }

    @Test
    void membersOfAGroupAreMembersOnlyInTheirVlan() throws Exception {
        try (Lab lab = Lab.create(tenants(bridge().withMulticastQuerier()));
                MulticastSocket member = Star.join(lab.namespace("red2"), "239.1.1.1")) {
            await("that the bridge knows the member")
                    .untilAsserted(() -> assertThat(lab.namespace("switch_ns").multicastTable("br0"))
                            .contains(new MulticastEntry("239.1.1.1", "port_red2", false, 10)));
            assertThat(Star.heardOfMany(lab, "red1", "239.1.1.1", "red2")).isGreaterThanOrEqualTo(Star.MANY);
            assertThat(Star.heardOfMany(lab, "blue1", "239.1.1.1", "red2")).isLessThan(Star.HALF);
            assertThat(Star.receive(member)).isEqualTo(1);
        }
    }

    private static ForwardingEntry learnt(Lab lab, String host, String port, int vlan) {
        return new ForwardingEntry(lab.namespace(host).interfaceNamed("eth0").mac(), port, false, vlan);
    }
}
