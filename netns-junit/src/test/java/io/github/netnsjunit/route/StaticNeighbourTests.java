package io.github.netnsjunit.route;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.lab.Addition;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.link.Lan;
import io.github.netnsjunit.link.Router;
import io.github.netnsjunit.topology.Topology;
import io.github.netnsjunit.topology.TopologyException;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Neighbours that are known from the start, proxies, and announcements. */
@Tag("kernel")
class StaticNeighbourTests {

    private static final String MAC = "02:00:00:00:00:77";

    private static final Topology OFFICE =
            Topology.of(Lan.of("office", "10.1.0.0/24", "alice", "bob").subnet("fd00:1::/64"));

    private static Optional<String> macOf(String address, NetworkNamespace knownIn) {
        return knownIn.neighbours().stream()
                .filter(each -> each.address().equals(IpAddress.parse(address)))
                .flatMap(each -> Stream.ofNullable(each.mac()))
                .findFirst();
    }

    @Test
    @io.github.netnsjunit.jupiter.Lan(
            name = "office",
            subnet = "10.1.0.0/24",
            hosts = {"alice", "bob"})
    @io.github.netnsjunit.jupiter.StaticNeighbour(namespace = "alice", address = "10.1.0.2", dev = "office", mac = MAC)
    void framesGoToTheMacAddressThatIsSaid(Lab lab) {
        assertThat(lab.namespace("alice")).cannotPing("10.1.0.2");
        assertThat(macOf("10.1.0.2", lab.namespace("alice"))).contains(MAC);
    }

    @Test
    void comesAndGoesInALiveLab() {
        try (Lab lab = Lab.create(OFFICE)) {
            NetworkNamespace alice = lab.namespace("alice");
            try (Addition wrong = lab.add(
                    StaticNeighbour.of("alice", "10.1.0.2", "office", MAC),
                    StaticNeighbour.of("alice", "fd00:1::2", "office", MAC))) {
                assertThat(wrong.parts()).hasSize(2);
                assertThat(alice).cannotPing("10.1.0.2").cannotPing("fd00:1::2");
            }
            assertThat(alice).canPing("10.1.0.2").canPing("fd00:1::2");
        }
    }

    @Test
    void aProxyAnswersForAHostElsewhere() {
        Topology topology = Topology.of(
                Lan.of("office", "10.1.0.0/24", "alice").subnet("fd00:1::/64"),
                Lan.of("cellar", "10.2.0.0/24", "bob").subnet("fd00:2::/64"),
                Router.of("home", "office", "cellar"),
                StaticRoute.through("alice", "10.2.0.1/32", "office"), // as if bob were on the link
                StaticRoute.through("alice", "fd00:2::1/128", "office"),
                StaticNeighbour.proxy("home", "10.2.0.1", "office"),
                StaticNeighbour.proxy("home", "fd00:2::1", "office"));
        try (Lab lab = Lab.create(topology)) {
            NetworkNamespace alice = lab.namespace("alice");
            assertThat(alice).canPing("10.2.0.1").canPing("fd00:2::1");
            String mac = lab.namespace("home").interfaceNamed("office").mac();
            assertThat(macOf("10.2.0.1", alice)).contains(mac);
        }
    }

    @ParameterizedTest
    @CsvSource({"10.1.0.100, 24", "fd00:1::100, 64"})
    void anAnnouncementTellsAllOfTheNewMacAddress(String address, int prefix) {
        try (Lab lab = Lab.create(OFFICE)) {
            NetworkNamespace alice = lab.namespace("alice");
            NetworkNamespace bob = lab.namespace("bob");
            alice.addAddress("office", address + "/" + prefix);
            assertThat(bob).canPing(address);
            String before = alice.interfaceNamed("office").mac();
            assertThat(macOf(address, bob)).contains(before);
            alice.removeAddress("office", address + "/" + prefix);
            NetworkNamespace office = lab.namespace("office");
            office.addAddress("office", address + "/" + prefix);
            office.announce(address);
            String after = office.interfaceNamed("office").mac();
            assertThat(after).isNotEqualTo(before);
            await().until(() -> macOf(address, bob).filter(after::equals).isPresent());
        }
    }

    @Test
    void onlyAnAddressThatIsThereCanBeAnnounced() {
        try (Lab lab = Lab.create(OFFICE)) {
            NetworkNamespace alice = lab.namespace("alice");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> alice.announce("10.1.0.2"))
                    .withMessageContaining("no interface of namespace [alice] has the address [10.1.0.2]; it has");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> alice.announce("127.0.0.1"))
                    .withMessage("[127.0.0.1] is an address of [lo], an interface without neighbours");
            assertThatIllegalArgumentException().isThrownBy(() -> alice.announce("office"));
        }
    }

    @Test
    void namesTheAttributeThatIsWrong() {
        assertThatThrownBy(() -> OFFICE.with(StaticNeighbour.of("alice", "10.1.0.2/24", "office", "02:00")))
                .isInstanceOf(TopologyException.class)
                .hasMessageContaining("the address [address]: ")
                .hasMessageContaining("the MAC address [mac]: ");
        assertThatThrownBy(() -> OFFICE.with(StaticNeighbour.proxy("alice", "10.1.0.2", "eth7")))
                .isInstanceOf(TopologyException.class)
                .hasMessageContaining("eth7");
    }

    @Test
    void readsAsIpPrintsIt() {
        assertThat(StaticNeighbour.of("alice", "10.1.0.2", "office", MAC))
                .hasToString("neighbour alice: 10.1.0.2 dev office lladdr 02:00:00:00:00:77");
        assertThat(StaticNeighbour.proxy("alice", "10.1.0.2", "office"))
                .hasToString("neighbour alice: 10.1.0.2 dev office proxy");
    }
}
