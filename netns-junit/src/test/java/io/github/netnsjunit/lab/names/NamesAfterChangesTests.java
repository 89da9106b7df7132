package io.github.netnsjunit.lab.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.holds.IpCommand;
import io.github.netnsjunit.lab.LiveLab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Names follow what a test does to links and addresses while the network runs. */
@Timeout(60)
@Tag("kernel")
class NamesAfterChangesTests extends LiveLab {

    private NetworkNamespace root;
    private NetworkNamespace red;

    @Override
    protected Topology topology() {
        return Topology.of(
                Namespace.of("root_ns"),
                Namespace.of("blue_ns"),
                Namespace.of("red_ns"),
                VethLink.between(
                        End.of("root_ns", "e0", "10.0.0.1/24", "fd00::1/64"),
                        End.of("blue_ns", "e0", "10.0.0.2/24", "fd00::2/64")));
    }

    @BeforeEach
    void findNamespaces() throws Exception {
        root = lab.namespace("root_ns");
        red = lab.namespace("red_ns");
        assertThat(addresses(root, "blue-ns")).containsExactlyInAnyOrder("10.0.0.2", "fd00::2");
    }

    private static List<String> addresses(NetworkNamespace namespace, String name) throws Exception {
        return namespace.call(() ->
                Stream.of(InetAddress.getAllByName(name)).map(IpAddress::text).toList());
    }

    private static void assertUnknown(NetworkNamespace namespace, String name) {
        assertThatExceptionOfType(UnknownHostException.class).isThrownBy(() -> addresses(namespace, name));
    }

    private static String localHost(NetworkNamespace namespace) throws Exception {
        return namespace.call(() -> InetAddress.getLocalHost().getHostAddress());
    }

    @Test
    void anAddressThatIsAddedGetsTheName() throws Exception {
        blue.addAddress("e0", "10.0.0.9/24");
        assertThat(addresses(root, "blue-ns")).containsExactlyInAnyOrder("10.0.0.2", "10.0.0.9", "fd00::2");
        assertThat(localHost(blue)).as("the first address stays the first").isEqualTo("10.0.0.2");
    }

    @Test
    void anAddressThatIsReplacedLosesTheName() throws Exception {
        blue.removeAddress("e0", "10.0.0.2/24");
        blue.addAddress("e0", "10.0.0.7/24");
        assertThat(localHost(blue)).isEqualTo("10.0.0.7");
        assertThat(addresses(root, "blue-ns")).containsExactlyInAnyOrder("10.0.0.7", "fd00::2");
    }

    /** So a test can show that the host is not reached by its name any more. */
    @Test
    void aHostWithoutAddressesIsStillKnownToItsNeighboursButNotToItself() throws Exception {
        blue.removeAddress("e0", "10.0.0.2/24");
        blue.removeAddress("e0", "fd00::2/64");
        assertThat(localHost(blue)).isEqualTo("127.0.0.1");
        assertThat(addresses(root, "blue-ns")).containsExactlyInAnyOrder("10.0.0.2", "fd00::2");
    }

    @Test
    void anAddressThatAnotherHostTakesOverBelongsToThatHostAlone() throws Exception {
        lab.add(VethLink.between(End.of("red_ns", "e1", "10.2.0.1/24"), End.of("root_ns", "e1", "10.2.0.2/24")));
        blue.removeAddress("e0", "10.0.0.2/24");
        red.addAddress("e1", "10.0.0.2/24");
        assertThat(addresses(root, "blue-ns")).containsExactly("fd00::2");
        assertThat(addresses(root, "red-ns")).containsExactlyInAnyOrder("10.2.0.1", "10.0.0.2");
    }

    @Test
    void aChangeBeforeTheFirstCodeInsideCounts() throws Exception {
        red.addAddress("lo", "10.9.9.9/32");
        assertThat(localHost(red)).isEqualTo("10.9.9.9");
    }

