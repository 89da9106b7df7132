package io.github.netnsjunit.assertj;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static java.time.Duration.ofMillis;

import io.github.netnsjunit.jupiter.Bridge;
import io.github.netnsjunit.jupiter.DefaultRoute;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.lab.NetworkNamespace;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** The way of the packets where two sites of a lab have the same addresses, as home networks do. */
@NetNamespace("other_router")
@NetNamespace("other_client")
@NetNamespace("client")
@NetNamespace("switch")
@NetNamespace("router")
@Bridge(namespace = "switch", name = "br0")
@VethPair(
        left = @VethEnd(namespace = "other_client", name = "eth0", address = "192.168.0.2/24"),
        right = @VethEnd(namespace = "other_router", name = "lan", address = "192.168.0.1/24"))
@VethPair(
        left = @VethEnd(namespace = "client", name = "eth0", address = "192.168.0.2/24"),
        right = @VethEnd(namespace = "switch", name = "port1", master = "br0"))
@VethPair(
        left = @VethEnd(namespace = "router", name = "lan", address = "192.168.0.1/24"),
        right = @VethEnd(namespace = "switch", name = "port2", master = "br0"))
@DefaultRoute(namespace = "client", via = "192.168.0.1")
class EqualAddressesTests {

    @NetNamespace("client")
    private NetworkNamespace client;

    @NetNamespace("router")
    private NetworkNamespace router;

    @Test
    void theOwnerOnTheSameSegmentIsFollowed() {
        failure("10.9.9.9").hasMessageContaining(lines("""
                The way from client to 10.9.9.9:
                  client: via 192.168.0.1 dev eth0
                  router: does not forward packets (net.ipv4.ip_forward = 0)"""));
    }

    @Test
    void anOwnerOnAnotherSegmentIsNone() {
        router.removeAddress("lan", "192.168.0.1/24");
        failure("10.9.9.9")
                .hasMessageContaining(
                        "client: via 192.168.0.1 dev eth0, but the lab knows nobody else with 192.168.0.1");
    }

    @Test
    void anOwnerBehindACableMadeByHandCounts() {
        router.removeAddress("lan", "192.168.0.1/24");
        router.addVethPair("a", "b");
        router.addAddress("a", "192.168.0.1/24");
        failure("10.9.9.9").hasMessageContaining("client: via 192.168.0.1 dev eth0, but router's a is down");
    }

    private AbstractThrowableAssert<?, AssertionError> failure(String host) {
        return Assertions.assertThat(BlueNetwork.failureOf(
                () -> assertThat(client).within(ofMillis(300)).canPing(host)));
    }

    private static String lines(String text) {
        return text.replace("\n", System.lineSeparator());
    }
}
