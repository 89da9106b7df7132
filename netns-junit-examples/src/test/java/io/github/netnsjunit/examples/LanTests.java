package io.github.netnsjunit.examples;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;

import io.github.netnsjunit.jupiter.Bridge;
import io.github.netnsjunit.jupiter.EnabledIfKernelHas;
import io.github.netnsjunit.jupiter.Lan;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.topology.KernelFeature;
import java.io.IOException;
import java.net.ServerSocket;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Hosts on a switch. */
// tag::lan[]
@Lan(
        name = "office",
        subnet = {"10.1.0.0/24", "fd00:1::/64"},
        hosts = {"alice", "bob", "carol", "dave"})
class LanTests {

    @Test
    void everyHostKnowsEveryOther(Lab lab) {
        assertThat(lab.namespace("alice")).canPing("bob").canPing("10.1.0.3").canPing("fd00:1::4");
    }

    @Test
    void aServerIsReachedByItsName(Lab lab) throws IOException {
        NetworkNamespace dave = lab.namespace("dave");
        try (ServerSocket server = dave.serverSocketFactory().createServerSocket(8080)) {
            assertThat(lab.namespace("carol")).canConnectTo("dave", server.getLocalPort());
        }
    }

    @Test
    void aCableIsPulled(Lab lab) {
        lab.link("bob", "office").left().down();
        assertThat(lab.namespace("alice")).cannotPing("bob").canPing("carol");
    }
    // end::lan[]

    // tag::bridge[]
    @Test
    @Bridge(namespace = "office", name = "office", ageing = "10 s", multicastQuerier = true)
    void theSwitchIsAsDeclared(Lab lab) {
        assertThat(lab.namespace("alice")).canPing("bob");
    }
    // end::bridge[]

    // tag::switch[]
    @Nested
    @Lan(
            name = "patient",
            subnet = "10.5.0.0/24",
            hosts = {"erin", "frank"},
            stp = true,
            ageing = "20 s")
    class WithTheSpanningTreeProtocol {

        @Test
        void theSwitchForwardsFromTheStart(Lab lab) {
            NetworkNamespace erin = lab.namespace("erin");
            assertThat(erin).canPing("frank");
            assertThat(lab.namespace("patient")).hasLearned(erin, "erin");
        }
    }

    @Nested
    @EnabledIfKernelHas(KernelFeature.VLAN_FILTERING)
    @Lan(
            name = "floor",
            subnet = "10.6.0.0/24",
            hosts = {"erin", "frank", "grace"},
            vlans =
                    @Lan.HostVlans(
                            hosts = {"erin", "frank"},
                            vlan = 10))
    class WithVlans {

        @Test
        void hostsHearThoseOfTheirVlan(Lab lab) {
            assertThat(lab.namespace("erin")).canPing("frank").cannotPing("10.6.0.3");
        }
    }
    // end::switch[]

    // tag::moves[]
    @Test
    void aVirtualAddressMoves(Lab lab) {
        NetworkNamespace alice = lab.namespace("alice");
        NetworkNamespace bob = lab.namespace("bob");
        alice.addAddress("office", "10.1.0.100/24");
        assertThat(lab.namespace("carol")).canPing("10.1.0.100"); // carol knows the MAC address of alice now
        alice.removeAddress("office", "10.1.0.100/24");
        bob.addAddress("office", "10.1.0.100/24");
        bob.announce("10.1.0.100");
        assertThat(lab.namespace("carol")).canPing("10.1.0.100");
    }
    // end::moves[]
    // tag::lan[]
}
// end::lan[]
