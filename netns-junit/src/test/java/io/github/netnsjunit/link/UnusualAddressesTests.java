package io.github.netnsjunit.link;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static io.github.netnsjunit.topology.TwoNamespaces.refused;
import static io.github.netnsjunit.topology.TwoNamespaces.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.route.StaticRoute;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.Topology;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Addresses that are seldom wanted: what works comes up and works, what is more often a mistake must be said, the rest is refused. */
@Tag("kernel")
class UnusualAddressesTests {

    private static final String PERMITTED = "; if that is wanted, declare one of the two with [duplicate]";

    private static final Duration LONG = Duration.ofSeconds(10);

    private static VethLink cable(End left, End right) {
        return VethLink.between(left, right);
    }

    private static Lab lab(Part... parts) {
        return Lab.create(Topology.of(with(parts)));
    }

    @Test
    void aLongerPrefixWithinAShorterOneOfAnotherInterfaceWinsTheLongerOne() {
        try (Lab lab = lab(
                cable(End.of("a", "a0", "10.0.0.1/24"), End.of("b", "b0", "10.0.0.2/32")),
                cable(End.of("a", "a1", "10.0.0.129/25"), End.of("b", "b1", "10.0.0.130/32")),
                cable(End.of("a", "a2", "10.0.0.70/32"), End.of("b", "b2")),
                StaticRoute.through("b", "10.0.0.1", "b0"),
                StaticRoute.through("b", "10.0.0.129", "b1"))) {
            assertThat(lab.namespace("a")).canPing("10.0.0.2").canPing("10.0.0.130");
            assertThat(lab.namespace("a").routes())
                    .extracting(Object::toString)
                    .anyMatch(r -> r.startsWith("10.0.0.0/24 dev a0"));
            assertThat(lab.namespace("a").routes())
                    .extracting(Object::toString)
                    .anyMatch(r -> r.startsWith("10.0.0.128/25 dev a1"));
        }
    }

    @Test
    void twoSubnetsOfOneInterfaceMayLieOneWithinTheOther() {
        try (Lab lab = lab(
                cable(End.of("a", "x", "10.0.0.1/8", "10.1.0.1/16"), End.of("b", "y", "10.0.0.2/8", "10.1.0.2/16")))) {
            assertThat(lab.namespace("a")).canPing("10.0.0.2").canPing("10.1.0.2");
        }
    }

    @Test
    @NetNamespace("a")
    @NetNamespace("b")
    @VethPair(
            left = @VethEnd(namespace = "a", name = "a0", address = "10.0.0.1/24"),
            right = @VethEnd(namespace = "b", name = "b0", address = "10.0.0.11/24"))
    @VethPair(
            left = @VethEnd(namespace = "a", name = "a1", address = "10.0.0.2/24", duplicate = true),
            right = @VethEnd(namespace = "b", name = "b1", address = "10.0.0.12/24", duplicate = true))
    void oneSubnetOnTwoInterfacesIsSaid(@NetNamespace("b") NetworkNamespace b) {
        assertThat(b).canPing("10.0.0.1").canPing("10.0.0.2");
        // The kernel answers for every address at every interface: the second address is found behind the first cable.
        assertThat(b.neighbours())
                .anySatisfy(neighbour -> assertThat(neighbour.toString()).contains("10.0.0.2", "b0"));
    }

    @Test
    void oneSubnetOnTwoInterfacesIsAMistakeIfNotSaid() {
        refused(
                "the subnet of the address [10.0.0.2/24] of a:a1 is also that of [10.0.0.1/24] of a:a0 in the same"
                        + " namespace, so that packets to it leave by one of the two alone" + PERMITTED,
                cable(End.of("a", "a0", "10.0.0.1/24"), End.of("b", "b0")),
                cable(End.of("a", "a1", "10.0.0.2/24"), End.of("b", "b1")));
    }

    @Test
    void theLinkLocalSubnetOfIpv4IsOneSubnetToo() {
        End one = End.of("a", "a0", "169.254.0.1/16");
        End other = End.of("a", "a1", "169.254.0.2/16");
        refused(
                "the subnet of the address [169.254.0.2/16] of a:a1 is also that of [169.254.0.1/16] of a:a0",
                cable(one, End.of("b", "b0")),
                cable(other, End.of("b", "b1")));
        try (Lab lab =
                lab(cable(one, End.of("b", "b0", "169.254.0.3/16")), cable(other.duplicate(), End.of("b", "b1")))) {
            assertThat(lab.namespace("a")).canPing("169.254.0.3");
        }
    }

