package io.github.netnsjunit.examples;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;

import io.github.netnsjunit.jupiter.EnabledIfKernelHas;
import io.github.netnsjunit.jupiter.Lan;
import io.github.netnsjunit.jupiter.Router;
import io.github.netnsjunit.jupiter.WireGuard;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.topology.KernelFeature;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A virtual private network over the networks of others. */
@EnabledIfKernelHas(KernelFeature.WIREGUARD)
@Lan(name = "home", subnet = "192.168.1.0/24", hosts = "laptop")
@Lan(name = "office", subnet = "203.0.113.0/24", hosts = "server")
@Router(
        name = "internet",
        lans = {"home", "office"})
@Tag("kernel")
class WireGuardTests {

    // tag::wireguard[]
    @Test
    @WireGuard(namespace = "laptop", name = "wg0", address = "10.9.0.1/24", peers = @WireGuard.Peer("server"))
    @WireGuard(namespace = "server", name = "wg0", address = "10.9.0.2/24", peers = @WireGuard.Peer("laptop"))
    void theLaptopReachesTheServerInTheTunnel(Lab lab) {
        assertThat(lab.namespace("laptop")).canPing("10.9.0.2");
    }
    // end::wireguard[]

    // tag::wrong[]
    @Test
    @WireGuard(
            namespace = "laptop",
            name = "wg0",
            address = "10.9.0.1/24",
            peers = @WireGuard.Peer(value = "server", publicKey = "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA="))
    @WireGuard(namespace = "server", name = "wg0", address = "10.9.0.2/24", peers = @WireGuard.Peer("laptop"))
    void whoExpectsAnotherKeyReachesNobody(Lab lab) {
        assertThat(lab.namespace("laptop")).cannotPing("10.9.0.2").canPing("203.0.113.1");
    }
    // end::wrong[]
}
