package io.github.netnsjunit.link;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.netnsjunit.jupiter.Bridge;
import io.github.netnsjunit.jupiter.EnabledIfKernelHas;
import io.github.netnsjunit.jupiter.InNamespace;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.lab.Addition;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.link.lan.HostAddresses;
import io.github.netnsjunit.topology.KernelFeature;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.Topology;
import io.github.netnsjunit.topology.TopologyException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("kernel")
class LanTests {

    @Test
    @io.github.netnsjunit.jupiter.Lan(
            name = "office",
            subnet = {"10.1.0.0/24", "fd00:1::/64"},
            hosts = {"alice", "bob", "carol", "dave"})
    void oneLineIsFourHostsOnASwitchThatKnowOneAnotherByName(Lab lab) {
        assertThat(lab.namespaces())
                .extracting(NetworkNamespace::name)
                .containsExactly("alice", "bob", "carol", "dave", "office");
        assertThat(lab.namespace("alice"))
                .canPing("bob")
                .canPing("dave")
                .canPing("10.1.0.3")
                .canPing("fd00:1::4");
        assertThat(lab.namespace("bob"))
                .hasInterface("office")
                .hasAddress("10.1.0.2/24")
                .hasAddress("fd00:1::2/64");
        assertThat(lab.namespace("office")).hasInterface("bob").hasMaster("office");
        assertThat(lab.link("alice", "office")).hasToString("alice:office - office:alice");
    }

    @Test
    @InNamespace("bob")
    @io.github.netnsjunit.jupiter.Lan(
            name = "office",
            subnet = "10.1.0.0/24",
            hosts = {"alice", "bob"})
    void bodiesRunInNamespacesThatALanDeclares() throws UnknownHostException {
        assertThat(InetAddress.getAllByName("alice"))
                .extracting(InetAddress::getHostAddress)
                .containsExactly("10.1.0.1");
    }

    @Test
    @NetNamespace(value = "alice", loopback = false)
    @io.github.netnsjunit.jupiter.Lan(
            name = "office",
            subnet = "10.1.0.0/24",
            hosts = {"alice", "bob", "carol"})
    @io.github.netnsjunit.jupiter.Lan(name = "lab", subnet = "10.2.0.0/24", hosts = "bob")
    @Bridge(namespace = "office", name = "office", ageing = "10 s", multicastSnooping = false)
    @VethPair(
            left = @VethEnd(namespace = "carol", name = "office", address = "10.1.0.77/24", mtu = 1400),
            right = @VethEnd(namespace = "office", name = "carol", master = "office", isolated = true))
    void whatIsDeclaredWins(Lab lab) {
        assertThat(lab.namespace("alice")).hasInterface("lo").isDown();
        assertThat(lab.namespace("alice")).canPing("10.1.0.77").cannotPing("10.1.0.3");
        assertThat(lab.namespace("bob")).hasInterface("lab").hasAddress("10.2.0.1/24");
        assertThat(lab.topology().parts())
                .filteredOn(BridgeLink.class::isInstance)
                .hasSize(2);
        assertThat(lab.namespace("office")
                        .exec("cat", "/sys/class/net/office/bridge/multicast_snooping")
                        .output())
                .startsWith("0");
    }

    @Test
    @io.github.netnsjunit.jupiter.Lan(
            name = "office",
            subnet = "10.1.0.0/24",
            hosts = {"alice", "bob"},
            stp = true,
            priority = 4096,
            multicastQuerier = true)
    void aTestBeginsWhenTheSwitchForwards(Lab lab) throws Exception {
        assertThat(lab.namespace("alice")).canPing("bob");
        Path bridge = Path.of("/sys/class/net/office/bridge");
        lab.namespace("office").run(() -> {
            assertThat(bridge.resolve("stp_state")).hasContent("1");
            assertThat(bridge.resolve("priority")).hasContent("4096");
            assertThat(bridge.resolve("multicast_querier")).hasContent("1");
            assertThat(Path.of("/sys/class/net/bob/brport/state")).hasContent("3");
        });
    }

    @Test
    void portsOfARingForwardOrAreBlockedWhenALabIsMadeAndAddedTo() throws Exception {
        BridgeOptions stp = BridgeOptions.DEFAULT.withStp();
        Lan one = Lan.of("one", "10.1.0.0/24", "alice").bridge(stp);
        Lan two = Lan.of("two", "10.2.0.0/24", "bob").bridge(stp);
        try (Lab lab = Lab.create(Topology.of(one, two, trunk("a"), trunk("b")))) {
            assertThat(portStates(lab.namespace("two"))).isSubsetOf(3, 4).contains(3);
            try (Addition third = lab.add(trunk("c"), Namespace.of("carol"))) {
                assertThat(third.parts()).hasSize(2);
                assertThat(portStates(lab.namespace("two"))).isSubsetOf(3, 4);
            }
        }
    }

