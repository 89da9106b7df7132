package io.github.netnsjunit.link;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.lab.Addition;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.service.DnsServer;
import io.github.netnsjunit.topology.Topology;
import io.github.netnsjunit.topology.TopologyException;
import java.net.Inet6Address;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Hosts that form their IPv6 addresses of what a router advertises. */
@Tag("kernel")
class RouterAdvertisementTests {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Lan OFFICE = Lan.of("office", "fd00:1::/64", "alice", "bob")
            .subnet("10.1.0.0/24")
            .slaac("alice");

    private static List<String> formed(NetworkNamespace host) {
        return host.addresses().stream()
                .filter(address -> address.address() instanceof Inet6Address six && !six.isLinkLocalAddress())
                .filter(address -> !address.address().isLoopbackAddress())
                .map(LinkAddress::toString)
                .toList();
    }

    @Test
    @io.github.netnsjunit.jupiter.Lan(
            name = "office",
            subnet = "fd00:1::/64",
            hosts = {"alice", "bob"},
            slaac = "alice")
    @io.github.netnsjunit.jupiter.Lan(name = "internet", subnet = "fd00:2::/112", hosts = "server")
    @io.github.netnsjunit.jupiter.Router(
            name = "home",
            lans = {"office", "internet"},
            advertise = true)
    void aHostThatAsksForItFormsItsAddress(Lab lab) {
        NetworkNamespace alice = lab.namespace("alice");
        assertThat(formed(alice)).hasSize(1).allMatch(address -> address.startsWith("fd00:1::"));
        assertThat(formed(alice)).doesNotContain("fd00:1::1/64");
        assertThat(formed(lab.namespace("bob"))).containsExactly("fd00:1::2/64");
        assertThat(alice).canPing("fd00:2::1"); // by the default route that the router advertises
        assertThat(lab.namespace("server")).canPing("alice").canPing("fd00:1::2");
        assertThat(alice.sysctl("net.ipv6.conf.office.use_tempaddr")).isEqualTo("0");
        assertThat(lab.namespace("bob").sysctl("net.ipv6.conf.office.accept_ra"))
                .isEqualTo("0");
    }

    @Test
    void aRouterThatComesLaterIsHeardAndTakesItsLeave() {
        try (Lab lab = Lab.create(Topology.of(OFFICE, Lan.of("internet", "fd00:2::/64", "server")))) {
            NetworkNamespace alice = lab.namespace("alice");
            assertThat(formed(alice)).isEmpty();
            assertThat(alice).hasInterface("office").hasAddress("10.1.0.1/24");
            try (Addition home = lab.add(Router.of("home", "office", "internet").advertise())) {
                assertThat(home.parts()).hasSize(1);
                assertThat(formed(alice)).hasSize(1);
                assertThat(alice).canPing("server");
            }
            assertThat(alice).within(PATIENCE).hasNoDefaultRoute();
        }
    }

    @Test
    void aRouterMayServeNamesToo() {
        try (Lab lab = Lab.create(Topology.of(
                DnsServer.of("home", "www.example.test. 60 IN A 203.0.113.1"),
                OFFICE,
                Lan.of("internet", "fd00:2::/64", "server"),
                Router.of("home", "office", "internet").advertise()))) {
            assertThat(formed(lab.namespace("alice"))).hasSize(1);
        }
    }

    @Test
    void aHostThatComesLaterAsksTheRouter() {
        try (Lab lab =
                Lab.create(Topology.of(OFFICE, Router.of("home", "office").advertise()))) {
            try (Addition more = lab.add(
                    Lan.of("garden", "fd00:3::/64", "carol").slaac("carol"),
                    Router.of("gate", "garden", "office").advertise())) {
                assertThat(more.parts()).hasSize(2);
                assertThat(formed(lab.namespace("carol"))).hasSize(1);
                assertThat(lab.namespace("alice")).canPing("carol");
            }
            lab.link("alice", "office").left().down();
            lab.link("alice", "office").left().up(); // its addresses are gone: it asks for a new advertisement
            assertThat(lab.namespace("alice")).within(PATIENCE).canPing("bob");
            assertThat(lab.namespace("alice")).within(PATIENCE).canPing("fd00:1::2");
        }
    }

    @Test
    void itsThreadsEndWithTheLab() {
        try (Lab lab =
                Lab.create(Topology.of(OFFICE, Router.of("home", "office").advertise()))) {
            assertThat(lab.isOpen()).isTrue();
            assertThat(advertisers()).isNotEmpty();
        }
        await().until(() -> advertisers().isEmpty());
    }

    @Test
    void itsThreadsEndWithARouterThatIsClosedByHand() {
        try (Lab lab =
                Lab.create(Topology.of(OFFICE, Router.of("home", "office").advertise()))) {
            assertThat(advertisers()).isNotEmpty();
            lab.namespace("home").close();
            await().until(() -> advertisers().isEmpty());
            assertThat(lab.namespace("alice")).canPing("bob");
        }
    }

    private static List<Thread> advertisers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("netns router advertisements of"))
                .toList();
    }

    @Test
    void namesTheAttributeThatIsWrong() {
        assertThatThrownBy(() ->
                        Topology.of(Lan.of("office", "10.1.0.0/24", "alice").slaac("bob")))
                .isInstanceOf(TopologyException.class)
                .hasMessageContaining("[bob] is to form its addresses [slaac], and is none of its hosts [alice]")
                .hasMessageContaining("need a subnet [subnet] of IPv6 with the prefix length 64");
        assertThatThrownBy(() -> Topology.of(
                        Lan.of("office", "10.1.0.0/24", "alice"),
                        Router.of("home", "office").advertise()))
                .isInstanceOf(TopologyException.class)
                .hasMessageContaining(
                        "it is to advertise [advertise], and none of its LANs [office] has an IPv6 subnet");
    }
}
