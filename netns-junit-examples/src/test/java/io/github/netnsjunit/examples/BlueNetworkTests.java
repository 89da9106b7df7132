package io.github.netnsjunit.examples;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;

import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.Sysctl;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A composed annotation gives a network a name. A method or a nested class can add to that network. */
@BlueNetwork
@Tag("kernel")
class BlueNetworkTests {

    @Test
    void theClassHasTheNetwork(@NetNamespace("blue_ns") NetworkNamespace blue) {
        assertThat(blue).canPing("root-ns"); // its name is in the /etc/hosts of blue_ns
    }

    @Test
    @NetNamespace("red_ns")
    void aMethodAddsAHost(Lab lab) {
        assertThat(lab).hasNamespace("root_ns");
        assertThat(lab).hasNamespace("blue_ns");
        assertThat(lab).hasNamespace("red_ns");
    }

    @Nested
    @NetNamespace("server_ns")
    @VethPair(
            left = @VethEnd(namespace = "root_ns", name = "eth1", address = "10.0.1.1/24"),
            right = @VethEnd(namespace = "server_ns", name = "eth0", address = "10.0.1.2/24"))
    @Sysctl(namespace = "root_ns", name = "net.ipv4.ip_forward", value = "1")
    class BehindARouter {

        @Test
        void theServerIsReachedThroughTheRouter(Lab lab) {
            NetworkNamespace server = lab.namespace("server_ns");
            server.addDefaultRoute("10.0.1.1"); // a network can be changed while it exists
            assertThat(lab.namespace("blue_ns")).canPing("10.0.1.2");
        }
    }
}