    private static VethLink trunk(String name) {
        return VethLink.between(
                End.of("one", name).master("one"), End.of("two", name).master("two"));
    }

    /** The numbers of {@code BR_STATE_…}. */
    private static List<Integer> portStates(NetworkNamespace namespace) throws Exception {
        return namespace.call(() -> {
            List<Integer> states = new ArrayList<>();
            try (DirectoryStream<Path> links = Files.newDirectoryStream(Path.of("/sys/class/net"))) {
                for (Path link : links) {
                    Path state = link.resolve("brport/state");
                    if (Files.exists(state)) {
                        states.add(Integer.parseInt(Files.readString(state).strip()));
                    }
                }
            }
            return states;
        });
    }

    @Test
    @EnabledIfKernelHas(KernelFeature.VLAN_FILTERING)
    @io.github.netnsjunit.jupiter.Lan(
            name = "office",
            subnet = "10.1.0.0/24",
            hosts = {"alice", "bob", "carol", "dave"},
            vlans =
                    @io.github.netnsjunit.jupiter.Lan.HostVlans(
                            hosts = {"alice", "bob"},
                            vlan = 10))
    void hostsHearThoseOfTheirVlan(Lab lab) {
        assertThat(lab.namespace("alice")).canPing("bob").cannotPing("10.1.0.3");
        assertThat(lab.namespace("carol")).canPing("dave");
        assertThat(lab.namespace("office")).hasLearned(lab.namespace("alice"), "alice");
    }

