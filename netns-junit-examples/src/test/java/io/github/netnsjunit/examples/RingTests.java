package io.github.netnsjunit.examples;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;

import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.Network;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.lab.NetworkNamespace;
import org.junit.jupiter.api.Test;

/** A network that code describes. Annotations add to it. */
@Network(Ring.class)
class RingTests {

    @Test
    void eachNodeReachesTheNext(@NetNamespace("node4") NetworkNamespace node4) {
        assertThat(node4).canPing("node0");
    }

    @Test
    @NetNamespace("guest")
    @VethPair(
            left = @VethEnd(namespace = "node0", name = "guest", address = "10.1.0.1/24"),
            right = @VethEnd(namespace = "guest", name = "eth0", address = "10.1.0.2/24"))
    void aTestAddsAGuest(@NetNamespace("guest") NetworkNamespace guest) {
        assertThat(guest).canPing("node0");
    }
}
