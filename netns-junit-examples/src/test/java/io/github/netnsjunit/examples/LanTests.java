package io.github.netnsjunit.examples;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;

import io.github.netnsjunit.jupiter.Bridge;
import io.github.netnsjunit.jupiter.Lan;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import java.io.IOException;
import java.net.ServerSocket;
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
    // tag::lan[]
}
// end::lan[]