    @Test
    void aLinkThatIsMovedTakesItsNamesAlong() throws Exception {
        assertUnknown(root, "red-ns");
        blue.moveLink("e0", red);
        assertUnknown(root, "blue-ns");
        red.addAddress("e0", "10.0.0.3/24");
        red.linkUp("e0");
        assertThat(addresses(root, "red-ns")).containsExactly("10.0.0.3");
        assertThat(addresses(red, "root-ns")).containsExactlyInAnyOrder("10.0.0.1", "fd00::1");
        assertThat(localHost(red)).isEqualTo("10.0.0.3");
        assertThat(addresses(blue, "root-ns"))
                .as("a host that is no neighbour has its first addresses")
                .containsExactlyInAnyOrder("10.0.0.1", "fd00::1");
    }

    @Test
    void aCableMadeByHandJoinsNames() throws Exception {
        blue.addVethPair("a", "b");
        blue.moveLink("b", red);
        blue.addAddress("a", "10.1.0.1/24");
        red.addAddress("b", "10.1.0.2/24");
        assertThat(addresses(blue, "red-ns")).containsExactly("10.1.0.2");
        assertThat(addresses(red, "blue-ns")).containsExactly("10.1.0.1");
        assertThat(addresses(root, "blue-ns")).containsExactlyInAnyOrder("10.0.0.2", "fd00::2");
        red.removeLink("b");
        assertUnknown(blue, "red-ns");
    }

    /** The kernel counts indexes in each namespace anew. So the ends of cables made alike have the same ones. */
    @Test
    void cablesMadeByHandWithEqualIndexesJoinTheirOwnEnds() throws Exception {
        lab.add(Namespace.of("green"), Namespace.of("white"));
        NetworkNamespace green = lab.namespace("green");
        NetworkNamespace white = lab.namespace("white");
        cableByHand(red, root, 1);
        cableByHand(green, white, 2);
        assertThat(index(red)).isEqualTo(index(green));
        assertThat(addresses(red, "root-ns")).containsExactly("10.1.1.2");
        assertThat(addresses(root, "red-ns")).containsExactly("10.1.1.1");
        assertThat(addresses(green, "white")).containsExactly("10.1.2.2");
        assertThat(addresses(white, "green")).containsExactly("10.1.2.1");
        assertThat(addresses(red, "white")).as("one of another cable").containsExactly("10.1.2.2");
        white.moveLink("b", blue);
        blue.addAddress("b", "10.1.2.9/24");
        assertThat(addresses(green, "blue-ns")).containsExactly("10.1.2.9");
        assertUnknown(green, "white");
    }

    private static void cableByHand(NetworkNamespace one, NetworkNamespace other, int number) {
        one.addVethPair("a", "b");
        one.moveLink("b", other);
        one.addAddress("a", "10.1." + number + ".1/24");
        other.addAddress("b", "10.1." + number + ".2/24");
    }

    private static int index(NetworkNamespace namespace) {
        return namespace.interfaceNamed("a").index();
    }

    @Test
    void aLinkThatIsTakenDownKeepsItsNames() throws Exception {
        blue.linkDown("e0");
        assertThat(addresses(root, "blue-ns")).containsExactlyInAnyOrder("10.0.0.2", "fd00::2");
    }

    @Test
    void whatAProgramHasChangedCountsOnceItHasEnded() throws Exception {
        IpCommand.in(blue, "addr add 10.0.0.8/24 dev e0");
        assertThat(addresses(root, "blue-ns")).containsExactlyInAnyOrder("10.0.0.2", "10.0.0.8", "fd00::2");
        IpCommand.in(blue, "addr del 10.0.0.2/24 dev e0"); // the kernel removes the other one of this subnet too
        IpCommand.in(blue, "addr add 10.0.0.7/24 dev e0");
        assertThat(localHost(blue)).isEqualTo("10.0.0.7");
    }

    @Test
    void partsThatAreAddedLaterCountToo() throws Exception {
        blue.addAddress("e0", "10.0.0.9/24");
        lab.add(VethLink.between(End.of("red_ns", "e1", "10.2.0.1/24"), End.of("root_ns", "e1", "10.2.0.2/24")));
        assertThat(addresses(root, "red-ns")).containsExactly("10.2.0.1");
        assertThat(addresses(root, "blue-ns")).containsExactlyInAnyOrder("10.0.0.2", "10.0.0.9", "fd00::2");
    }
}