    @Test
    void aStandbyInterfaceThatIsDownHasTheSameAddressAsTheOther() {
        try (Lab lab = lab(
                cable(End.of("a", "a0", "10.0.0.1/24", "fd00::1/64"), End.of("b", "b0", "10.0.0.2/24", "fd00::2/64")),
                cable(
                        End.of("a", "a1", "10.0.0.1/24", "fd00::1/64").down(),
                        End.of("b", "b1", "10.0.0.2/24", "fd00::2/64").down()))) {
            NetworkNamespace a = lab.namespace("a");
            NetworkNamespace b = lab.namespace("b");
            assertThat(a).canPing("10.0.0.2").canPing("fd00::2");
            a.linkDown("a0");
            b.linkDown("b0");
            a.linkUp("a1");
            b.linkUp("b1");
            assertThat(a).within(LONG).canPing("10.0.0.2");
        }
    }

    @Test
    void aGatewayHasOneAddressOnEveryLinkWithoutASubnet() {
        try (Lab lab = Lab.create(Topology.of(
                Namespace.of("gw"),
                Namespace.of("a"),
                Namespace.of("b"),
                cable(End.of("gw", "to_a", "10.0.0.1/32", "fd00::1/128"), End.of("a", "eth0", "10.0.0.2/32")),
                cable(End.of("gw", "to_b", "10.0.0.1/32", "fd00::1/128"), End.of("b", "eth0", "10.0.0.3/32")),
                StaticRoute.through("gw", "10.0.0.2", "to_a"),
                StaticRoute.through("gw", "10.0.0.3", "to_b"),
                StaticRoute.of("a", "default", "10.0.0.1", "eth0").onlink(),
                StaticRoute.of("b", "default", "10.0.0.1", "eth0").onlink()))) {
            assertThat(lab.namespace("a")).canPing("10.0.0.1");
            assertThat(lab.namespace("b")).canPing("10.0.0.1");
            assertThat(lab.namespace("gw")).canPing("10.0.0.2").canPing("10.0.0.3");
        }
    }

    @Test
    void oneAddressWithItsSubnetOnTwoInterfacesIsSaid() {
        End one = End.of("a", "a0", "10.0.0.1/24");
        End other = End.of("a", "a1", "10.0.0.1/24");
        refused(
                "the address [10.0.0.1] of a:a1 is also that of a:a0" + PERMITTED,
                cable(one, End.of("b", "b0")),
                cable(other, End.of("b", "b1")));
        try (Lab lab = lab(cable(one.duplicate(), End.of("b", "b0", "10.0.0.2/24")), cable(other, End.of("b", "b1")))) {
            assertThat(lab.namespace("b")).canPing("10.0.0.1");
        }
    }

    @Test
    void oneAddressOfTwoHostsOnASegmentIsSaid() {
        BridgeLink bridge = BridgeLink.of("switch", "br0");
        List<Part> parts = new ArrayList<>(
                List.of(Namespace.of("switch"), Namespace.of("one"), Namespace.of("two"), Namespace.of("c"), bridge));
        parts.add(cable(End.of("switch", "p0").master("br0"), End.of("one", "eth0", "10.0.0.1/24")));
        parts.add(cable(End.of("switch", "p1").master("br0"), End.of("c", "eth0", "10.0.0.9/24")));
        End second = End.of("two", "eth0", "10.0.0.1/24");
        parts.add(cable(End.of("switch", "p2").master("br0"), second));
        assertThatThrownBy(() -> Topology.of(parts))
                .hasMessageContaining("the address [10.0.0.1] of two:eth0 is also that of one:eth0" + PERMITTED);
        parts.set(parts.size() - 1, cable(End.of("switch", "p2").master("br0"), second.duplicate()));
        try (Lab lab = Lab.create(Topology.of(parts))) {
            assertThat(lab.namespace("c")).canPing("10.0.0.1");
            lab.namespace("one").linkDown("eth0");
            lab.namespace("c").linkDown("eth0"); // forgets whom it knew
            lab.namespace("c").linkUp("eth0");
            assertThat(lab.namespace("c")).within(LONG).canPing("10.0.0.1");
        }
    }