    @Test
    @io.github.netnsjunit.jupiter.Lan(
            name = "office",
            subnet = "10.1.0.0/24",
            hosts = {"alice", "bob"},
            ageing = "20 s")
    void whatTheSwitchHasLearntCanBeAsserted(Lab lab) throws Exception {
        NetworkNamespace alice = lab.namespace("alice");
        NetworkNamespace office = lab.namespace("office");
        assertThat(office.<String>call(() -> Files.readString(Path.of("/sys/class/net/office/bridge/ageing_time"))))
                .startsWith("2000");
        assertThat(alice).canPing("bob");
        String mac = alice.interfaceNamed("office").mac();
        assertThat(office).hasLearned(alice, "alice").hasLearned(mac.toUpperCase(Locale.ROOT), "alice");
        assertThat(office).hasNotLearned("02:00:00:00:00:01").hasNotLearned(office);
        assertThatThrownBy(() -> assertThat(office).hasLearned(alice, "bob"))
                .hasMessageContaining("to have learnt that alice is behind port bob")
                .hasMessageContaining(mac + " behind alice");
        assertThatThrownBy(() -> assertThat(office).hasNotLearned(alice))
                .hasMessageContaining("not to have learnt behind which port alice is");
        assertThatThrownBy(() -> assertThat(office).hasLearned("alice", "alice"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @io.github.netnsjunit.jupiter.Lan(
            name = "office",
            subnet = "10.1.0.0/24",
            hosts = {"alice", "bob"})
    void theMembersOfAGroupCanBeAsserted(Lab lab) throws Exception {
        NetworkNamespace office = lab.namespace("office");
        try (MulticastSocket socket = lab.namespace("alice").call(() -> {
            MulticastSocket member = new MulticastSocket(0);
            member.joinGroup(new InetSocketAddress("239.1.1.1", 0), NetworkInterface.getByName("office"));
            return member;
        })) {
            assertThat(socket.isClosed()).isFalse();
            assertThat(office).within(Duration.ofSeconds(10)).hasGroupMember("239.1.1.1", "alice");
            assertThat(office).hasNoGroupMember("239.1.1.1", "bob");
            assertThatThrownBy(() -> assertThat(office).hasGroupMember("239.1.1.1", "bob"))
                    .hasMessageContaining("to know of a member of group 239.1.1.1 behind port bob")
                    .hasMessageContaining("239.1.1.1 behind alice");
            assertThatThrownBy(() -> assertThat(office).hasGroupMember("10.1.0.1", "bob"))
                    .hasMessage("[10.1.0.1] is not a multicast address");
        }
    }

    @Test
    void longNamesAreShortenedForInterfacesAlone() {
        try (Lab lab = Lab.create(
                Topology.of(Lan.of("the-whole-office", "10.1.0.0/24", "database-primary-1", "database-primary-2")))) {
            NetworkNamespace primary = lab.namespace("database-primary-1");
            assertThat(primary).canPing("database-primary-2").hasInterface("the-whole--1f6e");
        }
    }

    @Test
    void comesAndGoesInALiveLab() {
        try (Lab lab = Lab.create(Topology.of(Namespace.of("alice")))) {
            try (Addition office = lab.add(Lan.of("office", "10.1.0.0/24", "alice", "bob"))) {
                assertThat(office.parts()).containsExactly(Lan.of("office", "10.1.0.0/24", "alice", "bob"));
                assertThat(lab.namespace("alice")).canPing("bob");
            }
            assertThat(lab.namespaces()).extracting(NetworkNamespace::name).containsExactly("alice");
            assertThat(lab.namespace("alice")).hasOnlyInterfaces("lo");
        }
    }

    @Test
    void aMistakeInWhatItSaysIsToldOfTheLan() {
        assertThatThrownBy(() ->
                        Topology.of(Lan.of("office", "10.1.0.0/24", "alice"), Lan.of("other", "10.1.0.0/24", "alice")))
                .isInstanceOf(TopologyException.class)
                .hasMessageContaining("lan other 10.1.0.0/24 hosts [alice]: its [veth pair alice:other - other:alice]: "
                        + "the address [10.1.0.1] of alice:other is also that of alice:office")
                .hasMessageStartingWith("The topology has a mistake");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void namesTheAttributeThatIsWrong(String mistake, List<Part> parts) {
        assertThatThrownBy(() -> Topology.of(parts))
                .isInstanceOf(TopologyException.class)
                .hasMessageStartingWith("The topology has a mistake:")
                .hasMessageContaining(mistake);
    }

    static Stream<Arguments> namesTheAttributeThatIsWrong() {
        String[] five = IntStream.range(0, 5).mapToObj(i -> "host" + i).toArray(String[]::new);
        return Stream.of(
                arguments(
                        "the subnet [subnet]: [10.1.0.7/24] has bits beyond its prefix",
                        List.of(Lan.of("office", "10.1.0.7/24", "alice"))),
                arguments(
                        "the subnet [subnet]: [here] is neither an IPv4 nor an IPv6 address",
                        List.of(Lan.of("office", "here", "alice"))),
                arguments(
                        "the subnet [10.1.0.0/30] (subnet) is full: it has 2 addresses for hosts, and there are 5 [hosts] and 0"
                                + " routers",
                        List.of(Lan.of("office", "10.1.0.0/30", five))),
                arguments(
                        "there are 2 [hosts] and 1 routers",
                        List.of(Lan.of("office", "10.1.0.0/30", "alice", "bob"), Router.of("home", "office"))),
                arguments(
                        "[bob] has VLANs [vlans], and is none of its hosts [alice] and routers []",
                        List.of(Lan.of("office", "10.1.0.0/24", "alice").vlan("bob", 10))),
                arguments(
                        "the VLAN [5000]",
                        List.of(Lan.of("office", "10.1.0.0/24", "alice").vlan("alice", 5000))),
                arguments(
                        "without the spanning tree protocol there is nothing to wait for [awaitForwarding]",
                        List.of(Lan.of("office", "10.1.0.0/24", "alice").bridge(BridgeOptions.DEFAULT.waiting()))),
                arguments(
                        "[alice] is twice among its [hosts]",
                        List.of(Lan.of("office", "10.1.0.0/24", "alice", "bob", "alice"))),
                arguments(
                        "[office] is among its [hosts], and is the name of the LAN itself",
                        List.of(Lan.of("office", "10.1.0.0/24", "office"))),
                arguments(
                        "[home] is among its [hosts] and is one of its routers",
                        List.of(Lan.of("office", "10.1.0.0/24", "home").routers("home"))));
    }

    @Test
    void twoLansOfOneNameAreAMistakeUnlessTheySayTheSame() {
        Lan office = Lan.of("office", "10.1.0.0/24", "alice");
        assertThat(Topology.of(office, office)).isEqualTo(Topology.of(office));
        assertThatThrownBy(() -> Topology.of(office, office.mtu(1400)))
                .isInstanceOf(TopologyException.class)
                .hasMessageContaining("there is already a LAN [office]");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void handsOutTheAddressesOfASubnet(String subnet, String first, String last, String count) {
        HostAddresses addresses = new HostAddresses(io.github.netnsjunit.address.IpNetwork.parse(subnet));
        assertThat(addresses.fromFirst(0)).isEqualTo(first);
        assertThat(addresses.fromLast(0)).isEqualTo(last);
        assertThat(addresses.count()).hasToString(count);
    }

    static Stream<Arguments> handsOutTheAddressesOfASubnet() {
        return Stream.of(
                arguments("10.1.0.0/24", "10.1.0.1/24", "10.1.0.254/24", "254"),
                arguments("223.255.255.252/30", "223.255.255.253/30", "223.255.255.254/30", "2"),
                arguments("10.1.0.2/31", "10.1.0.2/31", "10.1.0.3/31", "2"),
                arguments("10.1.0.2/32", "10.1.0.2/32", "10.1.0.2/32", "1"),
                arguments("0.0.1.0/24", "0.0.1.1/24", "0.0.1.254/24", "254"),
                arguments("fd00:1::/126", "fd00:1::1/126", "fd00:1::3/126", "3"),
                arguments("fd00:1::/64", "fd00:1::1/64", "fd00:1::ffff:ffff:ffff:ffff/64", "18446744073709551615"),
                arguments("::/127", "::/127", "::1/127", "2"));
    }
}
