package io.github.netnsjunit.examples;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.jupiter.DefaultRoute;
import io.github.netnsjunit.jupiter.Lan;
import io.github.netnsjunit.jupiter.Router;
import io.github.netnsjunit.jupiter.Sysctl;
import io.github.netnsjunit.lab.Addition;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.probe.Unreachable;
import io.github.netnsjunit.topology.Topology;
import java.io.IOException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Three routers in a row, between two LANs. */
// tag::chain[]
@Lan(name = "left", subnet = "10.1.0.0/24", hosts = "alice", routers = "r1")
@Lan(
        name = "one",
        subnet = "10.2.0.0/24",
        routers = {"r1", "r2"})
@Lan(
        name = "two",
        subnet = "10.3.0.0/24",
        routers = {"r2", "r3"})
@Lan(name = "right", subnet = "10.4.0.0/24", hosts = "bob", routers = "r3")
class RouterChainTests {

    @Test
    void packetsFindTheirWayThereAndBack(Lab lab) {
        assertThat(lab.namespace("alice")).canPing("bob").hasDefaultRouteVia("10.1.0.254");
        assertThat(lab.namespace("r2")).hasRoute("10.1.0.0/24", "10.2.0.254");
    }

    @Test
    void aRouterSaysThatItHasNoRoute(Lab lab) {
        assertThat(lab.namespace("alice")).cannotConnectTo("192.0.2.1", 80).because(Unreachable.NO_ROUTE);
    }
    // end::chain[]

    // tag::wins[]
    @Test
    @Sysctl(namespace = "r2", name = "net.ipv4.ip_forward", value = "0")
    void aRouterThatDoesNotForward(Lab lab) {
        assertThat(lab.namespace("alice")).cannotPing("bob");
    }

    @Test
    @DefaultRoute(namespace = "alice", via = "10.1.0.77", onlink = true, dev = "left")
    void aHostWithAWrongGateway(Lab lab) {
        assertThat(lab.namespace("alice")).cannotPing("bob").because(Unreachable.HOST_UNREACHABLE);
    }
    // end::wins[]

    // tag::live[]
    @Test
    void aShorterWayIsTakenWhileItIsThere(Lab lab) {
        assertThat(lab.namespace("r1")).hasRoute("10.4.0.0/24", "10.2.0.253");
        try (Addition shortcut = lab.add(io.github.netnsjunit.link.Router.of("r4", "one", "right"))) {
            assertThat(shortcut.parts()).hasSize(1);
            assertThat(lab.namespace("r1")).hasRoute("10.4.0.0/24", "10.2.0.252");
            assertThat(lab.namespace("alice")).canPing("bob");
        }
        assertThat(lab.namespace("r1")).hasRoute("10.4.0.0/24", "10.2.0.253");
    }
    // end::live[]

    // tag::hidden[]
    @Nested
    @Lan(name = "home", subnet = "192.168.1.0/24", hosts = "phone")
    @Router(
            name = "box",
            lans = {"home", "left"},
            hidden = "home")
    class BehindARouterThatHidesItsLan {

        @Test
        void nobodyElseKnowsAWayBack(Lab lab) {
            Topology topology = lab.topology();
            assertThat(topology.warnings())
                    .contains("[phone] reaches [bob] at [10.4.0.1], but no answer comes back:"
                            + " [r3] has no route to [192.168.1.1]");
            assertThat(lab.namespace("phone")).cannotPing("bob");
        }
    }
    // end::hidden[]

    /** The page shows this network's picture. */
    @Test
    void theGuideShowsIt(Lab lab) throws IOException {
        DrawingFile.firstPictureOf(
                Guide.page("lans-and-routers.md"), lab.topology().toText());
    }
    // tag::advertise[]
    @Nested
    @Lan(name = "house", subnet = "fd00:7::/64", hosts = "heidi", routers = "gate", slaac = "heidi")
    @Lan(name = "street", subnet = "fd00:8::/112", hosts = "ivan", routers = "gate")
    @Router(name = "gate", advertise = true)
    class WithAdvertisements {

        @Test
        void aHostFormsItsAddress(Lab lab) {
            NetworkNamespace heidi = lab.namespace("heidi");
            assertThat(heidi.addresses())
                    .filteredOn(each -> each.toString().startsWith("fd00:7::"))
                    .hasSize(1);
            assertThat(heidi).canPing("ivan");
            assertThat(lab.namespace("ivan")).canPing("heidi");
        }
    }
    // end::advertise[]
    // tag::chain[]
}
// end::chain[]