    @Test
    void anAddressStandsOnceAtItsInterface() {
        refused(
                "the address [10.0.0.1/24] of a:x stands there twice",
                cable(End.of("a", "x", "10.0.0.1/24", "10.0.0.1/24").duplicate(), End.of("b", "y")));
        refused(
                "the address [fd00::1/48] of a:x stands there twice",
                cable(End.of("a", "x", "fd00::1/64", "fd00::1/48").duplicate(), End.of("b", "y")));
        refused(
                "the address [10.0.0.1] of a:x stands there with two prefix lengths; if that is wanted, say so with [duplicate]",
                cable(End.of("a", "x", "10.0.0.1/24", "10.0.0.1/16"), End.of("b", "y")));
        try (Lab lab = lab(cable(End.of("a", "x", "10.0.0.1/24", "10.0.0.1/16").duplicate(), End.of("b", "y")))) {
            assertThat(lab.namespace("a").routes())
                    .extracting(Object::toString)
                    .anyMatch(r -> r.startsWith("10.0.0.0/16 dev x"));
        }
    }

    @Test
    void twoEqualMacAddressesOnACableAreSaid() {
        End one = End.of("a", "x", "10.0.0.1/24").mac("02:00:00:00:00:01");
        End other = End.of("b", "y", "10.0.0.2/24").mac("02:00:00:00:00:01");
        refused(
                "the MAC address [02:00:00:00:00:01] of b:y is also that of a:x on the same segment" + PERMITTED,
                cable(one, other));
        try (Lab lab = lab(cable(one, other.duplicate()))) {
            assertThat(lab.namespace("a").interfaceNamed("x").mac())
                    .isEqualTo(lab.namespace("b").interfaceNamed("y").mac());
        }
    }

    @Test
    void aBridgeMayHaveTheMacAddressOfItsPortAndTwoSegmentsTheSameOne() {
        String mac = "02:00:00:00:00:01";
        try (Lab lab = lab(
                BridgeLink.of("a", "br0", "10.0.0.1/24").mac(mac),
                cable(End.of("a", "p").master("br0").mac(mac), End.of("b", "y", "10.0.0.2/24")),
                cable(End.of("a", "x").mac(mac), End.of("b", "z")))) {
            assertThat(lab.namespace("b")).canPing("10.0.0.1");
        }
    }

    @Test
    void theLowestAddressOfASubnetIsAHostsAddress() {
        try (Lab lab = lab(
                cable(End.of("a", "x", "10.0.0.0/24", "fd00::/64"), End.of("b", "y", "10.0.0.2/24", "fd00::2/64")),
                StaticRoute.defaultVia("b", "10.0.0.0"),
                StaticRoute.defaultVia("b", "fd00::"))) {
            assertThat(lab.namespace("b")).canPing("10.0.0.0").canPing("fd00::");
            assertThat(lab.namespace("a")).canPing("10.0.0.2");
        }
    }

    @Test
    void addressesThatBeginWithZeroWork() {
        try (Lab lab = lab(
                cable(End.of("a", "a0", "0.0.0.1/8"), End.of("b", "b0", "0.0.0.2/8")),
                cable(End.of("a", "a1", "0.1.0.1/16"), End.of("b", "b1", "0.1.0.2/16")),
                // To the subnet that begins with 0.0.0.0 the kernel sets no route itself.
                StaticRoute.through("a", "0.0.0.0/8", "a0"),
                StaticRoute.through("b", "0.0.0.0/8", "b0"))) {
            assertThat(lab.namespace("a")).canPing("0.0.0.2").canPing("0.1.0.2");
        }
        refused(
                "the gateway [0.0.0.2] is on no link of namespace [a]",
                cable(End.of("a", "a0", "0.0.0.1/8"), End.of("b", "b0", "0.0.0.2/8")),
                StaticRoute.of("a", "10.9.0.0/16", "0.0.0.2"));
    }

    @Test
    void allAddressesAreOnALinkWithThePrefixLengthZero() {
        try (Lab lab = lab(
                cable(End.of("a", "a0", "10.0.0.1/0", "fd00::1/0"), End.of("b", "b0", "11.0.0.2/0", "fd77::2/0")),
                // As to any network that begins with 0.0.0.0, the kernel sets no route of IPv4 itself.
                StaticRoute.through("a", "default", "a0"),
                StaticRoute.through("b", "default", "b0"))) {
            assertThat(lab.namespace("a")).canPing("11.0.0.2").canPing("fd77::2");
        }
        refused(
                "the gateway [11.0.0.2] is on no link of namespace [a]",
                cable(End.of("a", "a0", "10.0.0.1/0"), End.of("b", "b0", "11.0.0.2/0")),
                StaticRoute.defaultVia("a", "11.0.0.2"));
    }

    @Test
    void twoLinksWithAllAddressesAreAMistakeOnlyWhereTheKernelSetsARoute() {
        Topology.of(with(
                cable(End.of("a", "a0", "10.0.0.1/0"), End.of("b", "b0")),
                cable(End.of("a", "a1", "10.1.0.1/0"), End.of("b", "b1"))));
        refused(
                "the subnet of the address [fd01::1/0] of a:a1 is also that of [fd00::1/0] of a:a0",
                cable(End.of("a", "a0", "fd00::1/0"), End.of("b", "b0")),
                cable(End.of("a", "a1", "fd01::1/0"), End.of("b", "b1")));
    }

