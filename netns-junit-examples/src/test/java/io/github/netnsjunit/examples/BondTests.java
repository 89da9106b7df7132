package io.github.netnsjunit.examples;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;

import io.github.netnsjunit.jupiter.Bond;
import io.github.netnsjunit.jupiter.Bridge;
import io.github.netnsjunit.jupiter.EnabledIfKernelHas;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.topology.KernelFeature;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A server with two cables to a switch. */
@NetNamespace("server")
@NetNamespace("switch")
@NetNamespace("client")
@Bridge(namespace = "switch", name = "br0")
@VethPair(
        left = @VethEnd(namespace = "client", name = "eth0", address = "10.0.0.2/24"),
        right = @VethEnd(namespace = "switch", name = "client", master = "br0"))
@Tag("kernel")
class BondTests {

    // tag::bond[]
    @Test
    @EnabledIfKernelHas(KernelFeature.BOND)
    @Bond(namespace = "server", name = "bond0", address = "10.0.0.1/24")
    @VethPair(
            left = @VethEnd(namespace = "server", name = "eth0", master = "bond0"),
            right = @VethEnd(namespace = "switch", name = "port0", master = "br0"))
    @VethPair(
            left = @VethEnd(namespace = "server", name = "eth1", master = "bond0"),
            right = @VethEnd(namespace = "switch", name = "port1", master = "br0"))
    void theServerIsReachedThoughOneCableIsPulled(Lab lab) {
        lab.namespace("switch").linkDown("port0");
        assertThat(lab.namespace("client")).within(Duration.ofSeconds(30)).canPing("10.0.0.1");
    }
    // end::bond[]
}
