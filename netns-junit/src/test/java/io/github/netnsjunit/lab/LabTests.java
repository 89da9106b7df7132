package io.github.netnsjunit.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.github.netnsjunit.lab.listing.ForwardingEntry;
import io.github.netnsjunit.lab.listing.Interface;
import io.github.netnsjunit.lab.listing.RouteEntry;
import io.github.netnsjunit.link.BridgeLink;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.policy.SysctlSetting;
import io.github.netnsjunit.route.StaticRoute;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.Topology;
import java.lang.module.ModuleDescriptor.Version;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
@Tag("kernel")
class LabTests {

    private static final Topology SWITCH = Topology.of(
            Namespace.of("switch_ns"),
            Namespace.of("red_ns"),
            Namespace.of("blue_ns"),
            BridgeLink.of("switch_ns", "br0"),
            VethLink.between(
                    End.of("red_ns", "eth0", "10.0.0.1/24"),
                    End.of("switch_ns", "port1").master("br0")),
            VethLink.between(End.of("switch_ns", "port2").master("br0"), End.of("blue_ns", "eth0", "10.0.0.2/24")));

    @Test
    void hasTheNamespacesAndLinksOfItsTopology() {
        try (Lab lab = Lab.create(SWITCH)) {
            assertThat(lab.topology()).isSameAs(SWITCH);
            assertThat(lab.namespaces())
                    .extracting(NetworkNamespace::name)
                    .containsExactly("switch_ns", "red_ns", "blue_ns");
            assertThat(lab.links()).hasToString("[red_ns:eth0 - switch_ns:port1, switch_ns:port2 - blue_ns:eth0]");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> lab.namespace("green_ns"))
                    .withMessage("the lab has no namespace [green_ns]; it has [switch_ns, red_ns, blue_ns]");
        }
    }

    @Test
    void forwardsFramesThroughABridgeAndLearnsTheirSenders() throws Exception {
        try (Lab lab = Lab.create(SWITCH)) {
            assertThat(lab.namespace("switch_ns").interfaceNamed("port2").master())
                    .isEqualTo("br0");
            connect(lab, "blue_ns", "red_ns", "10.0.0.1");
            String mac = lab.namespace("blue_ns").interfaceNamed("eth0").mac();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> lab.namespace("switch_ns").forwardingTable("port1"))
                    .withMessageContaining("is not a bridge");
            assertThat(lab.namespace("switch_ns").forwardingTable("br0"))
                    .contains(new ForwardingEntry(mac, "port2", false));
        }
    }

    @ParameterizedTest(name = "both: {0}")
    @ValueSource(booleans = {true, false})
    void blocksOnePortOfARingOfBridgesWithSpanningTree(boolean both) throws Exception {
        BridgeLink other = BridgeLink.of("switch_ns", "br1");
        Topology ring = Topology.of(
                Namespace.of("switch_ns"),
                Namespace.of("red_ns"),
                BridgeLink.of("switch_ns", "br0", "10.0.0.1/24").withStp(),
                both ? other.withStp() : other,
                VethLink.between(
                        End.of("switch_ns", "a0").master("br0"),
                        End.of("switch_ns", "a1").master("br1")),
                VethLink.between(
                        End.of("switch_ns", "b0").master("br0"),
                        End.of("switch_ns", "b1").master("br1")),
                VethLink.between(
                        End.of("red_ns", "eth0", "10.0.0.2/24"),
                        End.of("switch_ns", "port").master("br1")));
        try (Lab lab = Lab.create(ring)) {
            NetworkNamespace switches = lab.namespace("switch_ns");
            assertThat(switches.call(() -> Sysfs.read("br0/bridge/stp_state"))).isEqualTo("1");
            assertThat(switches.call(() -> Sysfs.read("br0/bridge/forward_delay")))
                    .as("in hundredths of a second")
                    .isEqualTo("200");
            await("one port to be blocked, and all others to forward")
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(switches.call(() -> List.of(
                                    Sysfs.read("a0/brport/state"),
                                    Sysfs.read("a1/brport/state"),
                                    Sysfs.read("b0/brport/state"),
                                    Sysfs.read("b1/brport/state"),
                                    Sysfs.read("port/brport/state"))))
                            .containsOnlyOnce("4")
                            .filteredOn("3"::equals)
                            .hasSize(4));
            connect(lab, "red_ns", "switch_ns", "10.0.0.1");
        }
    }

    private static void connect(Lab lab, String from, String to, String address) throws Exception {
        try (ServerSocket server = lab.namespace(to).serverSocketFactory().createServerSocket(8080);
                Socket client = lab.namespace(from).socketFactory().createSocket(address, 8080)) {
            assertThat(client.isConnected()).isTrue();
            assertThat(server.isBound()).isTrue();
        }
    }

    @Test
    void givesVethEndsTheirMtuMacStateAndSettings() throws Exception {
        Topology topology = Topology.of(
                Namespace.of("red_ns").withoutLoopback(),
                Namespace.of("blue_ns"),
                VethLink.between(
                        End.of("red_ns", "eth0").mtu(1400).mac("02:00:00:00:00:0a"),
                        End.of("blue_ns", "eth0").mtu(9000).mac("02:00:00:00:00:0b")),
                VethLink.between(
                        End.of("red_ns", "eth1"), End.of("blue_ns", "eth1").down()),
                SysctlSetting.of("blue_ns", "net.ipv4.ip_forward", "1"),
                SysctlSetting.of("blue_ns", "net.ipv4.conf.eth0.forwarding", "0"),
                StaticRoute.through("red_ns", "10.9.0.0/16", "eth0").metric(7));
        try (Lab lab = Lab.create(topology)) {
            Interface red = lab.namespace("red_ns").interfaceNamed("eth0");
            assertThat(red.mtu()).isEqualTo(1400);
            assertThat(red.mac()).isEqualTo("02:00:00:00:00:0a");
            NetworkNamespace blue = lab.namespace("blue_ns");
            assertThat(blue.interfaceNamed("eth0").mtu()).isEqualTo(9000);
            assertThat(blue.interfaceNamed("eth0").mac()).isEqualTo("02:00:00:00:00:0b");
            assertThat(blue.interfaceNamed("eth1").up()).isFalse();
            assertThat(lab.namespace("red_ns").interfaceNamed("eth1").carrier()).isFalse();
            assertThat(lab.namespace("red_ns").interfaceNamed("lo").up()).isFalse();
            assertThat(blue.interfaceNamed("lo").up()).isTrue();
            assertThat(blue.sysctl("net.ipv4.ip_forward")).isEqualTo("1");
            assertThat(blue.sysctl("net.ipv4.conf.eth0.forwarding")).isEqualTo("0");
            assertThat(lab.namespace("red_ns").routes())
                    .extracting(RouteEntry::toString)
                    .contains("10.9.0.0/16 dev eth0 metric 7");
        }
    }

    @Test
    void setsTheRouteToAGatewayBeforeTheRoutesThroughIt() {
        Topology topology = Topology.of(
                Namespace.of("red_ns"),
                Namespace.of("blue_ns"),
                VethLink.between(
                        End.of("red_ns", "eth0", "10.0.0.1/32", "fd00::1/128"),
                        End.of("blue_ns", "eth0", "10.9.9.9/32", "fd09::9/128")),
                StaticRoute.defaultVia("red_ns", "10.9.9.9"),
                StaticRoute.through("red_ns", "10.9.9.9", "eth0"),
                StaticRoute.defaultVia("red_ns", "fd09::9"),
                StaticRoute.through("red_ns", "fd09::9", "eth0"));
        try (Lab lab = Lab.create(topology)) {
            assertThat(lab.namespace("red_ns").routes())
                    .extracting(RouteEntry::toString)
                    .contains("default via 10.9.9.9 dev eth0", "default via fd09::9 dev eth0 metric 1024");
        }
    }

    /** Each part is a case that the check of the topology accepts although it resembles one that it refuses. */
    @Test
    void makesTopologiesThatTheCheckJustAccepts() {
        Topology topology = Topology.of(
                Namespace.of("red_ns"),
                Namespace.of("blue_ns"),
                VethLink.between(
                        End.of("red_ns", "eth0", "10.0.0.1/24", "10.0.0.9/32", "fd00::1/64", "fd00::9/128"),
                        End.of("blue_ns", "eth0", "10.0.0.2/24", "fd00::2/64")),
                VethLink.between(End.of("red_ns", "eth1", "10.1.0.0/31"), End.of("blue_ns", "eth1", "10.1.0.1/31")),
                VethLink.between(End.of("red_ns", "eth2", "240.0.0.1/24"), End.of("blue_ns", "eth2", "240.0.0.2/24")),
                VethLink.between(End.of("red_ns", "eth3", "10.3.0.1/24").down(), End.of("blue_ns", "eth3")),
                StaticRoute.defaultVia("blue_ns", "10.1.0.0"),
                StaticRoute.of("red_ns", "10.0.0.0/24", "10.0.0.7").metric(5),
                StaticRoute.of("red_ns", "fd00::/64", "fd00::7"),
                StaticRoute.of("red_ns", "10.3.0.0/24", "10.0.0.7"),
                StaticRoute.through("red_ns", "10.0.0.9", "eth0"));
        try (Lab lab = Lab.create(topology)) {
            assertThat(lab.isOpen()).isTrue();
        }
    }

    /** One datagram makes the links, one configures them, one waits for them to settle. More parts need no more datagrams. */
    @Test
    void sendsAtMostThreeDatagramsForEachNamespaceHoweverMuchIsInIt() {
        assertThat(datagrams(50))
                .hasSize(2)
                .allMatch(each -> each <= 3)
                .containsExactlyInAnyOrderElementsOf(datagrams(1));
    }

    /** The numbers of datagrams that are sent to two namespaces with so many addresses and routes each. */
    private static List<Integer> datagrams(int many) {
        String[] red = IntStream.rangeClosed(1, many)
                .mapToObj(i -> "10.0." + i + ".1/24")
                .toArray(String[]::new);
        String[] blue = IntStream.rangeClosed(1, many)
                .mapToObj(i -> "10.0." + i + ".2/24")
                .toArray(String[]::new);
        List<Part> parts = new ArrayList<>(List.of(
                Namespace.of("red_ns"),
                Namespace.of("blue_ns"),
                VethLink.between(End.of("red_ns", "eth0", red), End.of("blue_ns", "eth0", blue))));
        for (int i = 1; i <= many; i++) {
            parts.add(StaticRoute.of("red_ns", "10.1." + i + ".0/24", "10.0.1.2"));
            parts.add(StaticRoute.of("blue_ns", "10.2." + i + ".0/24", "10.0.1.1"));
        }
        FailingLibc counting = new FailingLibc();
        try (Lab lab = Lab.create(Topology.of(parts), counting.libc())) {
            Map<Integer, Integer> datagrams = counting.datagrams();
            for (NetworkNamespace namespace : lab.namespaces()) {
                assertThat(namespace.addresses()).as(namespace.name()).hasSizeGreaterThan(many);
                assertThat(namespace.routes()).as(namespace.name()).hasSizeGreaterThan(many);
            }
            return List.copyOf(datagrams.values());
        }
    }

    @Test
    void closesWithTheLongestPossiblePatience() {
        Lab lab = Lab.create(Topology.of(Namespace.of("blue_ns")));
        lab.close(Duration.ofSeconds(Long.MAX_VALUE));
        assertThat(lab.namespace("blue_ns").isOpen()).isFalse();
    }

    @Test
    void mayBeClosedTwiceAndFromInside() throws Exception {
        Lab lab = Lab.create(SWITCH);
        lab.namespace("red_ns").run(lab::close);
        assertThat(Thread.interrupted()).isFalse();
        lab.close();
        assertThat(lab.namespace("red_ns").isOpen()).isFalse();
    }

    @Test
    void namesTheNamespaceOfARefusedSetting() {
        assertThatThrownBy(() -> Lab.create(Topology.of(
                        Namespace.of("blue_ns"), SysctlSetting.of("blue_ns", "net.ipv4.ip_forward", "many"))))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("namespace [blue_ns]: could not set net.ipv4.ip_forward to [many]")
                .hasMessageContaining("EINVAL");
    }

    /** Otherwise the first packet would sometimes be lost, and its sender would wait for a second before it sends it again. */
    @RepeatedTest(20)
    void carriesPacketsAsSoonAsItIsMade() {
        assumeThat(Version.parse(System.getProperty("os.version").replaceFirst("^(\\d+\\.\\d+).*", "$1")))
                .as("before Linux 6.8 the kernel offers no way to wait for it")
                .isGreaterThanOrEqualTo(Version.parse("6.8"));
        try (Lab lab = Lab.create(SWITCH)) {
            assertThat(lab.namespaces())
                    .flatExtracting(NetworkNamespace::interfaces)
                    .filteredOn(each -> !each.name().equals("lo"))
                    .isNotEmpty()
                    .allSatisfy(each ->
                            assertThat(each.operationalState()).as(each.name()).isEqualTo(Interface.State.UP));
        }
    }

    @Test
    void saysThatAParameterIsReadOnly() {
        assertThatThrownBy(() -> Lab.create(Topology.of(
                        Namespace.of("blue_ns"),
                        SysctlSetting.of("blue_ns", "net.ipv4.tcp_available_congestion_control", "x"))))
                .isExactlyInstanceOf(LabException.class)
                .hasMessageContaining(
                        "namespace [blue_ns]: the kernel parameter [net.ipv4.tcp_available_congestion_control] is read-only")
                .hasMessageContaining("EACCES");
    }
}