    @Test
    void aDefaultRouteFollowsBesideALinkWithAllAddressesOfIpv4() {
        Topology network = Topology.of(
                Lan.of("office", "10.1.0.0/24", "alice"),
                Router.of("home", "office"),
                Namespace.of("b"),
                cable(End.of("alice", "x", "10.9.0.1/0"), End.of("b", "y")));
        assertThat(network.outline().routes())
                .anyMatch(
                        route -> route.namespace().equals("alice") && route.to().isDefault());
    }

    @Test
    void theMachineAndALanHaveNoSubnetOfAllAddresses() {
        for (String all : List.of("10.203.0.1/0", "fd00::1/0")) {
            assertThatThrownBy(() -> Topology.of(
                            Namespace.host("host"),
                            Namespace.of("b"),
                            cable(End.of("host", "nnj_zero", all), End.of("b", "y"))))
                    .hasMessageContaining("the address [" + all + "] of host:nnj_zero puts every address that there is"
                            + " on this one link, and a test may not do that to the machine");
        }
        for (String all : List.of("0.0.0.0/0", "::/0")) {
            refused(
                    "the subnet [" + all
                            + "] (subnet) is all addresses that there are, also those that no host can have",
                    Lan.of("office", all, "alice").routers("home"));
        }
    }

    @Test
    void aHostOfTwoLansWithOneSubnetIsSaidByACableThatIsDeclared() {
        Lan one = Lan.of("one", "10.1.0.0/24", "alice");
        Lan two = Lan.of("two", "10.1.0.0/24", "bob", "alice");
        refused("of alice:two is also that of [10.1.0.1/24] of alice:one in the same namespace", one, two);
        refused(PERMITTED, one, two);
        try (Lab lab = lab(
                one,
                two,
                cable(
                        End.of("alice", "two", "10.1.0.2/24").duplicate(),
                        End.of("two", "alice").master("two")))) {
            assertThat(lab.namespace("alice").interfaceNamed("two").addresses())
                    .extracting(Object::toString)
                    .contains("10.1.0.2/24");
        }
    }

    @Test
    void aPortOfABridgeHasNoAddressOfItsOwn() {
        refused(
                "the address [10.0.0.1/24] of a:x reaches nobody, because a bridge takes all frames of its ports; give it"
                        + " to the bridge [br0] itself",
                BridgeLink.of("a", "br0"),
                cable(End.of("a", "x", "10.0.0.1/24").master("br0"), End.of("b", "y", "10.0.0.2/24")));
    }

    @Test
    void aBridgeHasAtMostAsManyPortsAsTheKernelGivesIt() {
        List<Part> parts = new ArrayList<>(List.of(Namespace.of("a"), BridgeLink.of("a", "br0")));
        IntStream.range(0, 1023)
                .mapToObj(i -> cable(End.of("a", "p" + i).master("br0"), End.of("a", "q" + i)))
                .forEach(parts::add);
        Topology full = Topology.of(parts);
        assertThat(full.outline().links()).hasSize(2 * 1023 + 1);
        assertThatThrownBy(() -> full.with(cable(End.of("a", "more").master("br0"), End.of("a", "q"))))
                .hasMessageContaining("a:more - a:q: the bridge [br0], its master, has 1023 ports already");
    }

    @Test
    void anIpv4AddressHasItsBroadcastAddress() throws Exception {
        try (Lab lab = lab(cable(
                End.of("a", "x", "10.0.0.1/24", "10.7.0.1/20", "10.1.0.0/31", "10.2.0.1/32", "fd00::1/64"),
                End.of("b", "y")))) {
            NetworkNamespace a = lab.namespace("a");
            a.addAddress("x", "172.16.0.1/12");
            List<String> seen = a.call(() -> NetworkInterface.getByName("x").getInterfaceAddresses().stream()
                    .filter(address -> address.getBroadcast() != null)
                    .map(UnusualAddressesTests::text)
                    .toList());
            assertThat(seen)
                    .contains("10.0.0.1 has 10.0.0.255", "10.7.0.1 has 10.7.15.255", "172.16.0.1 has 172.31.255.255");
        }
    }

    private static String text(InterfaceAddress address) {
        return address.getAddress().getHostAddress() + " has "
                + address.getBroadcast().getHostAddress();
    }
}
